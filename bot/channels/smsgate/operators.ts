import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { operatorOf } from '../../../domain/accounts/operators.ts'
import type { Sim } from './options.ts'

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
