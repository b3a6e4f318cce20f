import { beforeAll, describe, expect, it } from 'vitest'
import { moveOrder, nextStatus, type OrderEvent, orderMachine } from '../../../domain/orders/lifecycle.ts'
import type { OrderStatus } from '../../../domain/orders/views.ts'
import { OrderStatus as StoredStatus } from '../../../prisma/generated/enums.ts'
import { freshDatabase } from '../../harness/database.ts'
import {
  anApprovedClient,
  anApprovedSupplier,
  aPlacedOrder,
  type Client,
  loadReferenceData,
  runWork,
} from './arrange.ts'

const { pool } = await freshDatabase()
let client: Client

const STATUSES: readonly OrderStatus[] = Object.values(StoredStatus)
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
  'pay',
  'close',
  'cancel',
  'expire',
] as const satisfies readonly OrderEvent[]

beforeAll(async () => {
  await loadReferenceData(pool)
  await anApprovedSupplier(pool)
  client = await anApprovedClient(pool)
})

const INSERT = `INSERT INTO "order" (client_id, contact_id, zone_id, status, number, client_rate, supplier_rate, placed_at,
  amount_due, goods_total, accepted_at) VALUES ($1, $2, 'yopougon', $3, 7, 200, 200, now(), 1, 1, now()) RETURNING id`

/** Whether the database lets a status follow another, written around the machine; nothing is kept. */
async function databaseAllows(from: OrderStatus, to: OrderStatus): Promise<boolean> {
  const connection = await pool.connect()
  try {
    await connection.query('BEGIN')
    const { rows } = await connection.query(INSERT, [client.clientId, client.contactId, from])
    await connection.query('UPDATE "order" SET status = $2 WHERE id = $1', [rows[0]?.id, to])
    return true
  } catch (error) {
    expect(String(error)).toContain('cannot go from')
    return false
  } finally {
    await connection.query('ROLLBACK')
    connection.release()
  }
}

describe('the states of an order (product.md 2)', () => {
  it('has in the machine exactly the states of the database', () => {
    expect(Object.keys(orderMachine.states).toSorted()).toEqual([...STATUSES].toSorted())
  })

  it('allows in the machine exactly the moves that the database allows', async () => {
    for (const from of STATUSES) {
      const reached = new Set(EVENTS.map((event) => nextStatus(from, event)))
      for (const to of STATUSES.filter((status) => status !== from)) {
        expect([from, to, await databaseAllows(from, to)]).toEqual([from, to, reached.has(to)])
      }
    }
  })

  it('knows every event somewhere, and leads nowhere from an end', () => {
    for (const event of EVENTS) expect(STATUSES.some((from) => nextStatus(from, event) !== null)).toBe(true)
    for (const end of ['closed', 'cancelled', 'expired'] as const) {
      expect(EVENTS.filter((event) => nextStatus(end, event) !== null)).toEqual([])
    }
  })

  it('logs each move: when, who, from, to, why', async () => {
    const { orderId } = await aPlacedOrder(pool, client)
    await runWork(pool, { actor: { kind: 'staff', id: 'awa', role: 'operations' } }, (work) =>
      moveOrder(work, { orderId, from: 'pending_offers', event: 'cancel', why: 'asked by phone' }),
    )
    const { rows } = await pool.query(
      'SELECT actor_kind, actor_id, event, "from", "to", why FROM order_log WHERE order_id = $1 ORDER BY id',
      [orderId],
    )
    expect(rows).toEqual([
      {
        actor_kind: 'client',
        actor_id: client.clientId,
        event: 'order.place',
        from: 'draft',
        to: 'pending_offers',
        why: null,
      },
      {
        actor_kind: 'staff',
        actor_id: 'awa',
        event: 'order.cancel',
        from: 'pending_offers',
        to: 'cancelled',
        why: 'asked by phone',
      },
    ])
  })

  it('throws at a caller that did not look: from another state, or for another event', async () => {
    const { orderId } = await aPlacedOrder(pool, client)
    const move = (from: OrderStatus, event: OrderEvent) =>
      runWork(pool, {}, (work) => moveOrder(work, { orderId, from, event }))
    await expect(move('pending_offers', 'deliver')).rejects.toThrow('lock the order and look at it first')
    await expect(move('offers_received', 'cancel')).rejects.toThrow('lock the order and look at it first')
  })
})
