import type { HealthSignal, Inbox } from '../channel.ts'
import { ADAPTER } from './options.ts'

export const signal = (sender: string | null, health: HealthSignal['health']): HealthSignal => {
  return { adapter: ADAPTER, medium: 'sms', sender, health }
}

/**
 * Whether the gateway lets us in, told to the others when it changes: at the first answer after a start too, for another
 * process may have said the opposite before.
 */
export function watchingAccount(inbox: () => Inbox | undefined, stillOffline: () => Promise<readonly HealthSignal[]>) {
  let known: 'in' | 'out' | undefined
  return {
    async letIn(): Promise<void> {
      if (known === 'in') return
      // The whole account works: what is known of single phones is said again after it.
      await inbox()?.reportHealth([signal(null, { kind: 'working' }), ...(await stillOffline())])
      known = 'in'
    },
    async shutOut(errorCode: string): Promise<void> {
      if (known === 'out') return
      const detail = `La passerelle refuse SMSGATE_USER ou SMSGATE_PASSWORD (${errorCode})`
      await inbox()?.reportHealth([signal(null, { kind: 'stopped', why: 'token', detail, until: null })])
      known = 'out'
    },
  }
}

export type Account = ReturnType<typeof watchingAccount>
