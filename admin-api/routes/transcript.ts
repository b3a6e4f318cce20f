import { z } from 'zod'
import { type Sql, statement } from '../../domain/work/sql.ts'
import { byNumber } from '../paging.ts'
import { readingShown } from './readings.ts'

export const transcriptQuery = byNumber.extend({
  order: z.enum(['oldest', 'newest']).default('oldest').describe('which comes first'),
})

const inbound = z.object({
  id: z.number().int(),
  direction: z.literal('in'),
  at: z.date(),
  kind: z.string().describe('text, choice, location, photo, voice...'),
  text: z.string().nullable(),
  body: z
    .unknown()
    .describe('all of it, as the channel gave it; movedHere: written on WhatsApp, where it may not be dealt with'),
  media: z
    .object({
      status: z.enum(['waiting', 'stored', 'gone']),
      contentType: z.string(),
      bytes: z.number().int().nullable(),
      why: z.string().nullable().describe('why it is not there'),
      transcript: z.string().nullable().describe('what a voice note says, as a machine heard it'),
    })
    .nullable()
    .describe('its file: read it at .../messages/{id}/media'),
  adapter: z.string().nullable(),
  handledAt: z.date().nullable(),
  failure: z.string().nullable(),
  reading: readingShown.nullable().describe('how it was read; null before that or when nothing is to read'),
})
const outbound = z.object({
  id: z.number().int(),
  direction: z.literal('out'),
  at: z.date(),
  text: z.string().nullable(),
  content: z
    .unknown()
    .describe('all of it: choices, lists, and the file that staff sent: read it at .../messages/{id}/media'),
  author: z.string().describe('bot, or the id of who wrote'),
  copy: z.string().describe('which text of ours'),
  status: z.enum([
    'queued',
    'held',
    'sending',
    'waiting',
    'unknown',
    'sent',
    'delivered',
    'read',
    'failed',
    'cancelled',
  ]),
  adapter: z.string().nullable(),
  sender: z.string().nullable().describe('which of our numbers it left from'),
  fallbackOf: z.number().int().nullable().describe('the WhatsApp message that this SMS says again'),
  fallbackWhy: z
    .string()
    .nullable()
    .describe('not_delivered, unreachable, outside_window, no_sender, held_back or closed_goods'),
  segments: z.number().int().nullable().describe('of an SMS'),
  cost: z.object({ amount: z.number(), unit: z.string() }).nullable().describe('what the provider charged'),
  errorCode: z.string().nullable(),
  dueAt: z.date(),
  sentAt: z.date().nullable(),
  deliveredAt: z.date().nullable(),
  readAt: z.date().nullable(),
})
export const transcriptItem = z.discriminatedUnion('direction', [inbound, outbound])
export type TranscriptItem = z.infer<typeof transcriptItem>

interface Row {
  readonly id: number
  readonly direction: 'in' | 'out'
  readonly at: Date
  readonly body: unknown
  readonly adapter: string | null
  readonly codes: readonly string[]
  readonly rest: unknown
}

// Ids of both tables come from one sequence: their order is the transcript's. Each table gives its page's worth, by its
// index on contact and id. `codes` are the delivery codes, of the orders this account made or won, that were alive around
// a message: to be masked in it.
// Words written on WhatsApp that may not be dealt with there are messages of the conversation they were moved to; the link
// that travels with them is left out.
const messages = (comparison: '<' | '>', direction: 'asc' | 'desc') => `
  with page as (
    (select m.id, 'in' as direction, m.created_at as at, case m.kind when 'message' then m.payload
         else jsonb_build_object('kind', 'text', 'text', m.payload -> 'text', 'movedHere', true) end as body, m.adapter, jsonb_build_object(
       'handledAt', m.handled_at, 'failure', m.failure, 'reading', m.reading,
       'media', case when f.item_id is not null then jsonb_build_object('status', f.status, 'contentType', f.content_type,
         'bytes', octet_length(f.bytes), 'why', f.why, 'transcript', f.transcript) end) as rest
     from mailbox_item m left join media f on f.item_id = m.id where m.contact_id = $1
       and (m.kind = 'message' or (m.kind = 'event' and m.payload ->> 'type' = 'words.moved')) and ($2::bigint is null or m.id ${comparison} $2)
     order by m.id ${direction} limit $3)
    union all
    (select o.id, 'out', o.created_at, o.content, o.adapter, jsonb_build_object('author', o.author, 'copy', o.copy,
       'status', o.status, 'segments', o.segments, 'errorCode', o.error_code, 'dueAt', o.due_at, 'sentAt', o.sent_at,
       'deliveredAt', o.delivered_at, 'readAt', o.read_at, 'sender', o.sender, 'fallbackOf', o.fallback_of,
       'fallbackWhy', o.fallback_why,
       'cost', case when o.price is not null then jsonb_build_object('amount', o.price, 'unit', coalesce(o.price_unit, '')) end)
     from outbox_message o where o.contact_id = $1 and ($2::bigint is null or o.id ${comparison} $2)
     order by o.id ${direction} limit $3)
  ), ours as (
    select d.* from contact c join "order" d on d.client_id = c.account_id where c.id = $1
    union all
    select d.* from contact c join offer f on f.supplier_id = c.account_id and f.status = 'chosen'
      join "order" d on d.id = f.order_id where c.id = $1
  ), alive as materialized (
    select d.delivery_code as code, coalesce(d.accepted_at, d.placed_at) - interval '1 minute' as since,
      coalesce(d.delivered_at, d.closed_at, 'infinity') + interval '2 days' as until
    from ours d where d.delivery_code is not null
      and coalesce(d.delivered_at, d.closed_at, 'infinity') + interval '2 days' >= (select min(at) from page)
  )
  select page.id::float8 as id, page.direction, page.at, page.body, page.adapter, page.rest,
    array(select alive.code from alive where page.at between alive.since and alive.until) as codes
  from page order by page.id ${direction} limit $3`

