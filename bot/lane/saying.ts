import type { Content } from '../../conversations/effects.ts'
import type { OrderId } from '../../domain/work/ids.ts'

export interface Said {
  readonly copy: string
  readonly content: Content
  readonly urgent: boolean
  /** the order that it is about: what it costs is counted there */
  readonly orderId: OrderId | null
  /** it only says that an SMS is on its way: it does not go by SMS itself, though it is said at once */
  readonly isAside?: true
}

/**
 * What a turn says, as few messages as the channel likes. What was said again in the same turn (a cart shown after
 * each message of a burst) is said once, the last time. WhatsApp allows one message per 6 s to a person, so there
 * the turn is one message; an SMS keeps its one segment each.
 */
export function gatherSaid(said: readonly Said[], medium: 'whatsapp' | 'sms'): readonly Said[] {
  const last = said.filter((one, place) => !said.some((other, later) => later > place && other.copy === one.copy))
  if (medium === 'sms' || last.length < 2) return last
  // One question at a time: the buttons are those of the last question. A line of news behind it asks nothing.
  const question = last.findLast(({ copy }) => !isNews(copy)) ?? last.at(-1)
  return [
    {
      copy: last.map(({ copy }) => copy).join('+'),
      content: {
        ...question?.content,
        text: last.map(({ content }) => content.text).join('\n\n'),
        ...(last.some(({ content }) => content.sms !== undefined) && {
          sms: { ...question?.content.sms, text: last.map(({ content }) => (content.sms ?? content).text).join('\n') },
        }),
      },
      urgent: last.some(({ urgent }) => urgent),
      // Of one message about several orders the one that asks is counted.
      orderId: question?.orderId ?? last.find(({ orderId }) => orderId !== null)?.orderId ?? null,
      ...(last.every(({ isAside }) => isAside) && { isAside: true }),
    },
  ]
}

function isNews(copy: string): boolean {
  return copy.startsWith('client.news') || copy.startsWith('client.offer.better')
}

/** 22:00 to 8:00 in Abidjan (UTC): what can wait is said in the morning. Never for an order under way. */
export function whenToSay(urgent: boolean, now: Date): Date | null {
  const hour = now.getUTCHours()
  if (urgent || (hour >= 8 && hour < 22)) return null
  const morning = new Date(now)
  morning.setUTCHours(8, 0, 0, 0)
  if (hour >= 22) morning.setUTCDate(morning.getUTCDate() + 1)
  return morning
}
