import { moment } from '../../conversations/copy/amounts.ts'
import { PAGE_WORDS } from '../../conversations/copy/page.ts'
import { mobileOfCoteDIvoire } from '../../domain/accounts/phones.ts'
import type { Settings } from '../../domain/settings/settings.ts'
import type { Shelf } from '../knowledge.ts'
import { cartPage } from './cart-page.ts'
import { form } from './forms.ts'
import { type Html, html } from './html.ts'
import { pageOf } from './layout.ts'
import { cancelSection, followingPage, offersPage, orderedSection, waitingPage } from './order-page.ts'
import type { PageRead } from './reading.ts'
import { productsOn, searchProducts, shelvesOf } from './searching.ts'
import type { Showing } from './showing.ts'

export interface Asked {
  readonly search: string | null
  readonly shelf: string | null
  /** what was refused, in words */
  readonly notice: string | null
}

const HOURS_AHEAD = 14

/** The page of an order as it stands now. */
export function showPage(
  read: PageRead,
  {
    token,
    asked,
    now,
    settings,
    shelf,
  }: {
    readonly token: string
    readonly asked: Asked
    readonly now: Date
    readonly settings: Settings
    readonly shelf: Shelf
  },
): string {
  const { account, contact, link } = read
  const { language } = contact
  const words = PAGE_WORDS[language]
  if (account.status !== 'approved') return plainPage(language, 'dead', words.suspended)
  const base = { language, words, notice: asked.notice }
  if (!link.isAdult) {
    const body = html`<section><p>${words.adultWhy}</p>${form(token, 'adult', html`<button class="main">${words.adultYes}</button>`)}<p class="small">${words.adultNo}</p></section>`
    return pageOf({ ...base, heading: words.adultQuestion, refreshAfter: null, body: [body] })
  }
  const showing: Showing = {
    token,
    words,
    language,
    now,
    account,
    minimum: settings.minimumForDelivery,
    phone: localNumber(contact.address),
    search: asked.search,
    shelf: asked.shelf,
    found:
      asked.search !== null
        ? searchProducts(asked.search, shelf)
        : asked.shelf !== null
          ? productsOn(asked.shelf, shelf)
          : [],
    shelves: shelvesOf(shelf),
    times: timesAfter(now, language),
    mayGoBack: mayGoBack(read, shelf),
  }
  return pageOf({ ...base, ...partsOf(read, showing) })
}

/** How often a page that only waits looks again, in seconds. */
const SOON = 10
const LATER = 30

function partsOf(
  { at }: PageRead,
  showing: Showing,
): { heading: string; refreshAfter: number | null; body: readonly (Html | null)[] } {
  const { words } = showing
  switch (at.kind) {
    case 'cart':
      return { heading: words.cart, refreshAfter: null, body: cartPage(showing, at.cart) }
    case 'over': {
      const body = [
        html`<section><p>${words.over}</p><p>${words.overAgain}</p></section>`,
        ...cartPage(showing, null).slice(1),
      ]
      return { heading: words.cart, refreshAfter: null, body }
    }
    case 'waiting':
      return {
        heading: words.order(at.order.number),
        refreshAfter: LATER,
        body: [...waitingPage(showing, at.order), orderedSection(showing, at.order), cancelSection(showing)],
      }
    case 'offers':
      return {
        heading: words.order(at.order.number),
        refreshAfter: LATER,
        body: [...offersPage(showing, at.order), orderedSection(showing, at.order), cancelSection(showing)],
      }
    case 'chosen':
    case 'following': {
      const { order } = at
      const isPaying =
        order.payment !== null &&
        ['created', 'pending', 'unknown'].includes(order.payment.status) &&
        order.payment.method !== 'cash'
      // Where somebody may be typing a number or a complaint nothing moves under their fingers.
      const refreshAfter = isPaying ? SOON : at.kind === 'chosen' ? LATER : null
      return {
        heading: words.order(order.number),
        refreshAfter,
        body: [...followingPage(showing, order), orderedSection(showing, order)],
      }
    }
  }
}

function mayGoBack({ at, link }: PageRead, shelf: Shelf): boolean {
  if (at.kind !== 'cart' || at.cart === null || link.whatsappContactId === null) return false
  return at.cart.lines.every(({ product }) => !shelf.isRestricted(product))
}

function timesAfter(now: Date, language: 'fr' | 'en'): Showing['times'] {
  return Array.from({ length: HOURS_AHEAD }, (_, place) => {
    const at = new Date(now)
    at.setUTCHours(now.getUTCHours() + place + 2, 0, 0, 0)
    const value = at.toISOString()
    return { value, label: moment(value, now, language) }
  })
}

/** As people know their own number: 0707123456. */
function localNumber(address: string): string | null {
  return mobileOfCoteDIvoire(address)?.slice(4) ?? null
}

const PLAIN = {
  dead: 'deadTitle',
  broken: 'brokenTitle',
  busy: 'busyTitle',
} as const

/** A page about no order: the link is dead, something broke. */
export function plainPage(language: 'fr' | 'en', kind: keyof typeof PLAIN, text?: string): string {
  const words = PAGE_WORDS[language]
  const body = html`<section><p>${text ?? words[kind]}</p></section>`
  return pageOf({ language, words, heading: words[PLAIN[kind]], notice: null, refreshAfter: null, body: [body] })
}
