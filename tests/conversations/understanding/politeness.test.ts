import { describe, expect, it } from 'vitest'
import { understand } from '../../../conversations/understanding/understand.ts'
import { type GoldMessage, sameMeaning } from '../../../ops/understand-judging.ts'
import { predictionOf, situationOf } from '../../../ops/understand-labels.ts'
import { labelledFiles } from '../../../ops/understand-messages.ts'
import { client, goods, knowledge, line, supplier } from './situations.ts'

// Every labelled message, said as people say things: to somebody, with please, in capitals, with a prayer behind it.

const messages = labelledFiles()
  .flatMap((file) => file.messages)
  .filter(({ text }) => /[a-z0-9]/i.test(text))
const read = (message: GoldMessage, text: string) =>
  predictionOf(message.id, understand(text, situationOf(message), knowledge))
const plain = new Map(messages.map((message) => [message, read(message, message.text)]))

// Each change is tried on an eighth of the messages and the next one on the next eighth: on all it takes two minutes.
const PARTS = 8
let part = 0

function changedBy(change: (text: string) => string, of = messages): string[] {
  part = (part + 1) % PARTS
  const some = of.filter((_, at) => at % PARTS === part)
  return some.flatMap((message) => {
    const before = plain.get(message)
    const text = change(message.text)
    return before === undefined || sameMeaning(before, read(message, text)) ? [] : [text]
  })
}

const TOLD_BY_ACCENT = /\b[ck]ass?é|(?<!\p{L})[lcdmsj]é(?!\p{L})/iu
const withoutAccents = (text: string) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '')

// "tonton Celeste" and "mon frère Awa" are people, where "celeste" and "awa" begin the message; "patron" beside "?" is a call.
const PEOPLE = /^(?:tonton|mon frère|tantie|maman|madame) (?:awa|celeste)/i

describe('an address or a please changes nothing of any labelled message', () => {
  it.each([
    'patron ',
    'svp ',
    'stp ',
    'chef, ',
    'mon frère ',
    'tonton ',
    'la mère ',
    'please ',
    'boss ',
    'ma sœur ',
    'tantie ',
    'chère madame, ',
  ])('in front: "%s"', (words) =>
    expect(changedBy((text) => words + text).filter((text) => !PEOPLE.test(text))).toEqual([]),
  )

  // Signs alone, and what is written in other letters, are words to nobody.
  const worded = messages.filter(({ text }) => /[a-z0-9]/i.test(text))
  it.each([
    ' svp',
    ' stp chef',
    ' mon frère',
    ' la mère',
    ' please',
    ' stp',
    ", merci d'avance",
    ' hein',
    ' pardon',
    ' dèh',
    ' Cordialement',
  ])('behind: "%s"', (words) => expect(changedBy((text) => text + words, worded)).toEqual([]))

  // "casier de coca : un patron", "6 crates big boss", "un vieux": what stands before makes it part of the sentence.
  const LEFT_OPEN = /\b(?:un|une|big) (?:patron|boss|tonton)$/i
  it.each([' patron', ' tonton', ' boss'])('behind, but for what governs it: "%s"', (words) =>
    expect(changedBy((text) => text + words).filter((text) => !LEFT_OPEN.test(text))).toEqual([]),
  )

  // What means nothing alone is a greeting once somebody is greeted or spoken to fondly.
  const meant = messages.filter((message) => plain.get(message)?.intent !== 'unknown')
  it.each(['mon vieux, ', 'le vieux ', 'mon gars ', 'vieux père ', 'dis patron '])(
    'in front, of what means something: "%s"',
    (words) => expect(changedBy((text) => words + text, meant)).toEqual([]),
  )
  it.each([' mon vieux', ' mon gars', ' vieux père', " s'il vous plaît", ' merci', ', merci bcp'])(
    'behind, of what means something: "%s"',
    (words) => expect(changedBy((text) => text + words, meant)).toEqual([]),
  )

  // "belleville" alone is asked about and "bonsoir belleville" is somebody's name: where it is awaited, it is a place.
  it.each(['bonsoir ', 'slt ', 'bsr chef ', 'cc ', 'hello '])(
    'behind a greeting, in fewer than 2 of 1000: "%s"',
    (words) =>
      expect(changedBy((text) => words + text, meant).slice(Math.floor(meant.length / PARTS / 500))).toEqual([]),
  )

  it('nor does "stp" in the middle', () => {
    const inside = (text: string) => {
      const words = text.split(' ')
      return words.length < 3 ? text : words.toSpliced(Math.floor(words.length / 2), 0, 'stp').join(' ')
    }
    expect(changedBy(inside, meant).length).toBeLessThan(3)
  })
})

