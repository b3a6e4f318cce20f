import { ELSEWHERE, PAGE_LINK } from '../../conversations/copy/elsewhere.ts'
import { fitsOneSegment } from '../../conversations/copy/gsm7.ts'
import { numbered, optionsOf } from '../../conversations/copy/numbered.ts'
import { openPage, openPageUnlessTold } from '../../domain/pages/links.ts'
import { moveCart, moveOrderNews } from '../../domain/restricted/moving.ts'
import { smsContactOf } from '../../domain/restricted/sms-contact.ts'
import type { ConversationEvent } from '../../domain/work/events.ts'
import type { ContactId, OrderId } from '../../domain/work/ids.ts'
import type { Work } from '../../domain/work/work.ts'
import type { Medium } from '../channels/channel.ts'
import { cartOf } from './about.ts'
import type { Leaving } from './elsewhere.ts'
import type { Said } from './saying.ts'
import type { Turn } from './turn.ts'

/** Where restricted goods may be sold, and where not. */
export interface Places {
  readonly isClosed: (adapter: string, medium: Medium) => boolean
  /** the surfaces of the configured channels that are not closed, as `adapter medium` */
  readonly openSurfaces: () => readonly string[]
  /** the adapter that writes to somebody by SMS for the first time; null when restricted goods are closed there too, or there is none */
  readonly smsAdapter: () => string | null
  readonly publicUrl: string
}

const HAND_OVER = 'restricted_goods'

/** News that say where an order is and nothing else: told here when no SMS can be sent. */
const TRACKING: ReadonlySet<string> = new Set([
  'order.confirmed',
  'order.preparing',
  'order.ready',
  'order.onTheRoad',
  'order.late',
])

/**
 * Takes what may not be said here to the SMS conversation of the same business, and says so in neutral words.
 * @returns false when there is no such conversation and these news may be told here
 */
export async function leave(turn: Turn, work: Work, leaving: Leaving, places: Places): Promise<boolean> {
  const { contact, account } = turn.known
  if (account === null) return false
  const adapter = places.smsAdapter()
  const to =
    adapter === null ? null : await smsContactOf(work, { contactId: contact.id, accountId: account.id, adapter })
  if (to === null || to === contact.id) return stay(turn, leaving)
  if (leaving.kind === 'news') {
    const { event, orderId } = leaving
    const isFirst =
      account.kind === 'client' && (await moveOrderNews(work, { clientId: account.id, orderId, to })).isMoved
    work.emit({ to, event, direct: true })
    if (isFirst) turn.said.push(neutral('orderBySms', turn, orderId))
    return true
  }
  const page = account.kind === 'client' ? await withCart(work, { clientId: account.id, from: contact.id, to }) : null
  const event: ConversationEvent =
    leaving.kind === 'cart' ? { type: 'cart.moved', page } : { type: 'words.moved', text: leaving.text, page }
  work.emit({ to, event, direct: true })
  turn.said.push(neutral(leaving.kind === 'page' ? 'pageBySms' : 'bySms', turn, cartOf(turn.known)))
  return true
}

/** Nobody can be written to: a person calls. */
function stay(turn: Turn, leaving: Leaving): boolean {
  if (leaving.kind === 'news' && TRACKING.has(leaving.event.type)) return false
  // What follows of the same order is known to whoever calls: it is not said again with each offer.
  if (leaving.kind !== 'news' || turn.start.conversation?.handOverReason !== HAND_OVER) {
    turn.said.push(neutral('byPerson', turn, leaving.kind === 'news' ? leaving.orderId : cartOf(turn.known)))
  }
  turn.handOver = HAND_OVER
  return true
}

async function withCart(
  work: Work,
  cart: { readonly clientId: string; readonly from: ContactId; readonly to: ContactId },
): Promise<string | null> {
  const orderId = await moveCart(work, cart)
  return openPageUnlessTold(work, { accountId: cart.clientId, contactId: cart.to, orderId })
}

/** "lien", where the link may be told: the page of the cart, else of the newest order under way. */
export async function tellPage(turn: Turn, work: Work, places: Places): Promise<void> {
  const { contact, account, view } = turn.known
  if (account === null || view === null || !('cart' in view)) return
  const orderId: OrderId | null = view.cart?.orderId ?? view.orders[0]?.orderId ?? null
  const page = await openPage(work, { accountId: account.id, contactId: contact.id, orderId })
  turn.said.push(linkAlone(page, turn, places, orderId))
}

function neutral(key: Exclude<keyof typeof ELSEWHERE, 'unsaid'>, { known }: Turn, orderId: OrderId | null): Said {
  const content = { text: ELSEWHERE[key][known.contact.language] }
  const said = { copy: `elsewhere.${key}`, content, urgent: true, orderId }
  return key === 'byPerson' ? said : { ...said, isAside: true }
}

function linkAlone(page: string, { known }: Turn, { publicUrl }: Places, orderId: OrderId | null): Said {
  const text = `${PAGE_LINK.alone[known.contact.language]} : ${publicUrl}/c/${page}`
  return { copy: 'page.link', content: { text }, urgent: true, orderId }
}

/**
 * Tells the page with the answer to what was moved here: in the same SMS where it fits one, the numbered choices given up
 * for it ("ok" says as much), else in one of its own.
 * @param since how many things the turn had said before that answer
 */
export function tellPageBeside(turn: Turn, page: string, places: Places, since: number): void {
  const last = turn.said.length - 1
  const answer = turn.said[last]
  if (answer === undefined || last < since) {
    turn.said.push(linkAlone(page, turn, places, cartOf(turn.known)))
    return
  }
  const { content } = answer
  const link = `\n${PAGE_LINK.beside[turn.known.contact.language]} ${places.publicUrl}/c/${page}`
  const text = content.text + link
  if (fitsOneSegment(numbered(text, optionsOf(content)))) turn.said[last] = { ...answer, content: { ...content, text } }
  else if (answer.copy.startsWith('client.cart') && fitsOneSegment(text))
    turn.said[last] = { ...answer, content: { text } }
  else turn.said.push(linkAlone(page, turn, places, answer.orderId))
}
