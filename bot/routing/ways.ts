import type { Channel, Medium } from '../channels/channel.ts'
import type { SenderState, Senders } from '../health/senders.ts'
import type { Breakers } from './breaker.ts'
import type { Way } from './route.ts'

export interface Network {
  /** in the order of CHANNELS: the preferred first */
  readonly channels: ReadonlyMap<string, Channel>
  readonly senders: Senders
  readonly breakers: Breakers
}

/** One name for a sender, for pauses, paces and alerts. */
export function keyOf({ adapter, medium, sender }: Pick<Way, 'adapter' | 'medium' | 'sender'>): string {
  return `${adapter}-${medium} ${sender}`
}

/**
 * Every sender of a medium as it is now, for somebody at an address. The last of a day's new people are kept for what is
 * urgent.
 */
export function waysOn(
  { medium, to, isUrgent }: { readonly medium: Medium; readonly to: string; readonly isUrgent: boolean },
  { channels, senders, breakers }: Network,
  now: Date,
): readonly Way[] {
  return [...channels.values()]
    .filter((channel) => channel.media.includes(medium))
    .flatMap((channel) => {
      const windowHours = channel.windowHours(medium)
      const nearest = channel.nearest?.(to)
      return senders.of(channel.name, medium).map(({ adapter, sender, isUsable, newPeopleLeft, urgentPeopleLeft }) => ({
        adapter,
        medium,
        sender,
        isNearest: sender === nearest,
        isUsable,
        newPeopleLeft: isUrgent ? (urgentPeopleLeft ?? newPeopleLeft) : newPeopleLeft,
        windowHours,
        pausedUntil: breakers.pausedUntil(keyOf({ adapter, medium, sender }), now),
      }))
    })
}

/** The SMS sender that people of an adapter are written to from when their own channel fails. */
export function smsWay(ways: readonly Way[], isSameWorld: (adapter: string) => boolean): Way | null {
  return (
    ways.find(
      (way) => isSameWorld(way.adapter) && way.isUsable && way.pausedUntil === null && way.newPeopleLeft !== 0,
    ) ?? null
  )
}

export function stateOf(way: Way, { senders }: Network): SenderState | undefined {
  return senders.of(way.adapter, way.medium).find(({ sender }) => sender === way.sender)
}
