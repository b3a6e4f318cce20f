// What people write as one number: 12 500, 07 01 02 03 04, +225..., 22:30, 4,5. Half of one is a lie.
const NUMBER = /\+?\d(?:[ .,:/\u00a0\u202f-]?\d)*/g

// A cut at a word's end reads better, unless the word is so long that too much would go.
const LONGEST_WORD_GIVEN_UP = 15

const characters = new Intl.Segmenter('fr', { granularity: 'grapheme' })

/**
 * Shortens a text to at most `length` UTF-16 units, the ellipsis included; never inside a number or a character.
 */
export function cut(text: string, length: number, ellipsis = '…'): string {
  if (text.length <= length) return text
  if (length <= ellipsis.length) return ellipsis.slice(0, Math.max(0, length))
  const atWord = endOfWord(text, length - ellipsis.length)
  return text.slice(0, startOfCharacter(text, startOfNumber(text, atWord))).trimEnd() + ellipsis
}

function endOfWord(text: string, end: number): number {
  if (/\s/.test(text.charAt(end))) return end
  const space = text.slice(0, end).search(/\s\S*$/)
  return space > 0 && end - space <= LONGEST_WORD_GIVEN_UP ? space : end
}

function startOfNumber(text: string, end: number): number {
  for (const { index, 0: number } of text.matchAll(NUMBER)) {
    if (index >= end) return end
    if (end < index + number.length) return index
  }
  return end
}

function startOfCharacter(text: string, end: number): number {
  return characters.segment(text).containing(end)?.index ?? end
}
