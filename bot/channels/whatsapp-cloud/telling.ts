import type { Health, HealthSignal, Inbox } from '../channel.ts'
import { ADAPTER, type WhatsAppCloudOptions } from './options.ts'

/** Passes on what is learnt of our senders; it holds up no send and fails none. */
export interface Telling {
  connect(inbox: Inbox): void
  tell(sender: string | null, health: readonly Health[]): void
  /** a send was taken: whatever stopped this sender is over */
  worked(sender: string): void
  close(): Promise<void>
}

export function signalOf(sender: string | null, health: Health): HealthSignal {
  return { adapter: ADAPTER, medium: 'whatsapp', sender, health }
}

export function tellingHealth(log: WhatsAppCloudOptions['log']): Telling {
  const stopped = new Set<string | null>()
  const underWay = new Set<Promise<void>>()
  let inbox: Inbox | undefined

  function tell(sender: string | null, health: readonly Health[]): void {
    for (const { kind } of health) if (kind === 'stopped') stopped.add(sender)
    if (health.length === 0 || inbox === undefined) return
    const told = inbox
      .reportHealth(health.map((one) => signalOf(sender, one)))
      .catch((error: unknown) => log.error({ err: error, sender, health }, 'whatsapp-cloud: health not recorded'))
      .finally(() => underWay.delete(told))
    underWay.add(told)
  }

  return {
    connect(theirs) {
      inbox = theirs
    },
    tell,
    worked(sender) {
      // null: what stopped the whole account is over too.
      for (const one of [sender, null]) if (stopped.delete(one)) tell(one, [{ kind: 'working' }])
    },
    async close() {
      await Promise.all(underWay)
    },
  }
}
