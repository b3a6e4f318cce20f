import type { PaymentMethod } from '../../domain/work/events.ts'
import type { Francs } from '../../domain/work/ids.ts'
import type { Reader } from './words.ts'

type Language = Reader['language']

/** 85000 -> "85 000 F". A plain space: the narrow one is not in GSM-7 and would double the price of an SMS. */
export function francs(amount: Francs): string {
  return `${String(amount).replaceAll(/\B(?=(\d{3})+(?!\d))/g, ' ')} F`
}

const NO_BREAK = '\u00a0'
/** the spaces within "85 591 F", and the one before its F: no other digits stand three by three behind a space */
const WITHIN_AMOUNT = /(?<=(?<![\d,.])\d{1,3}(?: \d{3})*) (?=\d{3}(?: \d{3})* F(?!\p{L}))|(?<=\d) (?=F(?!\p{L}))/gu

/**
 * A text whose amounts no phone breaks at the end of a line: "85 591 F" is not read as 85. For WhatsApp alone: in SMS the
 * plain space is the one that GSM-7 has, and texts are kept as they were written.
 */
export function withWholeAmounts(text: string): string {
  return text.replace(WITHIN_AMOUNT, NO_BREAK)
}

/** 90 -> "1 h 30", 30 -> "30 min". */
export function minutes(count: number): string {
  if (count < 60) return `${count} min`
  const rest = count % 60
  return rest === 0 ? `${count / 60} h` : `${Math.floor(count / 60)} h ${String(rest).padStart(2, '0')}`
}

/** "21h40": Abidjan keeps UTC all year, so the hour of the instant is the hour on the wall. */
export function clock(iso: string): string {
  return `${iso.slice(11, 13)}h${iso.slice(14, 16)}`
}

export const WEEKDAYS = {
  fr: ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
} as const

/** "vendredi": the day of an instant. */
export function weekday(iso: string, language: Language): string {
  return WEEKDAYS[language][new Date(iso).getUTCDay()] ?? ''
}

/** "à 21h40", or with its day when it is not today. */
export function moment(iso: string, now: Date, language: Language): string {
  const sameDay = iso.slice(0, 10) === now.toISOString().slice(0, 10)
  const at = language === 'fr' ? `à ${clock(iso)}` : `at ${clock(iso)}`
  if (sameDay) return at
  const tomorrow = new Date(now.getTime() + 86_400_000).toISOString()
  if (iso.slice(0, 10) === tomorrow.slice(0, 10)) return language === 'fr' ? `demain ${at}` : `tomorrow ${at}`
  return `${weekday(iso, language)} ${at}`
}

// Beyond three hours nobody counts minutes: "demain à 09h00" says more than "dans 21 h 56".
const LONGEST_COUNTED_MINUTES = 180

/** "dans 25 min environ", or the moment when that is far. */
export function inAbout(count: number, now: Date, language: Language): string {
  if (count > LONGEST_COUNTED_MINUTES) {
    return moment(new Date(now.getTime() + count * 60_000).toISOString(), now, language)
  }
  return language === 'fr' ? `dans ${minutes(count)} environ` : `in about ${minutes(count)}`
}

const UNITS: Readonly<
  Record<string, { readonly fr: readonly [string, string]; readonly en: readonly [string, string] }>
> = {
  casier: { fr: ['casier', 'casiers'], en: ['crate', 'crates'] },
  carton: { fr: ['carton', 'cartons'], en: ['carton', 'cartons'] },
  pack: { fr: ['pack', 'packs'], en: ['pack', 'packs'] },
  paquet: { fr: ['paquet', 'paquets'], en: ['packet', 'packets'] },
  bouteille: { fr: ['bouteille', 'bouteilles'], en: ['bottle', 'bottles'] },
  canette: { fr: ['canette', 'canettes'], en: ['can', 'cans'] },
  brique: { fr: ['brique', 'briques'], en: ['brick', 'bricks'] },
  fut: { fr: ['fût', 'fûts'], en: ['keg', 'kegs'] },
  sac: { fr: ['sac', 'sacs'], en: ['bag', 'bags'] },
  sachet: { fr: ['sachet', 'sachets'], en: ['small bag', 'small bags'] },
  piece: { fr: ['pièce', 'pièces'], en: ['piece', 'pieces'] },
  kg: { fr: ['kg', 'kg'], en: ['kg', 'kg'] },
}

/** "3 casiers": French counts in the plural from 2 on, English from anything but 1. */
export function packagings(quantity: number, unit: string, language: Language): string {
  const forms = UNITS[unit]?.[language] ?? [unit, unit]
  const many = language === 'fr' ? quantity >= 2 : quantity !== 1
  return `${String(quantity).replace('.', language === 'fr' ? ',' : '.')} ${many ? forms[1] : forms[0]}`
}

export const METHOD_NAMES: Readonly<Record<PaymentMethod, string>> = {
  orange_money: 'Orange Money',
  mtn_momo: 'MTN MoMo',
  moov_money: 'Moov Money',
  wave: 'Wave',
  cash: 'Cash',
}

/** "en espèces", "par Wave": how something was paid. */
export function byMethod(method: PaymentMethod, language: Language): string {
  if (method === 'cash') return language === 'fr' ? 'en espèces' : 'in cash'
  return `${language === 'fr' ? 'par' : 'by'} ${METHOD_NAMES[method]}`
}

export function methodName(method: PaymentMethod, language: Language): string {
  if (method !== 'cash') return METHOD_NAMES[method]
  return language === 'fr' ? 'espèces' : 'cash'
}
