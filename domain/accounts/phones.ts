import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

/**
 * A mobile of Côte d'Ivoire in international form, whatever way it was written; null for anything else: fixed lines,
 * the 8 digits of before 2021, other countries. The full metadata on purpose, the small one takes 0807060504 for valid
 * (providers.md 5).
 * @returns "+225" and 10 digits
 */
export function mobileOfCoteDIvoire(written: string): string | null {
  const phone = parsePhoneNumberFromString(written, 'CI')
  return phone?.isValid() && phone.country === 'CI' && phone.getType() === 'MOBILE' ? phone.number : null
}
