import type { ClientOrderView, ClientView, LineView } from '../../domain/orders/views.ts'
import type { Francs, OrderId, ProductId, ZoneId } from '../../domain/work/ids.ts'
import type { Known, MachineEvent } from '../turn.ts'
import type { ClientContext } from './context.ts'

/** One product of the catalogue, as the client's dialogue needs it. */
export interface ShelfProduct {
  readonly id: ProductId
  readonly name: string
  /** the brand whose sizes and flavours belong together */
  readonly family: string
  readonly category: string
  readonly defaultUnit: string
  readonly units: readonly { readonly unit: string; readonly price: Francs; readonly deposit: Francs }[]
}

export interface Place {
  readonly id: ZoneId
  readonly name: string
  readonly latitude: number
  readonly longitude: number
  readonly quartiers: readonly {
    readonly id: string
    readonly name: string
    readonly latitude: number
    readonly longitude: number
  }[]
}

/** Names, prices and places that are the same for everybody. Read once by whoever builds `known`. */
export interface Directory {
  readonly products: ReadonlyMap<ProductId, ShelfProduct>
  readonly places: readonly Place[]
}

/** `directory` is optional: without it products and places are named after their ids, and prices are not told. */
export interface ClientKnown extends Known<ClientView> {
  readonly directory?: Directory
}

export type ClientEventKnown = MachineEvent & { readonly known: ClientKnown }

/** What words and guards are computed from. */
export interface Here {
  readonly context: ClientContext
  readonly event: ClientEventKnown
}

/** "port-bouet" -> "Port-Bouet", "flag-65cl" -> "Flag 65cl": good enough when the directory is not there. */
function fromSlug(id: string): string {
  return id
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join(' ')
}

export function productOf(known: ClientKnown, id: ProductId): ShelfProduct | null {
  return known.directory?.products.get(id) ?? null
}

export function productName(known: ClientKnown, id: ProductId): string {
  return productOf(known, id)?.name ?? lineNamed(known, id) ?? fromSlug(id)
}

function lineNamed(known: ClientKnown, id: ProductId): string | null {
  const lines = [known.view.cart, ...known.view.orders, ...known.view.recent].flatMap((order) => order?.lines ?? [])
  return lines.find((line) => line.product === id)?.name ?? null
}

export function zoneName(known: ClientKnown, id: ZoneId): string {
  return known.directory?.places.find((place) => place.id === id)?.name ?? fromSlug(id)
}

export function quartierName(known: ClientKnown, id: string): string {
  const all = known.directory?.places.flatMap((place) => place.quartiers) ?? []
  return all.find((quartier) => quartier.id === id)?.name ?? fromSlug(id)
}

/** The commune and quartier whose centre is nearest to a WhatsApp location; null without a directory. */
export function nearestPlace(
  known: ClientKnown,
  at: { readonly latitude: number; readonly longitude: number },
): { readonly zoneId: ZoneId; readonly quartierId: string } | null {
  let best: { zoneId: ZoneId; quartierId: string; distance: number } | null = null
  for (const place of known.directory?.places ?? []) {
    for (const quartier of place.quartiers) {
      const distance = (quartier.latitude - at.latitude) ** 2 + (quartier.longitude - at.longitude) ** 2
      if (best === null || distance < best.distance) best = { zoneId: place.id, quartierId: quartier.id, distance }
    }
  }
  // 0.3 degrees is about 33 km: further than that is not Abidjan, and the nearest quartier would be a guess.
  return best !== null && best.distance < 0.09 ? { zoneId: best.zoneId, quartierId: best.quartierId } : null
}

export function orderById(known: ClientKnown, id: OrderId | null): ClientOrderView | null {
  return known.view.orders.find((order) => order.orderId === id) ?? null
}

export function orderByNumber(known: ClientKnown, reference: string | null | undefined): ClientOrderView | null {
  if (!reference) return null
  return known.view.orders.find((order) => String(order.number) === reference) ?? null
}

export function goodsOf(lines: readonly LineView[]): Francs {
  return lines.reduce((sum, line) => sum + Math.round(line.price * line.quantity), 0)
}

export function depositsOf(lines: readonly LineView[]): Francs {
  return lines.reduce((sum, line) => sum + Math.round(line.deposit * line.quantity), 0)
}

const UNDER_WAY = new Set(['pending_offers', 'offers_received', 'accepted', 'preparing', 'delivering'])

export function isUnderWay(order: ClientOrderView): boolean {
  return UNDER_WAY.has(order.status)
}

/** Delivered and not paid, as far as the operator said. */
export function isUnpaid(order: ClientOrderView): boolean {
  return order.status === 'delivered' && order.amountDue !== 0
}
