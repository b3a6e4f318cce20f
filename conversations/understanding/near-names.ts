import { soundKey } from './normalise.ts'

// How far a written word is from a name, in slips of the thumb: a letter too many, too few, another one, two the wrong way round.

/** A word of the catalogue with what the search for near misses looks at first. */
export interface NameShape {
  readonly word: string
  readonly sound: string
  /** One bit for each letter that the word has. */
  readonly letters: number
}

export function shapeOf(word: string): NameShape {
  return { word, sound: soundKey(word), letters: lettersOf(word) }
}

function lettersOf(word: string): number {
  let letters = 0
  for (let at = 0; at < word.length; at += 1) letters |= 1 << (word.charCodeAt(at) - 97)
  return letters
}

function countOf(bits: number): number {
  let count = 0
  for (let left = bits; left !== 0; left &= left - 1) count += 1
  return count
}

const ROWS = [new Uint8Array(40), new Uint8Array(40), new Uint8Array(40)] as const

/** Slips between two words; anything above `most` when there are more. */
export function slips(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most || one.length > 38 || other.length > 38) return most + 1
  let [older, row, next]: [Uint8Array, Uint8Array, Uint8Array] = [...ROWS]
  for (let column = 0; column <= other.length; column += 1) row[column] = column
  for (let at = 1; at <= one.length; at += 1) {
    next[0] = at
    let least = at
    const letter = one.charCodeAt(at - 1)
    for (let column = 1; column <= other.length; column += 1) {
      const same = letter === other.charCodeAt(column - 1)
      let apart = Math.min((row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, (row[column - 1] ?? 0) + (same ? 0 : 1))
      const turned =
        at > 1 &&
        column > 1 &&
        letter === other.charCodeAt(column - 2) &&
        one.charCodeAt(at - 2) === other.charCodeAt(column - 1)
      if (turned) apart = Math.min(apart, (older[column - 2] ?? 0) + 1)
      next[column] = apart
      least = Math.min(least, apart)
    }
    if (least > most) return most + 1
    ;[older, row, next] = [row, next, older]
  }
  return row[other.length] ?? 0
}

/** All names at the smallest distance, up to `allowed` slips; two letters turned round come before another letter. */
export function nearestNames(key: string, sound: string, names: readonly NameShape[], allowed: number): string[] {
  const letters = lettersOf(key)
  let best: string[] = []
  let nearest = allowed + 0.9
  for (const name of names) {
    if (Math.abs(name.word.length - key.length) > allowed) continue
    const heard = name.word.length > 5 && sound.length > 4 ? slips(name.sound, sound, 1) : 9
    const seen = countOf(letters ^ name.letters) > 2 * allowed ? 9 : slips(name.word, key, allowed)
    const turned = seen === 1 && name.word.length === key.length && name.letters === letters ? 0.2 : 0
    const apart = Math.min(seen > allowed ? 9 : seen - turned, heard > 1 ? 9 : heard + 0.5)
    if (apart > nearest) continue
    if (apart < nearest) best = []
    nearest = apart
    best.push(name.word)
  }
  return best
}

/** "castel" and "castelle" are one name, "heine" and "heineken" too. */
export function areOneName(words: readonly string[]): boolean {
  const [first] = [...words].sort((a, b) => a.length - b.length)
  return first !== undefined && words.every((word) => word.startsWith(first) || soundKey(word) === soundKey(first))
}