const oldestFirst = statement<Row>('admin.transcript', messages('>', 'asc'))
const newestFirst = statement<Row>('admin.transcriptBack', messages('<', 'desc'))
const exists = statement('admin.contactExists', 'select from contact where id = $1')

/** One page of a transcript and a row more; null when there is no such contact. */
export async function readTranscript(
  sql: Sql,
  contactId: string,
  { limit, after, order }: z.output<typeof transcriptQuery>,
): Promise<TranscriptItem[] | null> {
  const rows = await (order === 'oldest' ? oldestFirst : newestFirst)(sql, [contactId, after ?? null, limit + 1])
  if (rows.length === 0 && (await exists(sql, [contactId])).length === 0) return null
  return rows.map(itemOf)
}

const heard = z.looseObject({ kind: z.string(), text: z.string().optional(), caption: z.string().nullish() })
const said = z.looseObject({ text: z.string().optional() })
const moment = z.coerce.date()
const inboundRest = inbound
  .pick({ failure: true, media: true })
  .extend({ handledAt: moment.nullable(), reading: z.unknown() })
const readingKept = readingShown.nullable()
const outboundRest = outbound
  .pick({
    author: true,
    copy: true,
    sender: true,
    fallbackOf: true,
    fallbackWhy: true,
    status: true,
    segments: true,
    cost: true,
    errorCode: true,
  })
  .extend({ dueAt: moment, sentAt: moment.nullable(), deliveredAt: moment.nullable(), readAt: moment.nullable() })

function itemOf({ id, direction, at, body: whole, adapter, codes, rest }: Row): TranscriptItem {
  const body = withoutCodes(whole, codes)
  if (direction === 'out') {
    const text = said.safeParse(body).data?.text ?? null
    return { id, direction, at, adapter, text, content: body, ...outboundRest.parse(rest) }
  }
  const read = heard.safeParse(body).data
  const { reading, ...others } = inboundRest.parse(rest)
  const text = read?.text ?? read?.caption ?? null
  return {
    id,
    direction,
    at,
    adapter,
    kind: read?.kind ?? 'other',
    text,
    body,
    ...others,
    reading: readingKept.parse(withoutCodes(reading, codes)),
  }
}

/** What the token of a link to our page looks like: whoever holds it acts as the client. */
const PAGE_TOKEN = /(?<=\/c\/)[\w-]{22}/g

/** The delivery code proves that the goods were handed over, a link is the client's own: nobody reads them here (product.md 2). */
function withoutCodes(value: unknown, codes: readonly string[]): unknown {
  const pattern = codes.length === 0 ? null : new RegExp(`(?<!\\d)(${codes.join('|')})(?!\\d)`, 'g')
  const mask = (part: unknown): unknown => {
    if (typeof part === 'string') {
      const text = part.replace(PAGE_TOKEN, '••••')
      return pattern === null ? text : text.replace(pattern, '••••')
    }
    if (Array.isArray(part)) return part.map(mask)
    if (typeof part !== 'object' || part === null) return part
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, mask(inner)]))
  }
  return mask(value)
}
