import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { Operator, Sim } from './options.ts'

// Since 2021 the first two digits say whose number it is, and numbers are not carried over (providers.md 5).
const OPERATOR_OF: Readonly<Record<string, Operator>> = { '07': 'orange', '05': 'mtn', '01': 'moov' }

/** The operator of a mobile of Côte d'Ivoire; undefined for any other number. */
export function operatorOf(phone: string): Operator | undefined {
  return phone.startsWith('+225') ? OPERATOR_OF[phone.slice(4, 6)] : undefined
}

/** The SIMs in the order in which they should carry a message: the wished one, those of the same network, the others. */
export function preferredSims(sims: readonly Sim[], phone: string, wished: string | null): readonly Sim[] {
  const operator = operatorOf(phone)
  const rank = (sim: Sim) => (sim.sender === wished ? 0 : sim.operator === operator ? 1 : 2)
  return sims.toSorted((a, b) => rank(a) - rank(b))
}

/**
 * The number of somebody who wrote or is written to, in international form; undefined for short codes and names
 * ("ORANGE"). A number that came by the network with its country exists, whether or not our tables know its range.
 */
export function phoneOf(address: string): string | undefined {
  const phone = parsePhoneNumberFromString(address, 'CI')
  if (phone === undefined) return undefined
  return phone.isValid() || (address.startsWith('+') && phone.isPossible()) ? phone.number : undefined
}

/** Whether an SMS can reach it. */
export function isFixedLine(phone: string): boolean {
  return parsePhoneNumberFromString(phone)?.getType() === 'FIXED_LINE'
}
