import type { Chats } from './chats.ts'
import { personIn } from './jids.ts'
import type { restriction } from './restriction.ts'
import type { DeviceEvents } from './whatsapp-web.ts'

export interface HearingParts
  extends Pick<DeviceEvents, 'received' | 'leaseLost'>,
    Pick<ReturnType<typeof restriction>, 'restrict' | 'lift'> {
  /** in turn, while this connection is heard */
  readonly hear: (act: () => Promise<void>) => void
  readonly chats: Chats
  readonly showPairing: (qr: string) => Promise<void>
  readonly paired: () => Promise<void>
  readonly opened: (who: Parameters<DeviceEvents['open']>[0]) => Promise<void>
  readonly closed: (code: number, why: string) => Promise<void>
  readonly seen: (updates: Parameters<DeviceEvents['statuses']>[0]) => Promise<void>
}

/** What a connection says, each handled in its turn; messages have an order of their own, per chat. */
export function hearing(parts: HearingParts): DeviceEvents {
  const { hear, chats } = parts
  return {
    qr: (code) => hear(() => parts.showPairing(code)),
    paired: () => hear(parts.paired),
    open: (who) => hear(() => parts.opened(who)),
    closed: (code, why) => hear(() => parts.closed(code, why)),
    received: parts.received,
    statuses: (updates) => hear(() => parts.seen(updates)),
    mapped: (pairs) =>
      hear(async () => {
        for (const { lid, phone } of pairs) {
          const [known, hidden] = [personIn(phone), personIn(lid)]
          if (known?.kind === 'phone' && hidden?.kind === 'lid') {
            await chats.joinNames({ phone: known.value, lid: hidden.value })
          }
        }
      }),
    restricted: ({ isActive, why, until }) => hear(() => (isActive ? parts.restrict(why, until) : parts.lift())),
    leaseLost: parts.leaseLost,
  }
}
