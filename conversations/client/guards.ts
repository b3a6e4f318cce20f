import { DEFAULT_SETTINGS } from '../../domain/settings/settings.ts'
import type { RefusalCode } from '../../domain/work/refusals.ts'
import type { UnknownKind } from '../understanding/types.ts'
import {
  cartLines,
  changedLines,
  isSameCart,
  repeatedOrder,
  settledCart,
  settledLine,
  settledProduct,
} from './cart-changes.ts'
import type { Intention } from './context.ts'
import { correctionsOf } from './corrections.ts'
import {
  answerOf,
  isFreeText,
  isNo,
  isSkip,
  isYes,
  onlyAcknowledges,
  optionOf,
  scoreOf,
  slotsOf,
  textOf,
} from './heard.ts'
import { asKeyword } from './keywords.ts'
import type { Here } from './known.ts'
import { goodsOf, isUnpaid, orderById, orderByNumber } from './known.ts'
import { isWorthTelling, offerMeant } from './offers-shown.ts'
import { METHODS } from './questions-delivery.ts'
import { subjectsOf } from './subjects.ts'

const focused = ({ context, event }: Here) => orderById(event.known, context.orderId)
const isAboutFocus = ({ context, event }: Here) => 'orderId' in event && event.orderId === context.orderId

/** At the third misunderstanding in a row a person is called. */
const MOST_MISSES = 3

