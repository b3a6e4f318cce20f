import { openAlert } from '../alerts/alerting.ts'
import { statement } from '../work/sql.ts'
import { minutesAfter, type Work } from '../work/work.ts'
import { chosenOffer, type OfferInHand, type PlacedOrder } from './locking.ts'
import { type OrderTimerKind, setOrderTimers } from './timing.ts'

export type LateTimerKind = Extract<OrderTimerKind, `late.${string}`>
type Stage = 'preparing' | 'delivering' | 'promised' | 'stuck'

const STAGES: Record<LateTimerKind, Stage> = {
  'late.preparing': 'preparing',
  'late.delivering': 'delivering',
  'late.promised': 'promised',
  'late.stuck': 'stuck',
}

const WORDS: Record<Stage, string> = {
  preparing: 'en préparation depuis trop longtemps',
  delivering: 'en route depuis trop longtemps',
  promised: 'bien après l’heure promise',
  stuck: 'sans nouvelles',
}

/**
 * Preparing over 60 minutes, on the road over 30, 45 past the promised time, or no news for 60: one alert for staff, the
 * supplier nudged, the client told (product.md 2).
 */
export async function handleLateness(work: Work, order: PlacedOrder, kind: LateTimerKind): Promise<void> {
  const stage = STAGES[kind]
  const offer = chosenOffer(order)
  if (offer === null || !isLate(order, stage)) return
  const again = stage === 'stuck' ? await newsAgainAt(work, order, offer) : null
  if (again !== null) return setOrderTimers(work, order.orderId, { set: { 'late.stuck': again } })
  const { orderId, number } = order
  const isNew = await openAlert(work, {
    rule: `order.late.${stage}`,
    subject: orderId,
    severity: 'warn',
    words: `Commande ${number} (${offer.supplier}) : ${WORDS[stage]}.`,
  })
  if (!isNew) return
  work.emit({ to: offer.contactId, event: { type: 'order.nudged', orderId, number, stage } })
  work.emit({ to: order.contactId, event: { type: 'order.late', orderId, number, stage } })
}

/** Whether the order is still where the timer found it worth watching. */
function isLate(order: PlacedOrder, stage: Stage): boolean {
  if (stage === 'preparing' || stage === 'delivering') return order.status === stage
  return order.status === 'accepted' || order.status === 'preparing' || order.status === 'delivering'
}

const readNews = statement<{ at: Date | null }>(
  'orderLog.lastNews',
  `SELECT max(at) AS at FROM order_log WHERE order_id = $1 AND actor_kind <> 'system'`,
)

/** When the silence would be too long, if there was news since or the order is for later; null when it is now. */
async function newsAgainAt(work: Work, order: PlacedOrder, offer: OfferInHand): Promise<Date | null> {
  const [row] = await readNews(work.sql, [order.orderId])
  const start = order.promisedAt === null ? work.now : minutesAfter(new Date(order.promisedAt), -offer.delayMinutes)
  const news = row === undefined || row.at === null ? start : new Date(Math.max(row.at.getTime(), start.getTime()))
  const due = minutesAfter(news, work.settings.stuckMinutes)
  return due > work.now ? due : null
}

/** The alerts of lateness an order may have, closed when it moves on. */
export const LATE_ALERTS: readonly string[] = Object.values(STAGES).map((stage) => `order.late.${stage}`)

/** Every alert that ends with the search or the delivery of an order. */
export const ORDER_ALERTS: readonly string[] = [...LATE_ALERTS, 'order.noOffer', 'order.wrongCode']
