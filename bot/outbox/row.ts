import type { Content } from '../../conversations/effects.ts'
import { type Sql, statement } from '../../domain/work/sql.ts'
import type { Attachment, Medium, OutgoingMessage } from '../channels/channel.ts'
import type { Recipient } from '../routing/route.ts'

/** A message that this process has claimed, and what routing needs to know of the person it is for. */
export interface OutboxRow {
  readonly id: number
  readonly contactId: string
  readonly medium: Medium
  readonly to: string
  /** whom of ours they wrote to last */
  readonly adapter: string
  readonly sender: string | null
  readonly content: Content
  readonly language: 'fr' | 'en'
  readonly attempts: number
  readonly firstTriedAt: Date
  readonly isUrgent: boolean
  /** an approved message that is said in place of the content */
  readonly template: string | null
  readonly lastInboundAt: Date | null
  readonly isNewsWaiting: boolean
}

/** A row as the database gives it: it may have been tried before, by a process that is gone. */
export interface ClaimedRow extends OutboxRow {
  readonly status: 'queued' | 'sending' | 'unknown'
  /** where it was tried, when that is not where its person writes to */
  readonly triedAdapter: string | null
  readonly triedSender: string | null
}

// The oldest message of the contact that is not finished, if it is due; a younger one never overtakes it.
export const claimNext = statement<ClaimedRow>(
  'outbox.claim',
  `update outbox_message m set status = 'sending', claimed_at = $2, attempts = m.attempts + 1
   from (select o.id, o.status, o.claimed_at, o.created_at from outbox_message o
     where o.contact_id = $1 and o.status in ('queued', 'sending', 'unknown') order by o.id limit 1 for update) next,
     contact c
   where m.id = next.id and c.id = m.contact_id and m.due_at <= $2
     and (next.status <> 'sending' or next.claimed_at < $3)
   returning m.id, m.contact_id as "contactId", c.channel as medium, c.address as to, c.adapter, c.sender,
     m.adapter as "triedAdapter", m.sender as "triedSender", m.content, c.language, m.attempts, m.urgent as "isUrgent",
     m.template, c.last_inbound_at as "lastInboundAt", c.news_waiting_at is not null as "isNewsWaiting",
     coalesce(next.claimed_at, $2) as "firstTriedAt", next.status`,
)

export const unclaim = statement(
  'outbox.unclaim',
  `update outbox_message set status = 'queued', claimed_at = null where id = any($1::bigint[]) and status = 'sending'`,
)

/** Written down before it leaves by another way than its person's own: a look-up after a crash must ask there. */
export const noteWay = statement(
  'outbox.noteWay',
  'update outbox_message set adapter = $2, sender = $3, provider_id = null where id = $1',
)

export function recipientOf({ medium, to, adapter, sender, lastInboundAt, isNewsWaiting }: OutboxRow): Recipient {
  return { medium, address: to, adapter, sender, lastInboundAt, isNewsWaiting }
}

const readBytes = statement<{ bytes: Buffer }>('outbox.file', 'select bytes from outbox_file where message_id = $1')

/** @param sql where the bytes of a file are, which is read when it leaves */
export function asOutgoing(sql: Sql, row: OutboxRow, sender: string | null): OutgoingMessage {
  const { file } = row.content
  return {
    id: String(row.id),
    medium: row.medium,
    to: row.to,
    content: row.content,
    firstTriedAt: row.firstTriedAt,
    sender,
    template: row.template === null ? null : { name: row.template, language: row.language, parameters: [] },
    attachment:
      file === undefined
        ? null
        : { contentType: file.contentType, fileName: file.name, read: async () => fileOf(sql, row.id) },
  }
}

const describe = statement<{ contentType: string; fileName: string }>(
  'outbox.describeFile',
  'select content_type as "contentType", name as "fileName" from outbox_file where message_id = $1',
)

/** The file of a message by its id, for a provider that fetches it; undefined when there is none. */
export async function findFile(sql: Sql, messageId: string): Promise<Attachment | undefined> {
  const [file] = await describe(sql, [messageId])
  return file && { ...file, read: () => fileOf(sql, Number(messageId)) }
}

async function fileOf(sql: Sql, id: number): Promise<Buffer> {
  const [file] = await readBytes(sql, [id])
  if (file === undefined) throw new Error(`Message ${id} names a file that is not kept: outbox_file has no such row.`)
  return file.bytes
}
