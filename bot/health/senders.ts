import type { Medium } from '../channels/channel.ts'

/** One of our numbers, SIMs or sessions, and how it does. */
export interface SenderState {
  readonly adapter: string
  readonly medium: Medium
  /** the adapter's own id of it */
  readonly sender: string
  /** false: stopped, offline, logged out, or a person stopped it */
  readonly isUsable: boolean
  /** how many more people it may write to first today (warm-up, tier), for what is not urgent; null: no limit */
  readonly newPeopleLeft: number | null
  /** the same for what is urgent, which may use the last of the limit; absent: as for the rest */
  readonly urgentPeopleLeft?: number | null
  /** messages a second it may send now: its limit, less when its quality falls; null: the channel's own */
  readonly perSecond: number | null
}

/** How our senders do, as the database says it: known to every process within seconds. */
export interface Senders {
  /** the preferred first; a sender that no signal spoke of is usable */
  of(adapter: string, medium: Medium): readonly SenderState[]
  /** it has just written to somebody who had not written to it: counted at once, by everybody else within seconds */
  wroteFirst(key: Pick<SenderState, 'adapter' | 'medium' | 'sender'>): void
}
