import { BREAK_WORD, FIX, INSTEAD, OPERATIONS, RELATIVE, RETRACTION, VAGUE } from './phrases.ts'
import type { Piece } from './piece.ts'
import type { Reading } from './reading.ts'

/** How many tokens a phrase takes that begins at this one; 0 when it does not. */
function lengthOfPhrase(reading: Reading, at: number, pattern: RegExp): number {
  const offset = reading.offsets[at] ?? 0
  pattern.lastIndex = offset
  const match = pattern.exec(reading.plain)
  if (match === null) return 0
  const end = offset + match[0].length
  let tokens = 0
  while ((reading.offsets[at + tokens] ?? Number.POSITIVE_INFINITY) < end) tokens += 1
  return tokens
}

/** "une vingtaine", "un peu de": read before the article could count for one. */
export function vagueAt(reading: Reading, at: number): Piece | null {
  const length = lengthOfPhrase(reading, at, VAGUE)
  return length > 0 ? { is: 'vague', at, end: at + length } : null
}

const FIXES: ReadonlyArray<[RegExp, boolean]> = [
  [RETRACTION, true],
  [FIX, false],
]

export function phraseAt(reading: Reading, at: number): Piece | null {
  const lengthOf = (pattern: RegExp) => lengthOfPhrase(reading, at, pattern)
  let length = lengthOf(INSTEAD)
  if (length > 0) return { is: 'instead', at, end: at + length }
  for (const [pattern, factor] of RELATIVE) {
    length = lengthOf(pattern)
    if (length > 0) return { is: 'relative', factor, at, end: at + length }
  }
  for (const [operation, pattern] of OPERATIONS) {
    length = lengthOf(pattern)
    if (length > 0) return { is: 'operation', operation, at, end: at + length }
  }
  for (const [pattern, retracts] of FIXES) {
    length = lengthOf(pattern)
    if (length > 0) return { is: 'fix', retracts, at, end: at + length }
  }
  length = lengthOf(BREAK_WORD)
  return length > 0 ? { is: 'break', at, end: at + length } : null
}
