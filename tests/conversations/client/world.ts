import type { ClientKnown, Directory, ShelfProduct } from '../../../conversations/client/known.ts'
import type { CartLine, Command } from '../../../conversations/commands.ts'
import type { MachineEvent } from '../../../conversations/turn.ts'
import type {
  AccountView,
  ClientOrderView,
  ClientView,
  ContactView,
  LineView,
  OfferView,
} from '../../../domain/orders/views.ts'

/** What the database would hold, in memory: enough of the business to play a dialogue against. */
export interface World {
  now: Date
  contact: ContactView
  account: AccountView | null
  view: ClientView
  directory: Directory | null
}

const product = (
  id: string,
  name: string,
  category: string,
  unit: string,
  price: number,
  deposit = 0,
): ShelfProduct => ({
  id,
  name,
  family: id.replace(/-\d+cl$/, ''),
  category,
  defaultUnit: unit,
  units: [{ unit, price, deposit }],
})

export const PRODUCTS: readonly ShelfProduct[] = [
  product('flag-65cl', 'Flag 65cl', 'biere', 'casier', 7200, 3600),
  product('flag-33cl', 'Flag 33cl', 'biere', 'casier', 9600, 4200),
  product('heineken-33cl', 'Heineken 33cl', 'biere', 'casier', 14400, 4200),
  product('awa-150cl', 'Awa 1,5 L', 'eau', 'pack', 2100),
  product('gobelets-25cl', 'Gobelets jetables 25cl (paquet de 50)', 'fourniture', 'paquet', 1000),
]

export const DIRECTORY: Directory = {
  products: new Map(PRODUCTS.map((one) => [one.id, one])),
  places: [
    {
      id: 'yopougon',
      name: 'Yopougon',
      latitude: 5.34,
      longitude: -4.08,
      quartiers: [{ id: 'yopougon-maroc', name: 'Maroc', latitude: 5.345, longitude: -4.085 }],
    },
  ],
}

export const CONTACT: ContactView = {
  id: 'contact-1',
  channel: 'whatsapp',
  adapter: 'simulator',
  address: '+2250707123456',
  language: 'fr',
  displayName: null,
  optedOut: false,
  lastInboundAt: null,
  blocked: false,
}

export const ACCOUNT: AccountView = {
  id: 'account-1',
  kind: 'client',
  status: 'approved',
  name: 'Maquis Le Baobab',
  managerName: 'Awa',
  type: 'maquis',
  email: null,
  zoneId: 'yopougon',
  quartierId: 'yopougon-maroc',
  rejectionReason: null,
  deliveryFee: 1500,
  habits: [],
}

export const NOTHING: ClientView = { cart: null, orders: [], recent: [] }

export function aWorld(changes: Partial<World> = {}): World {
  const now = new Date('2026-11-20T21:00:00Z')
  return { now, contact: CONTACT, account: ACCOUNT, view: NOTHING, directory: DIRECTORY, ...changes }
}

export function knownOf({ now, contact, account, view, directory }: World): ClientKnown {
  return { now, contact, account, view, ...(directory !== null && { directory }) }
}

export function lineOf({ product: id, unit, quantity }: CartLine, position = 1): LineView {
  const known = PRODUCTS.find((one) => one.id === id)
  return {
    lineId: `line-${id}`,
    position,
    product: id,
    name: known?.name ?? id,
    unit,
    quantity,
    price: known?.units[0]?.price ?? 1000,
    deposit: known?.units[0]?.deposit ?? 0,
    category: known?.category ?? 'soda',
    delivered: null,
    variableWeight: false,
  }
}

export const LINES: readonly LineView[] = [
  lineOf({ product: 'flag-65cl', unit: 'casier', quantity: 2 }, 1),
  lineOf({ product: 'heineken-33cl', unit: 'casier', quantity: 3 }, 2),
]

export function anOrder(changes: Partial<ClientOrderView> = {}): ClientOrderView {
  return {
    orderId: 'order-1042',
    number: 1042,
    status: 'pending_offers',
    mode: 'delivery',
    placedAt: '2026-11-20T20:50:00.000Z',
    wantedAt: null,
    promisedAt: null,
    amountDue: null,
    goodsTotal: null,
    depositTotal: 19_800,
    deliveryFee: 1500,
    deliveredAt: null,
    code: null,
    rated: false,
    supplier: null,
    confirmed: false,
    payment: null,
    lines: LINES,
    asked: 3,
    offers: [],
    ...changes,
  }
}

