import type { Health } from '../channel.ts'
import { healthOfRestriction } from './health.ts'
import type { SessionRecord } from './session-row.ts'

export interface RestrictionParts {
  readonly record: SessionRecord
  readonly tell: (...all: readonly Health[]) => Promise<void>
  /** it is over: what waited may be written */
  readonly onLifted: () => Promise<void>
}

/** What WhatsApp forbids an account for a while. Nothing is written meanwhile: writing on makes it worse. */
export function restriction({ record, tell, onLifted }: RestrictionParts) {
  let current: { readonly until: Date | null } | null = null
  return {
    /** as the session was left */
    remember(until: Date | null): void {
      current = { until }
    },
    /** the account is another one now */
    forget(): void {
      current = null
    },
    isOn: () => current !== null,
    isOver: (now: Date): boolean => {
      const until = current?.until
      return until != null && until <= now
    },
    async restrict(why: string, until: Date | null): Promise<void> {
      current = { until }
      await record.restrict(why, until)
      await tell(...healthOfRestriction(why, until))
    },
    async lift(): Promise<void> {
      if (current === null) return
      current = null
      await record.restrict(null, null)
      await onLifted()
    },
  }
}
