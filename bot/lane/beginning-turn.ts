import type { Directory } from '../../conversations/client/known.ts'
import { wantsToSupply } from '../../conversations/roles.ts'
import { beginning, type Place, placeOf } from './dialogues.ts'
import type { Turn } from './turn.ts'
import type { TurnStart } from './turn-start.ts'

/** A turn as it begins: nothing is read or said yet. */
export function beginTurn(
  start: TurnStart,
  at: { readonly now: Date; readonly isClosed: boolean; readonly directory: Directory },
): Turn {
  const { now, isClosed, directory } = at
  const { contact, account, view } = start
  return {
    start,
    now,
    isClosed,
    place: placeFor(start),
    known: { now, contact, account, view, directory },
    isStale: false,
    commandsDone: 0,
    current: null,
    read: [],
    said: [],
    learnt: [],
    timers: new Map(),
    handOver: null,
    release: false,
  }
}

/** What the answer leaves by: what was written to last. */
export function adapterOf({ contact, items }: TurnStart): string {
  return items.find(({ kind }) => kind === 'message')?.adapter ?? contact.adapter
}

/** The start without voice notes whose words are on their way; what was written meanwhile is read before them. */
export function withoutUnheard(start: TurnStart, now: Date): TurnStart {
  return { ...start, items: start.items.filter((item) => !isStillHeard(item, now)) }
}

function isStillHeard({ kind, payload }: TurnStart['items'][number], now: Date): boolean {
  if (kind !== 'message' || payload.kind !== 'voice' || payload.text !== undefined) return false
  return payload.heardBy !== undefined && new Date(payload.heardBy) > now
}

function placeFor(start: TurnStart): Place {
  const stored = start.conversation
  // A contact that was given an account of the other kind, or says that it is a depot, starts again with the right machine.
  const role = start.account?.kind ?? (saysItSupplies(start) ? 'supplier' : (stored?.machine ?? 'client'))
  return stored?.machine === role ? placeOf(stored).place : beginning(role)
}

function saysItSupplies(start: TurnStart): boolean {
  return start.items.some(
    (item) => item.kind === 'message' && 'text' in item.payload && wantsToSupply(item.payload.text),
  )
}
