import type {
  HealthSignal,
  IdentityChange,
  InboundMessage,
  Inbox,
  StatusUpdate,
} from '../../../bot/channels/channel.ts'

/** An inbox in memory that keeps its promise: the same message of the same provider is recorded once. */
export interface RecordingInbox extends Inbox {
  readonly received: readonly InboundMessage[]
  readonly statuses: readonly StatusUpdate[]
  readonly signals: readonly HealthSignal[]
  readonly changes: readonly IdentityChange[]
  /** the next commit fails, as when the database is away */
  failOnce(): void
  /** the next commit, and only that one, is done when `letGo` is called */
  holdOnce(): { readonly isWaiting: Promise<void>; letGo(): void }
}

export function recordingInbox(): RecordingInbox {
  const received: InboundMessage[] = []
  const statuses: StatusUpdate[] = []
  const signals: HealthSignal[] = []
  const changes: IdentityChange[] = []
  let isBroken = false
  let gate: { readonly reached: () => void; readonly open: Promise<void> } | undefined

  async function commit(): Promise<void> {
    const held = gate
    gate = undefined
    held?.reached()
    await held?.open
    if (!isBroken) return
    isBroken = false
    throw new Error('the database is away')
  }

  return {
    received,
    statuses,
    signals,
    changes,
    async receive(messages) {
      await commit()
      for (const message of messages) {
        const isKnown = received.some(({ adapter, providerId }) => {
          return adapter === message.adapter && providerId === message.providerId
        })
        if (!isKnown) received.push(message)
      }
    },
    async reportStatus(updates) {
      await commit()
      statuses.push(...updates)
    },
    async reportHealth(more) {
      await commit()
      signals.push(...more)
    },
    async changeIdentities(more) {
      await commit()
      changes.push(...more)
    },
    failOnce() {
      isBroken = true
    },
    holdOnce() {
      const waiting = promise()
      const open = promise()
      gate = { reached: waiting.keep, open: open.kept }
      return { isWaiting: waiting.kept, letGo: open.keep }
    },
  }
}

function promise(): { readonly kept: Promise<void>; readonly keep: () => void } {
  let keep = () => {}
  const kept = new Promise<void>((resolve) => {
    keep = resolve
  })
  return { kept, keep }
}
