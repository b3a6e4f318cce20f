import type { Channel } from '../channels/channel.ts'
import type { Senders } from '../health/senders.ts'

/** Every sender that is configured, all of them usable: what is known before any provider has said how they do. */
export function configuredSenders(channels: ReadonlyMap<string, Channel>): Senders {
  return {
    of: (adapter, medium) =>
      (channels.get(adapter)?.senders(medium) ?? []).map((sender) => ({
        adapter,
        medium,
        sender,
        isUsable: true,
        newPeopleLeft: null,
        perSecond: null,
        isClosedToRestricted: false,
      })),
  }
}
