import { readTariffs } from '../costs/tariffs.ts'
import type { OrderId } from '../work/ids.ts'
import { isRefused, type Refused, refused } from '../work/refusals.ts'
import { minutesAfter, type Work } from '../work/work.ts'
import { askingCost } from './asking-cost.ts'
import type { ClientActs } from './cart.ts'
import { lockOwnOrder, type PlacedOrder } from './locking.ts'
import { askSuppliers, type Candidate, candidatesFor, giveUpSearch, isSomebodyAsked, nearbyZones } from './sourcing.ts'
import { setOrderTimers } from './timing.ts'
import { laterWave } from './wave.ts'

/** The first offer is promised within 15 minutes (product.md 2): without one by then the neighbours are asked. */
const WIDEN_AFTER_MINUTES = 15

/**
 * No offer came: the rest of the zone is asked, a few at a time so that SMS money is not wasted but all of it within the
 * 15 minutes, then the neighbouring zones at once, then nobody is left. Each step is one wave and sets the time of the
 * next (product.md 2: the search widens by itself, never silence).
 */
export async function searchFurther(work: Work, order: PlacedOrder): Promise<void> {
  const placedAt = order.placedAt === null ? work.now : new Date(order.placedAt)
  const promised = minutesAfter(placedAt, WIDEN_AFTER_MINUTES)
  const isZoneThrough = order.waves >= 2 && work.now >= promised
  const rest = isZoneThrough ? [] : await candidatesFor(work, order, [order.zone.id])
  return rest.length > 0 ? askMoreOfZone(work, order, rest, promised) : searchBeyond(work, order)
}

async function askMoreOfZone(
  work: Work,
  order: PlacedOrder,
  rest: readonly Candidate[],
  promised: Date,
): Promise<void> {
  const { laterWavesAfterMinutes: step, secondWaveAfterMinutes } = work.settings
  const stepsLeft = Math.max(1, Math.floor((promised.getTime() - work.now.getTime()) / (step * 60_000)))
  const tariffs = await readTariffs(work.sql)
  const wave = laterWave(rest, stepsLeft, (supplier) => askingCost(supplier, tariffs, work.now))
  await askSuppliers(work, order, wave)
  const soonest = minutesAfter(work.now, work.now < promised ? step : secondWaveAfterMinutes)
  const widens = new Date(Math.max(promised.getTime(), soonest.getTime()))
  const next = wave.length < rest.length ? minutesAfter(work.now, step) : widens
  return setOrderTimers(work, order.orderId, { set: { 'search.wave': next } })
}

async function searchBeyond(work: Work, order: PlacedOrder): Promise<void> {
  const asked = await askNeighbours(work, order)
  if (asked.length === 0 && !(await isSomebodyAsked(work, order))) {
    return giveUpSearch(work, order, 'every supplier declined')
  }
  if (asked.length > 0) {
    const { orderId, number, contactId } = order
    const zones = [...new Set(asked.map((supplier) => supplier.zoneName))].toSorted()
    work.emit({ to: contactId, event: { type: 'order.searchWidened', orderId, number, zones } })
  }
  // depots that end their pause meanwhile are asked too
  const again = minutesAfter(work.now, WIDEN_AFTER_MINUTES)
  return setOrderTimers(work, order.orderId, { set: { 'search.wave': again } })
}

async function askNeighbours(work: Work, order: PlacedOrder): Promise<readonly Candidate[]> {
  const found = await candidatesFor(work, order, nearbyZones(order))
  await askSuppliers(work, order, found)
  return found
}

/** The client's wish: the neighbouring zones are asked too, at once. */
export async function widenSearch(
  work: Work,
  input: ClientActs & { readonly orderId: OrderId },
): Promise<{ number: number; asked: number } | Refused<'ORDER_NOT_FOUND' | 'ORDER_WRONG_STATUS' | 'NO_SUPPLIER'>> {
  const order = await lockOwnOrder(work, input)
  if (isRefused(order)) return order
  if (order.status !== 'pending_offers' && order.status !== 'offers_received') {
    return refused('ORDER_WRONG_STATUS', { status: order.status })
  }
  const asked = await askNeighbours(work, order)
  if (asked.length === 0) return refused('NO_SUPPLIER')
  return { number: order.number, asked: asked.length }
}
