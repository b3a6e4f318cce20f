import { z } from 'zod'
import type { RefusalCode } from '../work/refusals.ts'
import { mobileOfCoteDIvoire } from './phones.ts'

export type CheckName = 'fields' | 'phone' | 'email' | 'zone' | 'served' | 'duplicate' | 'blacklist' | 'licence'

/** `unknown`: it cannot be told, staff see to it (WhatsApp may hide the number). */
export interface Check {
  readonly check: CheckName
  readonly outcome: 'passed' | 'failed' | 'unknown'
  /** the key of the words for it, e.g. check.phone.failed */
  readonly words: string
}

/** What was asked for, and what the database knows about it. */
export interface RegistrationFacts {
  readonly kind: 'client' | 'supplier'
  readonly name: string
  readonly managerName: string
  readonly type: string
  readonly email: string | null
  /** the number of the contact; null when its channel hides it */
  readonly phone: string | null
  readonly zoneExists: boolean
  readonly zoneServed: boolean
  readonly samePhone: boolean
  readonly sameName: boolean
  readonly blacklisted: boolean
  /** the licence to sell alcohol: declared by a client, a number for a supplier */
  readonly licence: boolean
}

/**
 * The automatic checks of a registration, before anyone looks (product.md 1). Pure. All of them are kept for the
 * approval queue; some refuse at once: see firstRefusal.
 */
export function checkRegistration(facts: RegistrationFacts): readonly Check[] {
  return [
    check(
      'fields',
      [facts.name, facts.managerName, facts.type].every((field) => field.trim() !== ''),
    ),
    check('phone', facts.phone === null ? null : mobileOfCoteDIvoire(facts.phone) !== null),
    check('email', facts.email === null || z.email().safeParse(facts.email).success),
    check('zone', facts.zoneExists),
    // a depot is what makes a zone served
    check('served', facts.kind === 'supplier' || facts.zoneServed),
    check('duplicate', !facts.samePhone && !facts.sameName),
    check('blacklist', !facts.blacklisted),
    check('licence', facts.licence),
  ]
}

function check(name: CheckName, isPassed: boolean | null): Check {
  const outcome = isPassed === null ? 'unknown' : isPassed ? 'passed' : 'failed'
  return { check: name, outcome, words: `check.${name}.${outcome}` }
}

/** What refuses at once, in the order in which a person can correct it. The rest is for staff to judge. */
const REFUSING = [
  ['phone', 'PHONE_INVALID'],
  ['zone', 'ZONE_NOT_FOUND'],
  ['served', 'ZONE_NOT_SERVED'],
  ['duplicate', 'DUPLICATE_ACCOUNT'],
  ['blacklist', 'ACCOUNT_NOT_APPROVED'],
] as const satisfies readonly (readonly [CheckName, RefusalCode])[]

export type RegistrationRefusal = (typeof REFUSING)[number][1]

/** The first failed check that refuses the registration at once; null when it may go to the queue. */
export function firstRefusal(checks: readonly Check[]): RegistrationRefusal | null {
  const failed = new Set(checks.filter(({ outcome }) => outcome === 'failed').map((one) => one.check))
  return REFUSING.find(([name]) => failed.has(name))?.[1] ?? null
}