describe('the look of a message changes nothing of it', () => {
  it.each<[string, (text: string) => string]>([
    ['capitals', (text) => text.toUpperCase()],
    ['no capitals', (text) => text.toLowerCase()],
    // "3 flag kassé" are broken bottles, "3 flag kasse" may be crates; "jé payé" is "j'ai payé".
    ['no accents', (text) => (TOLD_BY_ACCENT.test(text) ? text : withoutAccents(text))],
    ['two spaces', (text) => text.replaceAll(' ', '  ')],
    ['hard spaces', (text) => text.replaceAll(' ', '\u00a0')],
    ['space around', (text) => `  ${text} \n`],
    ['shouted', (text) => `${text} !!`],
    ['left open', (text) => `${text}…`],
    ['ended', (text) => `${text}.`],
    ['with hands', (text) => `${text} 🙏🏾🙏🏾`],
    ['with a smile', (text) => `${text} 😊`],
  ])('%s', (_, change) => expect(changedBy(change)).toEqual([]))
})

describe('"grand" is somebody, or a size', () => {
  it('in front of anything but goods it is somebody', () =>
    expect(goods(client('grand, 2 casiers de flag petite'))).toEqual(['2 casier flag-33cl']))
  it('behind goods it is their size', () =>
    expect(goods(client('2 packs de coca grand'))).toEqual(['2 pack coca-cola-150cl']))
  it('behind a price it is somebody', () =>
    expect(supplier('1042 85000 30 grand').slots).toMatchObject({ priceXof: 85_000, etaMinutes: 30 }))
})

describe('who is spoken of is not spoken to', () => {
  it.each([
    ['mon père gardait 10 casiers de bock sous son lit', []],
    ['mon frère a pris 3 casiers de castel hier', []],
    ['tonton a bu 5 flag', []],
    ['3 flag pour tonton', ['3 casier flag-65cl']],
  ])('"%s"', (text, lines) => expect(goods(client(text))).toEqual(lines))
  it('a person is asked for by name', () => {
    expect(client('passe moi le patron').intent).toBe('human_agent')
    expect(client('je veux parler au chef').intent).toBe('human_agent')
  })
  it('is part of the directions', () =>
    expect(client('derrière la boutique de tonton', 'awaiting_location').slots.landmark).toBe(
      'derriere la boutique de tonton',
    ))
})

describe('a refusal that ends in ok', () => {
  const request = {
    rfqs: [{ ref: '1042', items: [line(5, 'casier', 'flag-65cl'), line(2, 'casier', 'malta-guinness-33cl')] }],
  }
  it.each(['non désolé ok', '1042 pas dispo ce soir ok merci', 'je peux pas, ok ok', "pas pour moi d'accord"])(
    'refuses: "%s"',
    (text) => expect(supplier(text, 'sup_rfq', request).intent).toBe('bid_decline'),
  )
  it.each(['rupture malta ok', "plus de malta, d'accord"])('lacks, and asks no price: "%s"', (text) => {
    const { intent, clarifications } = supplier(text, 'sup_rfq', request)
    expect(intent).not.toBe('bid')
    expect(clarifications).toEqual([])
  })
  it.each(['1042 ok', "c'est ok", '1042 sans malta ok'])('is none: "%s"', (text) =>
    expect(supplier(text, 'sup_rfq', request).intent).toBe('bid'),
  )
  it('gives up the cart', () => {
    const cart = { cart: [line(6, 'casier', 'flag-65cl')] }
    expect(client("plus besoin, d'accord", 'cart', cart).intent).toBe('cancel')
    expect(client('non ok', 'cart', cart).intent).not.toBe('confirm')
    expect(client("c'est ok", 'cart', cart).intent).toBe('confirm')
  })
})
