import { z } from 'zod'
import type { Channel, Medium } from '../../bot/channels/channel.ts'
import { statement } from '../../domain/work/sql.ts'
import { guarded } from '../keys.ts'
import { problems } from '../openapi.ts'
import type { Api, ApiParts } from '../parts.ts'
import { senderShown, shownSender } from './sender-shown.ts'

const counts = z.object({
  sent: z.number().int().describe('accepted by the provider, delivered and read ones included'),
  delivered: z.number().int(),
  failed: z.number().int(),
  received: z.number().int(),
})
const mediumShown = z.object({
  medium: z.enum(['whatsapp', 'sms']),
  restrictedGoods: z.enum(['open', 'closed']).describe('closed: never named, priced or ordered there'),
  windowHours: z
    .number()
    .nullable()
    .describe('for how long after a person’s last message anything may be said; null: always'),
  perSecond: z.number(),
  last24Hours: counts,
  lastError: z.object({ code: z.string(), at: z.date() }).nullable(),
  senders: z.array(senderShown),
  warnings: z.array(z.string()).describe('in French, for people'),
})
const channelShown = z.object({ name: z.string(), media: z.array(mediumShown) })

type Counts = z.infer<typeof counts>

const readCounts = statement<Omit<Counts, 'received'> & { surface: string }>(
  'outbox.counts',
  `select m.adapter || '-' || c.channel as surface, count(*) filter (where m.status <> 'failed')::int as sent,
     count(*) filter (where m.status in ('delivered', 'read'))::int as delivered,
     count(*) filter (where m.status = 'failed')::int as failed
   from outbox_message m join contact c on c.id = m.contact_id
   where m.created_at > $1::timestamptz - interval '24 hours' and m.adapter is not null
     and m.status in ('sent', 'delivered', 'read', 'failed')
   group by 1`,
)
const readReceived = statement<{ surface: string; received: number }>(
  'mailbox.counts',
  `select i.adapter || '-' || c.channel as surface, count(*)::int as received
   from mailbox_item i join contact c on c.id = i.contact_id
   where i.adapter is not null and i.created_at > $1::timestamptz - interval '24 hours' group by 1`,
)
const readErrors = statement<{ surface: string; code: string; at: Date }>(
  'outbox.lastErrors',
  `select distinct on (1) m.adapter || '-' || c.channel as surface, m.error_code as code, m.created_at as at
   from outbox_message m join contact c on c.id = m.contact_id
   where m.created_at > $1::timestamptz - interval '24 hours' and m.adapter is not null and m.error_code is not null
   order by 1, m.id desc`,
)

/** /api/channels: every configured channel with its senders, how they do, and what to know of them. */
export async function channelRoutes(api: Api, parts: ApiParts): Promise<void> {
  api.get(
    '/channels',
    {
      ...guarded(parts.pool, 'channels.read'),
      schema: {
        operationId: 'listChannels',
        tags: ['channels'],
        summary: 'List the configured channels, with their senders and figures of the last 24 hours',
        response: { 200: z.object({ items: z.array(channelShown) }), ...problems() },
      },
    },
    async () => {
      const now = parts.now()
      const [sends, received, errors] = await Promise.all([
        readCounts(parts.pool, [now]),
        readReceived(parts.pool, [now]),
        readErrors(parts.pool, [now]),
      ])
      const of = <Row extends { surface: string }>(rows: readonly Row[], name: string, medium: Medium) =>
        rows.find(({ surface }) => surface === `${name}-${medium}`)
      const items = parts.channels.map((channel) => ({
        name: channel.name,
        media: channel.media.map((medium) => {
          const { sent = 0, delivered = 0, failed = 0 } = of(sends, channel.name, medium) ?? {}
          const error = of(errors, channel.name, medium)
          return {
            ...shownMedium(parts, channel, medium),
            last24Hours: { sent, delivered, failed, received: of(received, channel.name, medium)?.received ?? 0 },
            lastError: error === undefined ? null : { code: error.code, at: error.at },
          }
        }),
      }))
      return { items }
    },
  )
}

function shownMedium(
  { senders, isClosedToRestricted, isRestrictedStopped }: ApiParts,
  channel: Channel,
  medium: Medium,
) {
  const states = senders.of(channel.name, medium)
  const isClosed = isClosedToRestricted(channel.name, medium)
  const shown = senders.shown(channel.name, medium).map(shownSender)
  const warnings = [
    ...(isRestrictedStopped(channel.name, medium) ? ['L’alcool est arrêté ici, par une infraction ou par nous.'] : []),
    ...(!isClosed && medium === 'whatsapp' && channel.name !== 'simulator'
      ? ['RESTRICTED_GOODS_OPEN autorise l’alcool sur WhatsApp : le numéro peut être fermé pour toujours.']
      : []),
    ...(states.every(({ isUsable }) => !isUsable)
      ? ['Aucun numéro n’est en état d’envoyer : rien ne part par ici.']
      : []),
  ]
  return {
    medium,
    restrictedGoods: isClosed ? ('closed' as const) : ('open' as const),
    windowHours: channel.windowHours(medium),
    perSecond: channel.limits(medium).perSecond,
    senders: shown,
    warnings,
  }
}
