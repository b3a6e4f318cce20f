import { fitsOneSegment, toGsm7 } from './gsm7.ts'

// Names short enough for one SMS segment and still told apart: a size is never cut, since Flag 6 is not Flag 65.

export interface Goods {
  readonly name: string
  readonly unit: string
  readonly quantity: number
}

const UNITS: Readonly<Record<string, string>> = {
  casier: 'cas',
  carton: 'ctn',
  pack: 'pk',
  paquet: 'pqt',
  bouteille: 'btl',
  canette: 'can',
  brique: 'brk',
  fut: 'fut',
  sac: 'sac',
  sachet: 'sht',
  piece: 'pce',
  kg: 'kg',
}

/** casier becomes cas; an unknown unit its first four letters. */
export function shortUnit(unit: string): string {
  return UNITS[unit] ?? unit.slice(0, 4)
}

/** The words that tell a name apart, a number kept with what it counts: Heineken canette 33cl becomes Heineken can 33. */
export function shortName(name: string): string {
  return toGsm7(name)
    .replace(/\((?:au kg|paquet de \d+[^)]*|rouleau[^)]*)\)/gi, '')
    .replace(/[()"]/g, '')
    .replace(/(\d)[,.](\d)/g, '$1.$2')
    .replace(/(\d) ?(?:cl|litres?|L)\b/g, '$1')
    .replace(/\bcanette\b/gi, 'can')
    .replace(/\bplastique\b/gi, 'plast')
    .replace(/\b(?:verre|pression|de|du|en|La|avec os|bois|grand|sac|sachet|jetables|congelées)\b/gi, '')
    .replace(/(\d) kg\b/g, '$1kg')
    .replace(/,/g, '')
    .replace(/ {2,}/g, ' ')
    .trim()
}

/**
 * Cuts a name to a length, the longest word first, letters only: Johnnie Walker Black Label 70 in 20 is John Walk Bla Lab
 * 70. Words are given up, the last first, only when two letters of each are still too much.
 */
export function cutName(name: string, length: number): string {
  const words = name.split(' ')
  while (words.join(' ').length > length) {
    const letters = words.map((word) => (/\d/.test(word) ? 0 : word.length))
    const longest = Math.max(...letters)
    // The last of the longest: the brand comes first and says most.
    const at = letters.lastIndexOf(longest)
    if (longest > 2) words[at] = words[at]?.slice(0, longest - 1) ?? ''
    else if (letters.filter((count) => count > 0).length > 1)
      words.splice(
        letters.findLastIndex((count) => count > 0),
        1,
      )
    else break
  }
  return words.join(' ')
}

/** A quantity as people write it: 5, 12.5. */
export function shortQuantity(quantity: number): string {
  return String(Math.round(quantity * 100) / 100)
}

/** The goods with names cut to a length. */
function writer(goods: readonly Goods[]): (nameLength: number) => string {
  const lines = goods.map(({ name, unit, quantity }) => ({
    count: `${shortQuantity(quantity)} ${shortUnit(unit)}`,
    name: shortName(name),
  }))
  return (nameLength) => lines.map(({ count, name }) => `${count} ${cutName(name, nameLength)}`).join(', ')
}

const LONGEST_NAME = 32
const READABLE_NAME = 14
const SHORTEST_NAME = 6

/** Writes the goods with names as long as one segment allows; `frames` are the texts around them, the fullest first. */
export function fitGoods(goods: readonly Goods[], frames: readonly ((goods: string) => string)[]): string {
  const write = writer(goods)
  let best = ''
  for (const frame of frames) {
    // A shorter explanation is a smaller loss than names cut too far to be read.
    const least = frame === frames.at(-1) ? SHORTEST_NAME : READABLE_NAME
    for (let length = LONGEST_NAME; length >= least; length -= 1) {
      best = frame(write(length))
      if (fitsOneSegment(best)) return best
    }
  }
  return best
}

/** Cuts free words to a length at a word's end where there is one, and never inside a number. */
export function clip(words: string, length: number): string {
  const text = toGsm7(words).replace(/\s+/g, ' ')
  if (text.length <= length) return text
  const cut = text.slice(0, Math.max(0, length - 1))
  const insideWord = /\S/.test(text[cut.length] ?? ' ')
  const lastSpace = cut.lastIndexOf(' ')
  const splitsNumber = /\d/.test(text[cut.length] ?? '') && /\d$/.test(cut)
  let kept = cut
  if (insideWord && lastSpace > length / 2) kept = cut.slice(0, lastSpace)
  else if (splitsNumber) kept = cut.replace(/\d+$/, '')
  const tidy = kept.replace(/[\s,.;:-]+$/, '')
  return tidy === '' ? '' : `${tidy}.`
}

/** Puts free words into a text, cut so that the whole is one segment. */
export function fitWords(words: string, frame: (words: string) => string): string {
  const plain = toGsm7(words)
  const room = 162 - toGsm7(frame('')).length
  for (let length = Math.min(plain.length, room); length > 0; length -= 1) {
    const text = frame(clip(plain, length))
    if (fitsOneSegment(text)) return text
  }
  return frame('')
}
