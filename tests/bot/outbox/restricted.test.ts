import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Template } from '../../../bot/channels/channel.ts'
import { asMayBeSaid, type Policy, restrictedNames } from '../../../bot/outbox/restricted.ts'
import { isSurfaceClosed, restrictedWarnings } from '../../../bot/outbox/surfaces.ts'
import { CATEGORY_NAMES } from '../../../conversations/copy/client/choices.ts'
import { CLIENT_COPY } from '../../../conversations/copy/client/table.ts'
import { ELSEWHERE } from '../../../conversations/copy/elsewhere.ts'
import { render } from '../../../conversations/copy/render.ts'
import { cutName, shortName } from '../../../conversations/copy/shorten.ts'
import type { Content } from '../../../conversations/effects.ts'
import { LONGEST } from '../../conversations/copy/longest.ts'
import { TEXTS } from '../../conversations/supplier/every-text.ts'

const catalogue = z
  .object({
    products: z.array(
      z.object({
        alcohol: z.boolean(),
        brand: z.string(),
        family: z.string(),
        name_fr: z.string(),
        name_en: z.string(),
        synonyms: z.array(z.string()),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync('prisma/data/catalogue.json', 'utf8')))
const namesOf = (alcohol: boolean) =>
  catalogue.products
    .filter((product) => product.alcohol === alcohol)
    .flatMap(({ brand, family, name_fr, name_en, synonyms }) => [brand, family, name_fr, name_en, ...synonyms])
const names = restrictedNames({ restricted: namesOf(true), open: namesOf(false) })

const CLOSED = ['twilio-whatsapp', 'whatsapp-cloud-whatsapp', 'baileys-whatsapp'] as const
const LANGUAGES = ['fr', 'en'] as const
const policy: Policy = {
  isClosed: (adapter, medium) => isSurfaceClosed(adapter, medium, { opened: [], isStopped: () => false }),
  namesRestricted: () => names,
}
const adapterOf = (surface: (typeof CLOSED)[number]) => surface.replace(/-whatsapp$/, '')

/** What leaves of a content, on each closed surface, in one string. */
function leaves(content: Content, language: 'fr' | 'en' = 'fr', template: Template | null = null): readonly string[] {
  return CLOSED.map((surface) => {
    const row = { adapter: adapterOf(surface), medium: 'whatsapp', language, content, template } as const
    const said = asMayBeSaid(policy, { ...row, attachment: { contentType: 'image/jpeg', fileName: 'x', read } })
    expect(said.attachment).toBeNull()
    return JSON.stringify([said.content, said.template])
  })
}
const read = async () => Buffer.alloc(0)
const neutral = LANGUAGES.map((language) => ELSEWHERE.unsaid[language])

/** The names that goods are really called by: a price in digits (66) or a word of two letters is no name. */
const restricted = [...new Set(namesOf(true))].filter((name) => /[a-z].*[a-z].*[a-z]/i.test(name))
const openNames = new Set(namesOf(false).map((name) => name.toLowerCase()))
const dangerous = restricted.filter((name) => !openNames.has(name.toLowerCase()))

it('lets a file that a person has looked through leave, unless its name says what may not be said', () => {
  const sayable = (name: string, vouched: boolean) => {
    const row = { adapter: 'baileys', medium: 'whatsapp', language: 'fr', template: null } as const
    const content = { text: '', file: { name, contentType: 'application/pdf', vouched } }
    return asMayBeSaid(policy, {
      ...row,
      content,
      attachment: { contentType: 'application/pdf', fileName: name, read },
    })
  }
  expect(sayable('plan.pdf', true).attachment).not.toBeNull()
  expect(sayable('plan.pdf', false).attachment).toBeNull()
  fc.assert(
    fc.property(fc.constantFrom(...dangerous), (name) => {
      expect(sayable(`prix ${name}.pdf`, true).attachment).toBeNull()
    }),
  )
})

describe('restricted goods on a closed surface (product.md 7)', () => {
  it.each(catalogue.products.filter(({ alcohol }) => alcohol))('never names $name_fr', (product) => {
    for (const name of [product.name_fr, product.name_en, ...product.synonyms].filter((one) =>
      dangerous.includes(one),
    )) {
      for (const text of leaves({ text: `Votre panier :\n2 casiers ${name} : 12 000 F` })) {
        expect(text, name).toContain(neutral[0])
      }
    }
  })

  it.each(catalogue.products.filter(({ alcohol }) => !alcohol))('still sells $name_fr', ({ name_fr }) => {
    const content = { text: `Votre panier :\n2 packs ${name_fr} : 3 000 F. Je demande les offres ?` }
    for (const text of leaves(content)) expect(JSON.parse(text)[0]).toEqual(content)
  })

  it('lets no name through, however it is written, wherever in a message it stands', () => {
    const written = fc.constantFrom(
      (name: string) => name,
      (name: string) => name.toUpperCase(),
      (name: string) => name.normalize('NFD'),
      (name: string) => name.replaceAll(' ', '  '),
      (name: string) => name.replaceAll(' ', '\u00a0'),
      (name: string) => name.replaceAll(' ', '-'),
      (name: string) => [...name].join('\u200b'),
      shortName,
      (name: string) => cutName(shortName(name), 14),
    )
    const place = fc.constantFrom<(name: string) => Content>(
      (name) => ({ text: `2 cas ${name}, 3 pk Awa` }),
      (name) => ({ text: `« ${name} » : lequel voulez-vous ?` }),
      (name) => ({ text: 'Lequel ?', choices: [{ id: 'a', label: name }] }),
      (name) => ({ text: 'Lequel ?', list: { button: 'Voir', rows: [{ id: 'a', title: name }] } }),
      (name) => ({
        text: 'Lequel ?',
        list: { button: 'Voir', rows: [{ id: 'a', title: 'Rayon', description: name }] },
      }),
      (name) => ({ text: 'Lequel ?', list: { button: name, rows: [{ id: 'a', title: 'Rayon' }] } }),
    )
    fc.assert(
      fc.property(
        fc.constantFrom(...dangerous),
        written,
        place,
        fc.constantFrom(...LANGUAGES),
        (name, write, put, language) => {
          const form = write(name)
          fc.pre(/[a-z]{3}/i.test(form.normalize('NFD').replace(/\p{Mn}|\p{Cf}/gu, '')))
          for (const text of leaves(put(form), language)) expect(text, form).toContain(ELSEWHERE.unsaid[language])
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('fills no template with a name, and sends no file: what is in it cannot be read here', () => {
    const template = { name: 'order_news', language: 'fr', parameters: ['1042', 'Heineken 33cl'] } as const
    for (const text of leaves({ text: 'Commande 1042' }, 'fr', template)) expect(text).not.toMatch(/heineken/i)
    const clean = { ...template, parameters: ['1042'] }
    for (const text of leaves({ text: 'Commande 1042' }, 'fr', clean)) expect(text).toContain('order_news')
  })
})

type Key = keyof typeof LONGEST
const keys = Object.keys(CLIENT_COPY).filter((key): key is Key => key in LONGEST)
type Reader = Parameters<typeof render>[2]

/** A text filled in with its longest parameters, each word among them changed. */
function filled<K extends Key>(key: K, params: (typeof LONGEST)[K], change: (word: string) => string, reader: Reader) {
  const changed: (typeof LONGEST)[K] = JSON.parse(JSON.stringify(params), (_, value) =>
    typeof value === 'string' ? change(value) : value,
  )
  return render<K>(key, changed, reader)
}
const write = (key: Key, change: (word: string) => string, reader: Reader) => filled(key, LONGEST[key], change, reader)

describe('every text of ours, filled in with the most dangerous there is', () => {
  it.each(keys)('%s leaks nothing', (key) => {
    for (const language of LANGUAGES) {
      for (const name of ['Heineken canette 33cl', 'Johnnie Walker Black Label 70cl', 'bière', 'Vin rouge']) {
        for (const channel of ['whatsapp', 'sms'] as const) {
          const text = write(key, (word) => `${word} ${name}`, { channel, language })
          for (const left of leaves({ text }, language)) expect(names(left), left).toBe(false)
        }
      }
    }
  })

  it('stops no conversation in the middle: without goods in them, all our texts may leave', () => {
    const harmless = (word: string) =>
      word
        .replace(/flag|heineken|johnnie walker black label|johnnie walk black lab/gi, 'Coca')
        .replace(/vin|liqueurs|spiritueux|alcomix|champagnes/gi, 'soda')
    const stopped = keys.filter((key) =>
      LANGUAGES.some((language) => names(write(key, harmless, { channel: 'whatsapp', language }))),
    )
    expect(stopped).toEqual([])
  })

  it('leaks nothing of what depots are told', () => {
    const texts = Object.values(TEXTS).flatMap((group) => Object.values(group).flat())
    expect(texts.length).toBeGreaterThan(100)
    for (const text of texts) {
      for (const language of LANGUAGES) {
        for (const left of leaves({ text: text.in(language) }, language)) expect(names(left), left).toBe(false)
      }
    }
  })

  it('names no shelf of restricted goods', () => {
    const shelves = ['biere', 'panache', 'vin', 'mousseux', 'champagne', 'whisky', 'spiritueux', 'alcomix']
    for (const shelf of shelves) {
      for (const language of LANGUAGES) {
        const title = CATEGORY_NAMES[shelf]?.[language] ?? 'no such shelf'
        const list = { button: 'Voir', rows: [{ id: `shelf/${shelf}`, title }] }
        for (const left of leaves({ text: '?', list }, language)) expect(left).toContain(ELSEWHERE.unsaid[language])
      }
    }
  })

  it('has neutral words that are neutral', () => {
    for (const texts of Object.values(ELSEWHERE)) {
      for (const text of Object.values(texts)) {
        expect(names(text)).toBe(false)
        expect(text).not.toMatch(/https?:|\d+ F\b/)
      }
    }
  })
})

describe('which surfaces are closed', () => {
  const none = { opened: [], isStopped: () => false }
  it('is open on SMS, on the simulator, and where an operator opened it by name', () => {
    expect(isSurfaceClosed('twilio', 'sms', none)).toBe(false)
    expect(isSurfaceClosed('simulator', 'whatsapp', none)).toBe(false)
    expect(isSurfaceClosed('twilio', 'whatsapp', none)).toBe(true)
    expect(isSurfaceClosed('twilio', 'whatsapp', { ...none, opened: ['twilio-whatsapp'] })).toBe(false)
    expect(isSurfaceClosed('twilio', 'whatsapp', { ...none, opened: ['twilio-sms'] })).toBe(true)
  })

  it('is closed by the switch whatever else says, on that surface alone', () => {
    const stopped = ['twilio-whatsapp', 'simulator-whatsapp']
    const rules = { opened: ['twilio-whatsapp'], isStopped: (surface: string) => stopped.includes(surface) }
    expect(isSurfaceClosed('twilio', 'whatsapp', rules)).toBe(true)
    expect(isSurfaceClosed('simulator', 'whatsapp', rules)).toBe(true)
    expect(isSurfaceClosed('twilio', 'sms', rules)).toBe(false)
  })

  it('warns of each official surface that is opened and runs, and of nothing else', () => {
    const warnings = restrictedWarnings({
      restrictedGoodsOpen: ['twilio-whatsapp', 'twilio-sms', 'simulator'],
      channels: ['twilio'],
    })
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain('twilio-whatsapp')
    expect(restrictedWarnings({ restrictedGoodsOpen: ['twilio-whatsapp'], channels: ['simulator'] })).toEqual([])
  })
})
