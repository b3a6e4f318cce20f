import { singular } from './normalise.ts'

/** A word, a number or a sign. `text` is normalised; `number` is set for digits, with thousands and decimals read. */
export interface Token {
  text: string
  /** The singular, by which words are looked up. */
  key: string
  number: number | null
  start: number
  end: number
  /** No space before it: "10kg", "85k". */
  glued: boolean
}

const TOKEN =
  /\d+e\d+|(?<![\d.,])\d{1,3}(?:[ .,]\d{3})+(?![\d])|(?<!\d)\d{1,3}[.,]\d{1,2}(?!\d)|\d+|(?<=\d)x(?=[a-z]{3})|[a-z]+|[✓⭐😂\n]|[^\sa-z\d]/gu

const LEET = /(?<=[a-z])0(?=[a-z])/g

/** Splits normalised text. Apostrophes vanish: "j'ai" is two words, as "j ai". */
export function tokenise(normalised: string): Token[] {
  const text = normalised.replace(LEET, 'o')
  const tokens: Token[] = []
  let previousEnd = -1
  for (const match of text.matchAll(TOKEN)) {
    const found = match[0]
    const end = match.index + found.length
    const joins =
      found === "'" || (found === '-' && /[a-z]/.test(text[match.index - 1] ?? '') && /[a-z]/.test(text[end] ?? ''))
    if (!joins) {
      tokens.push({
        text: found,
        key: singular(found),
        number: /^\d/.test(found) ? readDigits(found) : null,
        start: match.index,
        end,
        glued: previousEnd === match.index,
      })
    }
    previousEnd = end
  }
  return tokens
}

/** "85.000", "85 000", "85,000" are thousands; "1,5" and "1.5" are decimals. */
export function readDigits(digits: string): number {
  if (/^\d{1,3}(?:[ .,]\d{3})+$/.test(digits)) return Number(digits.replace(/\D/g, ''))
  return Number(digits.replace(',', '.'))
}
