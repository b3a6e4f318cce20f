import { SegmentedMessage } from 'sms-segments-calculator'

// An SMS segment is 160 characters of GSM-7 or 70 of anything else: one ê makes a message cost twice (providers.md 1.8).

const ONE_SEGMENT = 160

// Nearly all of a text is in the alphabet already, and reading it through the library takes a hundred times longer.
const BASIC = '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà\\-'
const EXTENSION = '\f^{}\\\\[~\\]|€'
const IN_ALPHABET = new RegExp(`^[${BASIC}${EXTENSION}]*$`)
const OUTSIDE = new RegExp(`[^${BASIC}${EXTENSION}]+`, 'g')
const COUNTS_TWICE = /[\f^{}\\[~\]|€]/g

// What neither Twilio's look-alike table nor taking the accent off turns into GSM-7.
const SPELT: Readonly<Record<string, string>> = {
  œ: 'oe',
  Œ: 'OE',
  '°': 'o',
  '≈': '',
  '•': '-',
  '→': '->',
  '×': 'x',
  ı: 'i',
  ɔ: 'o',
  Ɔ: 'O',
  ɛ: 'e',
  Ɛ: 'E',
  ŋ: 'n',
}

function read(text: string, lookAlikes: boolean): SegmentedMessage {
  return new SegmentedMessage(text, 'auto', lookAlikes)
}

function isGsm7(text: string): boolean {
  return IN_ALPHABET.test(text)
}

function spellAll(text: string): string {
  return read(text, true).graphemes.map(spell).join('')
}

// The set is small and met again in every message: reading a character through the library each time is slow.
const spellings = new Map<string, string>()

function spell(grapheme: string): string {
  const known = spellings.get(grapheme)
  if (known !== undefined) return known
  const spelt = [...grapheme].map((character) => SPELT[character] ?? character).join('')
  const bare = spelt.normalize('NFD').replace(/\p{M}/gu, '')
  const result = [grapheme, spelt, bare].find(isGsm7) ?? ''
  if (spellings.size < 4_000) spellings.set(grapheme, result)
  return result
}

/**
 * Writes a text with the GSM-7 alphabet: look-alikes replaced (’ to '), accents that GSM-7 lacks taken off (ê to e, ç to
 * c; é è à ù stay), the rest (emoji, other scripts) left out.
 */
export function toGsm7(text: string): string {
  const plain = text.normalize('NFC').replace(/[\u00a0\u2000-\u200a\u202f\u3000\t]/g, ' ')
  return plain.replace(OUTSIDE, spellAll).replace(/ {2,}/g, ' ').replace(/ +$/gm, '').trim()
}

/** How many segments a text costs as it is: 160, then 153 each in GSM-7; 70, then 67 in UCS-2. */
export function segments(text: string): number {
  return text === '' ? 0 : read(text, false).segmentsCount
}

/** Whether a text, once written in GSM-7, fits one segment. */
export function fitsOneSegment(text: string): boolean {
  const written = toGsm7(text)
  return written.length + (written.match(COUNTS_TWICE)?.length ?? 0) <= ONE_SEGMENT
}