/** An OUI sent twice, or the button of an older message, is nobody's name. */
const NO_NAME = /^(?:oui|ok|okay|yes|non|no|corriger|correct|d'accord|\?+)\W*$/i

/** The conditions named in the machine. */
export const GUARDS = {
  // ---- the account
  hasNoAccount: ({ event }: Here) => event.known.account === null || event.known.account.status === 'closed',
  isPending: ({ event }: Here) => event.known.account?.status === 'pending',
  isRejected: ({ event }: Here) => event.known.account?.status === 'rejected',
  isSuspended: ({ event }: Here) => event.known.account?.status === 'suspended',
  isApproved: ({ event }: Here) => event.known.account?.status === 'approved',
  // ---- what was said
  isText: ({ event }: Here) => isFreeText(event),
  /** "plus besoin" says why; "annule", said again, does not */
  saysWhy: ({ event }: Here) => !/^\W*(?:(?:je|i)\W)?(?:veux |want to )?(?:annul|cancel)/i.test(textOf(event)),
  isYes: ({ event }: Here) => isYes(event),
  isNo: ({ event }: Here) => isNo(event),
  /** "bien reçu" and "commande 1042" may be read as a yes: not where a yes cancels, empties or buys */
  isPlainYes: ({ event }: Here) => asKeyword(event) === null,
  onlyAcknowledges: ({ event }: Here) => onlyAcknowledges(event),
  isSkip: ({ event }: Here) => isSkip(event),
  isOption: ({ event }: Here, { verb }: { readonly verb: string }) => optionOf(event)?.verb === verb,
  isKind: ({ event }: Here, { kind }: { readonly kind: UnknownKind }) => slotsOf(event).kind === kind,
  isThirdMiss: ({ context }: Here) => context.misses + 1 >= MOST_MISSES,
  isCode: ({ event }: Here, { code }: { readonly code: RefusalCode }) =>
    'code' in event && 'details' in event && event.code === code,
  isName: ({ event }: Here) =>
    isFreeText(event) && !NO_NAME.test(textOf(event)) && textOf(event).length >= 2 && textOf(event).length <= 60,
  isEmail: ({ event }: Here) => /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i.test(textOf(event)),
  namesCommune: ({ event }: Here) => typeof slotsOf(event).commune === 'string',
  namesQuartier: ({ event }: Here) => typeof slotsOf(event).quartier === 'string',
  hasTime: ({ event }: Here) => slotsOf(event).deliveryAt !== undefined,
  // ---- the cart
  hasCart: ({ event }: Here) => cartLines(event.known).length > 0,
  hasNothingToRepeat: ({ event }: Here) => repeatedOrder(event) === null,
  changesCart: ({ event }: Here) => !isSameCart(cartLines(event.known), changedLines(event)),
  emptiesCart: ({ event }: Here) => cartLines(event.known).length > 0 && changedLines(event).length === 0,
  isUnsure: ({ event }: Here) => 'heard' in event && event.heard.clarifications.length > 0,
  stillUnsure: ({ context }: Here) => context.unsure.length > 0,
  hasMoreUnsure: ({ context }: Here) => context.unsure.length > 1,
  settles: (here: Here) => settledLine(here) !== null,
  settlesToNothing: (here: Here) => settledLine(here) !== null && settledCart(here).length === 0,
  settlesProduct: (here: Here) => settledProduct(here) !== null && optionOf(here.event)?.verb === 'product',
  saysSomethingNew: ({ context, event }: Here) =>
    'heard' in event && event.heard.lines.some(({ product }) => !context.unsure[0]?.candidates.includes(product)),
  namesCategory: ({ event }: Here) => slotsOf(event).category !== undefined,
  isBelowMinimum: ({ event }: Here) =>
    goodsOf(event.known.view.cart?.lines ?? []) < DEFAULT_SETTINGS.minimumForDelivery,
  knowsDelivery: ({ context }: Here) => context.options.mode === 'delivery',
  knowsPickup: ({ context }: Here) => context.options.mode === 'pickup',
  // ---- orders
  isAboutOne: (here: Here, { intention }: { readonly intention: Intention }) =>
    subjectsOf(intention, here).length === 1,
  isAboutSeveral: (here: Here, { intention }: { readonly intention: Intention }) =>
    subjectsOf(intention, here).length > 1,
  intends: ({ context }: Here, { intention }: { readonly intention: Intention }) => context.intention === intention,
  namesOrder: ({ event }: Here) => typeof slotsOf(event).order === 'string',
  namesNoOrderOfTheirs: ({ event }: Here) =>
    typeof slotsOf(event).order === 'string' && orderByNumber(event.known, slotsOf(event).order) === null,
  hasNoFocus: (here: Here) => focused(here) === null,
  hasOffers: (here: Here) => focused(here)?.supplier === null && (focused(here)?.offers.length ?? 0) > 0,
  waitsForOffers: (here: Here) => {
    const order = focused(here)
    return order !== null && order.supplier === null && ['pending_offers', 'offers_received'].includes(order.status)
  },
  waitsForDepot: (here: Here) => {
    const order = focused(here)
    return order !== null && !order.confirmed && ['offers_received', 'accepted'].includes(order.status)
  },
  isUnderWay: (here: Here) => ['accepted', 'preparing', 'delivering'].includes(focused(here)?.status ?? ''),
  isOnTheRoad: (here: Here) => focused(here)?.status === 'delivering',
  isPaidOnTheRoad: (here: Here) =>
    focused(here)?.status === 'delivering' && focused(here)?.payment?.status === 'succeeded',
  isAccepted: (here: Here) =>
    focused(here)?.confirmed === true || ['accepted', 'preparing'].includes(focused(here)?.status ?? ''),
  isUnpaid: (here: Here) => {
    const order = focused(here)
    return order !== null && isUnpaid(order) && order.payment?.status !== 'succeeded'
  },
  isArrived: (here: Here) => ['delivered', 'paid', 'closed'].includes(focused(here)?.status ?? ''),
  isAboutFocus,
  meansOffer: (here: Here) => offerMeant(here) !== null,
  wantsMore: ({ event }: Here) =>
    optionOf(event)?.verb === 'more' || /^(les )?autres?( offres?)?$|^(more|others?)$/i.test(textOf(event)),
  isWorthTelling: ({ event }: Here) =>
    event.type === 'offer.made' && isWorthTelling(orderById(event.known, event.orderId), event.offerId),
  hasNextOffer: ({ event }: Here) =>
    event.type === 'offer.lapsed' && 'nextOfferId' in event && event.nextOfferId !== null,
  // ---- at the door, and money
  corrects: (here: Here) => {
    const order = focused(here)
    return order !== null && correctionsOf(here.event, order).length > 0
  },
  tellsDispute: ({ event }: Here) =>
    slotsOf(event).disputeType !== undefined && textOf(event).length > 3 && answerOf(event) === undefined,
  claimsPaid: ({ event }: Here) => slotsOf(event).claimedPaid === true,
  namesMethod: ({ event }: Here) => METHODS.some((method) => method === methodIn({ event })),
  isCash: ({ event }: Here) => methodIn({ event }) === 'cash',
  paidInCash: ({ event }: Here) => event.type === 'done.requestPayment' && event.output.method === 'cash',
  namesPhone: ({ event }: Here) => slotsOf(event).phone !== undefined,
  leavesToPay: ({ event }: Here) => event.type === 'done.confirmReceipt' && event.output.amountDue > 0,
  isPaid: (here: Here) => focused(here)?.payment?.status === 'succeeded',
  scores: ({ event }: Here) => scoreOf(event) !== null,
  scoresInWords: ({ event }: Here) => scoreOf(event) !== null && commentIn(textOf(event)) !== null,
} as const

/** The payment method named, by words or by button. */
export function methodIn({ event }: Pick<Here, 'event'>): string | null {
  const option = optionOf(event)
  if (option?.verb === 'pay' && option.subject !== '') return option.subject
  return slotsOf(event).method ?? null
}

/** What is left of "5 très rapide" beside its score. */
export function commentIn(text: string): string | null {
  const words = text.replace(/\d+|\/|étoiles?|etoiles?|stars?|note|sur|[⭐★]/giu, ' ').trim()
  return /\p{L}{3,}/u.test(words) ? text.trim() : null
}
