import { beforeAll, describe, expect, it } from 'vitest'
import { makeOffer } from '../../../domain/offers/bidding.ts'
import { chooseOffer } from '../../../domain/offers/choosing.ts'
import { confirmOrder } from '../../../domain/offers/confirming.ts'
import { declineRequest, withdrawOffer } from '../../../domain/offers/withdrawing.ts'
import { cancelOrder } from '../../../domain/orders/cancelling.ts'
import { confirmReceipt, markDelivered, markOnTheRoad, markReady } from '../../../domain/orders/delivering.ts'
import { nextStatus } from '../../../domain/orders/lifecycle.ts'
import { openOffers } from '../../../domain/orders/locking.ts'
import { proposeAnotherSupplier } from '../../../domain/orders/staff.ts'
import { handleOrderTimer } from '../../../domain/orders/timers.ts'
import { TIMER_KINDS } from '../../../domain/orders/timing.ts'
import type { OrderStatus } from '../../../domain/orders/views.ts'
import type { Work } from '../../../domain/work/work.ts'
import { freshDatabase } from '../../harness/database.ts'
import {
  anApprovedClient,
  anApprovedSupplier,
  anOrderWithOffers,
  type Client,
  CODE,
  inMinutes,
  loadReferenceData,
  orderNow,
  runWork,
  type Supplier,
} from './arrange.ts'

const { pool } = await freshDatabase()
let client: Client
let depots: readonly Supplier[]

beforeAll(async () => {
  await loadReferenceData(pool)
  depots = [await anApprovedSupplier(pool), await anApprovedSupplier(pool), await anApprovedSupplier(pool)]
  client = await anApprovedClient(pool)
})

type Step = (work: Work) => Promise<unknown>

/** All that the people and the clock can do to one order: what brings it on, and what may end it. */
function stepsOn(
  orderId: string,
  offers: readonly string[],
): { readonly on: readonly Step[]; readonly end: readonly Step[] } {
  const ofDepots = depots.flatMap((depot): readonly Step[] => [
    (work) => makeOffer(work, { ...depot, orderId, goodsPrice: 25_000, delayMinutes: 20, shortages: [] }),
    (work) => withdrawOffer(work, { ...depot, orderId }),
    (work) => declineRequest(work, { ...depot, orderId }),
    (work) => confirmOrder(work, { ...depot, orderId }),
    (work) => markReady(work, { ...depot, orderId }, CODE),
    (work) => markOnTheRoad(work, { ...depot, orderId, minutes: 20 }, CODE),
    (work) => markDelivered(work, { ...depot, orderId, code: CODE }),
  ])
  const choices = offers.map(
    (offerId): Step =>
      (work) =>
        chooseOffer(work, { ...client, orderId, offerId }),
  )
  const timers = TIMER_KINDS.map(
    (kind): Step =>
      (work) =>
        handleOrderTimer(work, { orderId, kind }),
  )
  return {
    on: [...ofDepots, ...choices, (work) => confirmReceipt(work, { ...client, orderId })],
    end: [
      (work) => cancelOrder(work, { ...client, orderId, reason: 'changed' }),
      (work) => proposeAnotherSupplier(work, { orderId, reason: 'slow' }),
      ...timers,
    ],
  }
}

/** The same numbers in each run: what fails once can be run again. */
function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

async function checkWhole(orderId: string, now: Date): Promise<OrderStatus> {
  const order = await orderNow(pool, orderId)
  const isTaken = ['accepted', 'preparing', 'delivering', 'delivered', 'paid', 'closed'].includes(order.status)
  const chosen = order.offers.filter((offer) => offer.status === 'chosen')
  if (isTaken) expect(chosen).toHaveLength(1)
  else if (order.status !== 'cancelled') expect(chosen).toEqual([])
  if (order.status === 'pending_offers' || isTaken) {
    expect(openOffers(order, now)).toEqual([])
  }
  if (isTaken) expect(order.amountDue).toBe((order.goodsTotal ?? 0) + order.depositTotal + order.deliveryFee)
  await checkLog(orderId, order.status)
  return order.status
}

/** Each move in the log starts where the one before ended, and is one of the machine. */
async function checkLog(orderId: string, status: OrderStatus): Promise<void> {
  const { rows } = await pool.query<{ event: string; from: OrderStatus; to: OrderStatus }>(
    'SELECT event, "from", "to" FROM order_log WHERE order_id = $1 AND "to" IS NOT NULL ORDER BY id',
    [orderId],
  )
  let at: OrderStatus = 'draft'
  for (const { event, from, to } of rows) {
    expect(from).toBe(at)
    const known = EVENTS.find((one) => `order.${one}` === event)
    expect(known === undefined ? event : nextStatus(from, known)).toBe(to)
    at = to
  }
  expect(at).toBe(status)
}
const EVENTS = [
  'place',
  'receiveOffer',
  'loseLastOffer',
  'choose',
  'confirm',
  'lapse',
  'lapseWithoutOther',
  'leave',
  'deliver',
  'cancel',
  'expire',
] as const

const LEAST_ROUNDS = 25
const MOST_ROUNDS = 200
const STATUSES: readonly OrderStatus[] = [
  'offers_received',
  'accepted',
  'preparing',
  'delivering',
  'delivered',
  'cancelled',
]

describe('everything at once', () => {
  it('leaves every order whole: one winner or none, amounts that add up, a log without gaps, no deadlock', async () => {
    const reached = new Set<OrderStatus>()
    // Who comes first is the database's to say: the walk goes on until it went far enough to mean something.
    const isFarEnough = () => STATUSES.every((status) => reached.has(status))
    for (let round = 0; round < LEAST_ROUNDS || (!isFarEnough() && round < MOST_ROUNDS); round += 1) {
      const random = numbersFrom(round + 1)
      const { orderId, offers } = await anOrderWithOffers(pool, client, depots)
      const steps = stepsOn(orderId, offers)
      for (let minutes = 1; minutes < 60; minutes += 12) {
        const picked = [...steps.on.filter(() => random() < 0.25), ...steps.end.filter(() => random() < 0.05)]
        await Promise.all(picked.map((step) => runWork(pool, { now: inMinutes(minutes) }, step)))
        reached.add(await checkWhole(orderId, inMinutes(minutes)))
      }
    }
    expect([...reached]).toEqual(expect.arrayContaining([...STATUSES]))
    const { rows } = await pool.query('SELECT coalesce(sum(amount), 0)::int AS sum FROM ledger_entry')
    expect(rows).toEqual([{ sum: 0 }])
  })
})
