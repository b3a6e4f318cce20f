import type { Pool } from 'pg'
import type { StateValue } from 'xstate'
import type { ClientContext } from '../../conversations/client/context.ts'
import type { SupplierContext } from '../../conversations/supplier/dialogue.ts'
import type { AccountView, ClientView, ContactView, SupplierView } from '../../domain/orders/views.ts'
import type { ConversationEvent } from '../../domain/work/events.ts'
import { type Sql, statement } from '../../domain/work/sql.ts'
import type { InboundBody } from '../channels/channel.ts'
import { gathering } from '../gathering.ts'
import type { Preference } from '../routing/learning.ts'

export type MailboxEntry = { readonly id: number; readonly attempts: number; readonly adapter: string | null } & (
  | { readonly kind: 'message'; readonly payload: InboundBody }
  | { readonly kind: 'event'; readonly payload: ConversationEvent }
  | { readonly kind: 'timer'; readonly payload: { readonly type: `wake.${string}` } }
  | { readonly kind: 'staff'; readonly payload: { readonly type: 'staff.released' } }
)

interface StoredFor<Machine, Context> {
  readonly machine: Machine
  readonly machineVersion: number
  /** as this program wrote it, when the version is its own */
  readonly snapshot: { readonly value: StateValue; readonly context: Context }
  readonly revision: number
  readonly owner: 'bot' | 'staff'
  readonly heldBy: string | null
  /** why a person is wanted, or was last */
  readonly handOverReason: string | null
  readonly updatedAt: string
}
export type StoredConversation = StoredFor<'client', ClientContext> | StoredFor<'supplier', SupplierContext>

/** Everything a turn starts from. Read in one statement (read_conversation). */
export interface TurnStart {
  readonly contact: ContactView
  readonly account: AccountView | null
  readonly conversation: StoredConversation | null
  readonly items: readonly MailboxEntry[]
  readonly view: ClientView | SupplierView | null
  readonly routing: {
    /** which of our senders they wrote to */
    readonly sender: string | null
    readonly isNewsWaiting: boolean
    /** a cart that may not be sold here waits in the SMS conversation of the same person */
    readonly isCartElsewhere: boolean
    /** null: this person was only met on this channel */
    readonly preference: Preference | null
  }
}

interface NothingToRead {
  /** the contact whose news it may be */
  readonly elsewhere: string | null
}

const readConversations = statement<{ contactId: string; start: TurnStart | NothingToRead | null }>(
  'conversation.read',
  'select c as "contactId", read_conversation(c, $2, $3::text[]) as start from unnest($1::uuid[]) as c',
)
const readOne = statement<{ start: TurnStart | null }>(
  'conversation.readOne',
  'select read_conversation($1::uuid, $2, null) as start',
)

/**
 * Reads where many turns start at once: the calls of one moment share a statement.
 * @param openSurfaces where a cart of restricted goods may follow its client, as `adapter medium`
 */
export function turnStarts(
  pool: Pool,
  now: () => Date,
  openSurfaces: () => readonly string[],
): (contactId: string) => Promise<{ start: TurnStart | null } & NothingToRead> {
  return gathering(
    async (contactIds: readonly string[]) => {
      const rows = await readConversations(pool, [contactIds, now(), openSurfaces()])
      const byContact = new Map(rows.map((row) => [row.contactId, row.start]))
      return contactIds.map((id) => {
        const start = byContact.get(id) ?? null
        return start !== null && 'contact' in start
          ? { start, elsewhere: null }
          : { start: null, elsewhere: start?.elsewhere ?? null }
      })
    },
    { size: 32, flights: 2 },
  )
}

/** The same inside a transaction, after commands have changed what is known. */
export async function readAgain(sql: Sql, contactId: string, now: Date): Promise<TurnStart | null> {
  const [row] = await readOne(sql, [contactId, now])
  return row?.start ?? null
}