export function anOffer(
  offerId: string,
  goodsPrice: number,
  delayMinutes: number,
  changes: Partial<OfferView> = {},
): OfferView {
  return {
    offerId,
    supplier: `Dépôt ${offerId}`,
    goodsPrice,
    deliveryFee: 1500,
    deposits: 19_800,
    delayMinutes,
    complete: true,
    shortages: [],
    validUntil: '2026-11-20T21:30:00.000Z',
    madeAt: '2026-11-20T21:00:00.000Z',
    ratingSum: 0,
    ratingCount: 0,
    ...changes,
  }
}

/** Changes one order of the world, as another process would. */
export function change(world: World, orderId: string, changes: Partial<ClientOrderView>): void {
  const orders = world.view.orders.map((order) => (order.orderId === orderId ? { ...order, ...changes } : order))
  world.view = { ...world.view, orders }
}

const emptyCart = { orderId: 'order-1042', mode: 'delivery', wantedAt: null, directions: null, updatedAt: '' } as const

/** Does what the domain would do and gives its outcome. */
export function outcomeIn(world: World, command: Command): MachineEvent {
  const orderId = 'orderId' in command.input ? command.input.orderId : ''
  const order = world.view.orders.find((one) => one.orderId === orderId)
  const number = order?.number ?? 1042
  const due = order?.amountDue ?? 85_000
  switch (command.command) {
    case 'registerClient':
      world.account = {
        ...ACCOUNT,
        status: 'pending',
        name: command.input.name,
        managerName: command.input.managerName,
      }
      return { type: 'done.registerClient', output: { accountId: 'account-1' } }
    case 'setCart': {
      const lines = command.input.lines.map((line, index) => lineOf(line, index + 1))
      const cart = { ...(world.view.cart ?? emptyCart), lines }
      world.view = { ...world.view, cart }
      return { type: 'done.setCart', output: { cart } }
    }
    case 'setCartOptions':
      return { type: 'done.setCartOptions', output: { cart: world.view.cart ?? { ...emptyCart, lines: [] } } }
    case 'emptyCart':
      world.view = { ...world.view, cart: null }
      return { type: 'done.emptyCart', output: {} }
    case 'placeOrder': {
      const placed = anOrder({ lines: world.view.cart?.lines ?? [], placedAt: world.now.toISOString() })
      world.view = { cart: null, orders: [placed, ...world.view.orders], recent: [] }
      return { type: 'done.placeOrder', output: { orderId: placed.orderId, number: placed.number, asked: 3 } }
    }
    case 'chooseOffer': {
      const offer = order?.offers.find(({ offerId }) => offerId === command.input.offerId)
      const supplier = offer?.supplier ?? 'Dépôt'
      change(world, orderId, { supplier, offers: [] })
      const total = (offer?.goodsPrice ?? 0) + (offer?.deliveryFee ?? 0) + (offer?.deposits ?? 0)
      return { type: 'done.chooseOffer', output: { orderId, number, supplier, total } }
    }
    case 'widenSearch':
      return { type: 'done.widenSearch', output: { number, asked: 4 } }
    case 'reopenCart': {
      const cart = { ...emptyCart, lines: order?.lines ?? [] }
      world.view = { ...world.view, cart, orders: world.view.orders.filter((one) => one.orderId !== orderId) }
      return { type: 'done.reopenCart', output: { cart } }
    }
    case 'cancelOrder':
      world.view = { ...world.view, orders: world.view.orders.filter((one) => one.orderId !== orderId) }
      return { type: 'done.cancelOrder', output: { number } }
    case 'confirmReceipt':
      change(world, orderId, { status: 'delivered', amountDue: due })
      return { type: 'done.confirmReceipt', output: { number, amountDue: due } }
    case 'correctLines':
      change(world, orderId, { amountDue: due - 1_200 })
      return { type: 'done.correctLines', output: { number, amountDue: due - 1_200, before: due } }
    case 'requestPayment': {
      const { method } = command.input
      change(world, orderId, { payment: { method, status: 'pending' } })
      const payee = method === 'cash' ? 'Dépôt Kumassi' : 'DISTRI-NIGHT'
      return { type: 'done.requestPayment', output: { number, amount: due, method, payee, payUrl: null } }
    }
    case 'rateOrder':
      change(world, orderId, { rated: true })
      return { type: 'done.rateOrder', output: { number } }
    case 'openDispute':
      return { type: 'done.openDispute', output: { number } }
    case 'setLanguage':
      world.contact = { ...world.contact, language: command.input.language }
      return { type: 'done.setLanguage', output: {} }
    case 'optOut':
      return { type: 'done.optOut', output: {} }
    case 'optIn':
      return { type: 'done.optIn', output: {} }
    default:
      throw new Error(`A client never runs ${command.command}.`)
  }
}
