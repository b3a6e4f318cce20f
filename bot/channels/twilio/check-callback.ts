import type { Finding } from '../finding.ts'
import { ok, warning, wrong } from '../found.ts'

/** Whether Twilio calls us where we listen; what follows # are its own settings. */
export function callbackFinding(what: string, set: string | null | undefined, expected: string | undefined): Finding {
  const given = (set ?? '').split('#')[0] ?? ''
  if (expected === undefined) {
    return warning(
      `PUBLIC_URL mène à cette machine même : Twilio ne peut pas nous apporter ${what}.`,
      'Mettez dans PUBLIC_URL l’adresse https que l’on voit d’Internet.',
    )
  }
  if (given === expected) return ok(`Twilio nous apporte ${what} au bon endroit.`)
  const where = given === '' ? 'nulle part' : `à ${given}`
  return wrong(`Twilio apporte ${what} ${where}.`, `Dans la console de Twilio, mettez ${expected} (POST).`)
}
