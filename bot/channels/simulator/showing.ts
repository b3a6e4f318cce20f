import type { Pool } from 'pg'
import { z } from 'zod'
import { segments } from '../../../conversations/copy/gsm7.ts'
import { statement } from '../../../domain/work/sql.ts'
import type { ChannelLimits, Medium } from '../channel.ts'
import { shape } from '../shape.ts'
import type { Pressable } from './typing.ts'

/** One message as a phone shows it. */
export interface ShownMessage {
  /** one order for both directions; ask for what comes after it */
  readonly seq: number
  readonly direction: 'in' | 'out'
  readonly channel: Medium
  readonly text: string
  /** what can be pressed: the buttons, or the rows of the list */
  readonly choices: readonly Pressable[]
  readonly at: string
  /** in: delivered, then read when the conversation has answered it. out: sent, delivered, read */
  readonly status: string
  readonly list?: { readonly button: string; readonly rows: readonly ListRow[] }
  readonly askLocation?: true
  /** what an SMS costs: its number of segments */
  readonly segments?: number
  readonly media?: 'photo' | 'document' | 'voice' | 'sticker' | 'contact'
  readonly location?: { readonly latitude: number; readonly longitude: number }
}

interface ListRow {
  readonly id: string
  readonly title: string
  readonly description?: string | undefined
}

interface Row {
  seq: number
  direction: 'in' | 'out'
  channel: Medium
  body: unknown
  at: Date
  status: string
}

// A message that is about to be sent holds back what is numbered after it, or who reads "after N" would never see it.
// For 10 seconds only: a send that keeps failing must not stop the phone.
const shown = statement<Row>(
  'simulator.shown',
  `with phone as (
     select i.contact_id from identity i
     where i.kind = 'phone' and i.value = $1 and ($2::text is null or i.channel::text = $2)),
   held as (
     select min(o.id) as id from outbox_message o join phone using (contact_id)
     where o.status in ('queued', 'sending', 'unknown') and o.due_at <= $4 and o.created_at > $4 - interval '10 seconds')
   select m.id::float8 as seq, m.direction, c.channel::text as channel, m.body, m.at, m.status
   from (
     select id, contact_id, 'in' as direction, payload as body, created_at as at,
       case when handled_at is null then 'delivered' else 'read' end as status
     from mailbox_item join phone using (contact_id) where kind = 'message' and id > $3
     union all
     select id, contact_id, 'out', content, coalesce(sent_at, created_at), status::text
     from outbox_message join phone using (contact_id)
     where status in ('sent', 'delivered', 'read') and id > $3) m
   join contact c on c.id = m.contact_id
   where not exists (select from held where held.id < m.id)
   order by m.id limit 500`,
)

export interface WhichPhone {
  readonly phone: string
  /** both when not given */
  readonly channel: Medium | undefined
}

/** What the phone shows after that seq, in order, at most 500 at a time. */
export async function messagesShown(
  pool: Pool,
  which: WhichPhone & { readonly after: number; readonly now: Date },
  limits: (medium: Medium) => ChannelLimits,
): Promise<ShownMessage[]> {
  const rows = await shown(pool, [which.phone, which.channel ?? null, which.after, which.now])
  return rows.map((row) => ({
    seq: row.seq,
    direction: row.direction,
    channel: row.channel,
    at: row.at.toISOString(),
    status: row.status,
    ...(row.direction === 'out' ? received(row.body, row.channel, limits) : typed(row.body, row.channel)),
  }))
}

const contentSchema = z.object({
  text: z.string(),
  choices: z.array(z.object({ id: z.string(), label: z.string() })).exactOptional(),
  list: z
    .object({
      button: z.string(),
      rows: z.array(z.object({ id: z.string(), title: z.string(), description: z.string().exactOptional() })),
    })
    .exactOptional(),
  askLocation: z.boolean().exactOptional(),
  file: z.object({ name: z.string(), contentType: z.string(), vouched: z.boolean() }).exactOptional(),
})

const lastContents = statement<{ content: unknown }>(
  'simulator.lastContents',
  `select o.content from identity i join outbox_message o on o.contact_id = i.contact_id
   where i.kind = 'phone' and i.value = $1 and i.channel::text = $2 and o.status in ('sent', 'delivered', 'read')
   order by o.id desc limit 20`,
)

/** The buttons and rows on a phone's screen, the newest first. */
export async function pressableOn(pool: Pool, phone: string, channel: Medium): Promise<Pressable[]> {
  const rows = await lastContents(pool, [phone, channel])
  return rows.flatMap(({ content }) => {
    const { choices = [], list } = contentSchema.parse(content)
    return [...choices, ...(list?.rows ?? []).map(({ id, title }) => ({ id, label: title }))]
  })
}

function received(stored: unknown, channel: Medium, limits: (medium: Medium) => ChannelLimits) {
  const content = contentSchema.parse(stored)
  const { text: shaped, buttons, list } = shape(content, channel, limits(channel))
  // Programs read this, and look for "85 591 F" as it is typed; the page keeps it on one line when it draws it.
  const text = shaped.replaceAll('\u00a0', ' ')
  const { file } = content
  return {
    text: file === undefined ? text : [file.name, text].filter((words) => words !== '').join('\n'),
    ...(file === undefined
      ? {}
      : { media: file.contentType.startsWith('image/') ? ('photo' as const) : ('document' as const) }),
    choices: buttons ?? list?.rows.map(({ id, title }) => ({ id, label: title })) ?? [],
    ...(list === undefined ? {} : { list }),
    ...(channel === 'whatsapp' && content.askLocation === true ? { askLocation: true as const } : {}),
    ...(channel === 'sms' ? { segments: segments(text) } : {}),
  }
}

const bodySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('choice'), id: z.string(), text: z.string() }),
  z.object({
    kind: z.literal('location'),
    latitude: z.number(),
    longitude: z.number(),
    label: z.string().nullable(),
  }),
  z.object({ kind: z.enum(['photo', 'document']), caption: z.string() }),
  z.object({ kind: z.enum(['voice', 'sticker', 'contact']) }),
])

function typed(payload: unknown, channel: Medium) {
  const body = bodySchema.parse(payload)
  switch (body.kind) {
    case 'text':
    case 'choice':
      return { text: body.text, choices: [], ...(channel === 'sms' ? { segments: segments(body.text) } : {}) }
    case 'location': {
      const { latitude, longitude, label } = body
      return { text: label ?? '', choices: [], location: { latitude, longitude } }
    }
    case 'photo':
    case 'document':
      return { text: body.caption, choices: [], media: body.kind }
    case 'voice':
    case 'sticker':
    case 'contact':
      return { text: '', choices: [], media: body.kind }
  }
}
