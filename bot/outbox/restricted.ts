import type { Content } from '../../conversations/effects.ts'
import type { Medium } from '../channels/channel.ts'

// What may be said where (product.md 7). WhatsApp forbids facilitating the sale of alcohol in Côte d'Ivoire on every
// official surface, whatever licence the seller holds. One place, where messages go out: whatever the dialogue wanted to
// say, nothing that names, prices or orders restricted goods leaves on a closed surface.

export interface GoodsNames {
  readonly restricted: readonly string[]
  /** names of open goods that contain a restricted one (Malta Guinness) are no reason */
  readonly open: readonly string[]
}

/** Whether a text names restricted goods. Built once per catalogue. */
export type NamesRestricted = (text: string) => boolean

/** Words for the goods themselves, in the languages we answer in. */
const GENERIC = [
  'biere',
  'bieres',
  'beer',
  'beers',
  'vin',
  'vins',
  'wine',
  'wines',
  'whisky',
  'whiskies',
  'whiskey',
  'champagne',
  'alcool',
  'alcools',
  'alcohol',
  'spiritueux',
  'spirits',
  'liqueur',
  'vodka',
  'gin',
  'rhum',
  'rum',
  'pastis',
  'tequila',
  'cognac',
  'mousseux',
  'sparkling wine',
  'panache',
  'shandy',
  'fut',
  'keg',
]

const PLAIN = /[^a-z0-9]+/g
const plain = (text: string): string =>
  ` ${text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(PLAIN, ' ')
    .trim()} `

/** A false alarm costs a neutral message; a leak costs the sender. Digits alone (66) are no name: prices would be. */
export function restrictedNames({ restricted, open }: GoodsNames): NamesRestricted {
  const isName = (name: string) => /[a-z]/.test(name)
  const forbidden = [...new Set([...GENERIC, ...restricted].map(plain).filter(isName))]
  const allowed = [...new Set(open.map(plain).filter((name) => forbidden.some((one) => name.includes(one))))].sort(
    (a, b) => b.length - a.length,
  )
  return (text) => {
    const words = allowed.reduce((left, name) => left.replaceAll(name, ' '), plain(text))
    return forbidden.some((name) => words.includes(name))
  }
}

const NEUTRAL = {
  fr: 'Cette commande ne peut pas se faire ici. Écrivez-nous par SMS : elle continue là, avec les mêmes mots.',
  en: 'This order cannot be made here. Write to us by SMS: it goes on there, with the same words.',
}

export interface Policy {
  /** surfaces where an operator knowingly allows restricted goods, e.g. twilio-whatsapp */
  readonly opened: readonly string[]
  readonly namesRestricted: () => NamesRestricted
}

/** The content as it may leave on this surface: itself, or neutral words. */
export function asMayBeSaid(
  { opened, namesRestricted }: Policy,
  row: {
    readonly adapter: string
    readonly medium: Medium
    readonly content: Content
    readonly language: 'fr' | 'en'
    /** this sender was closed by a violation, or by a person's switch */
    readonly isClosedHere?: boolean
  },
): Content {
  if (row.isClosedHere !== true && !isClosed(row.adapter, row.medium, opened)) return row.content
  const { text, choices = [], list } = row.content
  const shown = [
    text,
    ...choices.map(({ label }) => label),
    ...(list?.rows ?? []).flatMap(({ title, description }) => [title, description ?? '']),
  ]
  return namesRestricted()(shown.join(' \n ')) ? { text: NEUTRAL[row.language] } : row.content
}

/** Official WhatsApp is closed unless it was opened by name; SMS and the simulator are open (product.md 7). */
export function isClosed(adapter: string, medium: Medium, opened: readonly string[]): boolean {
  return medium === 'whatsapp' && adapter !== 'simulator' && !opened.includes(surfaceOf(adapter, medium))
}

/** How RESTRICTED_GOODS_OPEN names it: twilio-whatsapp; an adapter whose own name says the medium is its own surface. */
export function surfaceOf(adapter: string, medium: Medium): string {
  return adapter.startsWith(`${medium}-`) ? adapter : `${adapter}-${medium}`
}
