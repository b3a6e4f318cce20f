import type { AccountView, CartView, ClientOrderView, ClientView, ContactView } from '../../domain/orders/views.ts'
import { findPage, type PageLink } from '../../domain/pages/links.ts'
import type { Sql } from '../../domain/work/sql.ts'
import { readAgain } from '../lane/turn-start.ts'

/** What a page shows: the order of its link, where it stands, and whose it is. */
export interface PageRead {
  readonly link: PageLink
  readonly contact: ContactView
  readonly account: AccountView
  readonly at: At
}

export type At =
  | { readonly kind: 'cart'; readonly cart: CartView | null }
  | { readonly kind: 'waiting' | 'offers' | 'chosen' | 'following'; readonly order: ClientOrderView }
  | { readonly kind: 'over' }

/** Reads the page of a token; null when the link is no good. */
export async function readPage(sql: Sql, token: string, now: Date): Promise<PageRead | null> {
  const link = await findPage(sql, token, now)
  if (link === null) return null
  const start = await readAgain(sql, link.contactId, now)
  const { contact, account, view } = start ?? {}
  if (contact === undefined || !account || account.id !== link.accountId || !view || !('cart' in view)) return null
  if (contact.blocked) return null
  return { link, contact, account, at: whereItStands(link, view) }
}

function whereItStands(link: PageLink, { cart, orders }: ClientView): At {
  const order = orders.find(({ orderId }) => orderId === link.orderId)
  if (order !== undefined) return orderAt(order)
  if (cart !== null && (link.orderId === null || link.orderId === cart.orderId)) return { kind: 'cart', cart }
  if (link.orderId !== null) return cart === null ? { kind: 'over' } : { kind: 'cart', cart }
  // The link came before its cart, which was made and placed by SMS meanwhile.
  const since = orders.find(({ placedAt }) => new Date(placedAt) >= link.createdAt)
  return since === undefined ? { kind: 'cart', cart: null } : orderAt(since)
}

function orderAt(order: ClientOrderView): At {
  if (order.supplier !== null) return { kind: order.confirmed ? 'following' : 'chosen', order }
  return { kind: order.offers.length > 0 ? 'offers' : 'waiting', order }
}
