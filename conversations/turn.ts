import type { AccountView, ClientView, ContactView, SupplierView } from '../domain/orders/views.ts'
import type { ConversationEvent } from '../domain/work/events.ts'
import type { RefusalCode } from '../domain/work/refusals.ts'
import type { CommandName, Outcome } from './commands.ts'
import type { Intent, Understanding } from './understanding/types.ts'

/** What a machine may look at when it answers: fresh from the database, never kept in the snapshot. */
export interface Known<View> {
  readonly now: Date
  readonly contact: ContactView
  readonly account: AccountView | null
  readonly view: View
}

/** Each event of a machine carries what is known at that moment. */
export type WithKnown<View, Event> = Event & { readonly known: Known<View> }

/**
 * Something the contact wrote, read. The type is `said.` and the intent, so that a state names what it answers; an
 * answer to what the dialogue asked is `said.answer` (see Understanding.slots.answer).
 */
export interface Said {
  readonly type: `said.${Intent}` | 'said.answer'
  readonly text: string
  readonly heard: Understanding
}

/** What is not text. */
export type Showed =
  | {
      readonly type: 'showed.location'
      readonly latitude: number
      readonly longitude: number
      readonly label: string | null
    }
  | { readonly type: 'showed.photo' | 'showed.document'; readonly media: string; readonly caption: string }
  | { readonly type: 'showed.voice' | 'showed.sticker' | 'showed.contact' }

export type Woken = { readonly type: `wake.${string}` }

export type Done = {
  [Name in CommandName]: { readonly type: `done.${Name}`; readonly output: Outcome<Name> }
}[CommandName]
export type RefusedCommand = {
  readonly type: `refused.${CommandName}`
  readonly code: RefusalCode
  readonly details: Readonly<Record<string, string | number>>
}

/** A person gave the conversation back: say where it was, do not greet. */
export type StaffReleased = { readonly type: 'staff.released' }

export type MachineEvent = Said | Showed | Woken | Done | RefusedCommand | StaffReleased | ConversationEvent
export type ClientMachineEvent = WithKnown<ClientView, MachineEvent>
export type SupplierMachineEvent = WithKnown<SupplierView, MachineEvent>
