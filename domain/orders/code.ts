import { randomInt } from 'node:crypto'

/** A new delivery code: four digits, which nobody can guess from another one. */
export function newDeliveryCode(): string {
  return String(randomInt(10_000)).padStart(4, '0')
}
