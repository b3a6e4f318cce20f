import { ELSEWHERE } from '../../conversations/copy/elsewhere.ts'
import { cutName, shortName } from '../../conversations/copy/shorten.ts'
import type { Content } from '../../conversations/effects.ts'
import type { Attachment, Medium, Template } from '../channels/channel.ts'

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

/** Words for the goods themselves, in the languages we answer in, the plural beside each. */
const GENERIC =
  `biere beer vin wine whisky whiskies whiskey champagne alcool alcohol spiritueux spirits liqueur vodka gin rhum rum
  pastis tequila cognac brandy mousseux cidre cider bourbon martini panache shandy shandies alcomix alcopop sparkling fut keg
  cigarette cigare cigar tabac tobacco chicha shisha vape`
    .split(/\s+/)
    .flatMap((word) => [word, `${word}s`])

const PLAIN = /[^a-z0-9]+/g
const plain = (text: string): string =>
  ` ${text
    .normalize('NFKD')
    .replace(/\p{Mn}|\p{Cf}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replace(PLAIN, ' ')
    .trim()} `

/** From the longest to the shortest that our own texts cut a name to. */
const CUT_LENGTHS = Array.from({ length: 27 }, (_, place) => 32 - place)

/** A name as our texts write it: whole, without its unit, cut to what an SMS has room for. */
function writtenForms(name: string): string[] {
  const short = shortName(name)
  return [...new Set([name, short, ...CUT_LENGTHS.map((length) => cutName(short, length))])]
}

// Two letters are a word of some other sentence, and digits alone (66) a price.
const isName = (name: string) => /[a-z]{3}|[a-z].*[a-z].*\d/.test(name)

/** A false alarm costs a neutral message; a leak costs the sender. */
export function restrictedNames({ restricted, open }: GoodsNames): NamesRestricted {
  const cut = new Set(restricted.flatMap(writtenForms).map(plain))
  for (const name of open.flatMap(writtenForms).map(plain)) cut.delete(name)
  const holdsForbidden = holdsOneOf([...GENERIC.map(plain), ...restricted.map(plain), ...cut].filter(isName))
  const allowed = [...new Set(open.map(plain).filter(holdsForbidden))].sort((a, b) => b.length - a.length)
  return (text) => holdsForbidden(allowed.reduce((words, name) => words.replaceAll(name, ' '), plain(text)))
}

/** Whether one of these names stands in a plain text, whole words only. */
function holdsOneOf(names: readonly string[]): (text: string) => boolean {
  const phrases = new Set(names.map((name) => name.trim()))
  const longest = Math.max(...names.map((name) => name.trim().split(' ').length))
  return (text) => {
    const words = text.trim().split(/ +/)
    return words.some((_, from) => {
      const last = Math.min(longest, words.length - from)
      for (let count = 1; count <= last; count += 1) {
        if (phrases.has(words.slice(from, from + count).join(' '))) return true
      }
      return false
    })
  }
}

export interface Policy {
  /** whether restricted goods may be neither named nor sold there, now */
  readonly isClosed: (adapter: string, medium: Medium) => boolean
  readonly namesRestricted: () => NamesRestricted
}

/** What one message is made of. */
export interface Sayable {
  readonly content: Content
  readonly template: Template | null
  readonly attachment: Attachment | null
}

/**
 * What may leave on this surface: the message itself, or neutral words in its place. A template that names goods is left
 * out with its content. Nothing here can read what is in a file: on a closed surface it leaves only when the person who
 * sends it has looked and says so, and its name is read like any words.
 */
export function asMayBeSaid(
  { isClosed, namesRestricted }: Policy,
  row: Sayable & { readonly adapter: string; readonly medium: Medium; readonly language: 'fr' | 'en' },
): Sayable {
  const { content, template, attachment } = row
  if (!isClosed(row.adapter, row.medium)) return { content, template, attachment }
  const { text, choices = [], list } = content
  const shown = [
    text,
    list?.button ?? '',
    ...choices.map(({ label }) => label),
    ...(list?.rows ?? []).flatMap(({ title, description }) => [title, description ?? '']),
    template?.name ?? '',
    ...(template?.parameters ?? []),
    attachment?.fileName ?? '',
  ]
  return namesRestricted()(shown.join(' \n '))
    ? { content: { text: ELSEWHERE.unsaid[row.language] }, template: null, attachment: null }
    : { content, template, attachment: content.file?.vouched === true ? attachment : null }
}
