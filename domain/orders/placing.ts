import { readTariffs } from '../costs/tariffs.ts'
import type { OrderId } from '../work/ids.ts'
import { type Refused, refused } from '../work/refusals.ts'
import type { Work } from '../work/work.ts'
import { askingCost } from './asking-cost.ts'
import type { ClientActs } from './cart.ts'
import { basicDeliveryFee, cratesIn } from './fees.ts'
import { moveOrder } from './lifecycle.ts'
import { type LineInHand, lockOrder } from './locking.ts'
import { askSuppliers, candidatesFor, nearbyZones, setSearchTimers } from './sourcing.ts'
import { firstWave } from './wave.ts'

/** Francs of lines at reference prices; a weighed line is rounded half up. Pure. */
export function referenceTotal(lines: readonly Pick<LineInHand, 'price' | 'quantity'>[]): number {
  return lines.reduce((sum, line) => sum + Math.round(line.price * line.quantity), 0)
}

/**
 * Places the cart as an order: number and commission rates are fixed, the best suppliers of the zone are asked at once,
 * the neighbouring zones when the zone has none (product.md 2 and 3).
 */
export async function placeOrder(
  work: Work,
  input: ClientActs & { readonly orderId: OrderId },
): Promise<
  | { orderId: OrderId; number: number; asked: number }
  | Refused<
      'ORDER_NOT_FOUND' | 'ORDER_WRONG_STATUS' | 'ACCOUNT_NOT_APPROVED' | 'CART_EMPTY' | 'BELOW_MINIMUM' | 'NO_SUPPLIER'
    >
> {
  const { settings } = work
  const order = await lockOrder(work, input.orderId)
  if (order === null || order.clientId !== input.clientId) return refused('ORDER_NOT_FOUND')
  if (order.status !== 'draft') return refused('ORDER_WRONG_STATUS', { status: order.status })
  if (order.clientStatus !== 'approved') return refused('ACCOUNT_NOT_APPROVED', { status: order.clientStatus })
  if (order.lines.length === 0) return refused('CART_EMPTY')
  const missing = settings.minimumForDelivery - referenceTotal(order.lines)
  if (order.mode === 'delivery' && missing > 0) {
    return refused('BELOW_MINIMUM', { missing, minimum: settings.minimumForDelivery })
  }
  // Both travel together: the tariffs are a round trip less than they look.
  const [inZone, tariffs] = await Promise.all([candidatesFor(work, order, [order.zone.id]), readTariffs(work.sql)])
  const found = inZone.length > 0 ? inZone : await candidatesFor(work, order, nearbyZones(order))
  if (found.length === 0) return refused('NO_SUPPLIER')

  const { number } = await moveOrder(work, {
    orderId: order.orderId,
    from: 'draft',
    event: 'place',
    facts: {
      clientRate: settings.clientCommissionRate,
      supplierRate: settings.supplierCommissionRate,
      deliveryFee: order.mode === 'pickup' ? 0 : basicDeliveryFee(order.zone, cratesIn(order.lines)),
    },
  })
  const wave = firstWave(found, settings.firstWaveSize, (supplier) => askingCost(supplier, tariffs, work.now))
  const [asked] = await Promise.all([
    askSuppliers(work, { ...order, number }, wave),
    setSearchTimers(work, order.orderId),
  ])
  return { orderId: order.orderId, number, asked }
}
