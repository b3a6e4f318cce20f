import { existsSync, readFileSync } from 'node:fs'
import type { CatalogueData, ZonesData } from '../conversations/understanding/catalogue-data.ts'
import { buildKnowledge, type Knowledge } from '../conversations/understanding/knowledge.ts'
import type { Line, Situation, Understanding } from '../conversations/understanding/types.ts'

/** A message of the labelled files; the labels themselves may be absent. */
export interface LabelledMessage {
  id: string
  text: string
  channel?: Situation['channel']
  role?: Situation['role']
  context?: Situation['context']
  state?: LabelledState
}

export interface LabelledItem {
  product: string
  packaging: string
  quantity?: number | null
  price_xof?: number
}

export interface LabelledState {
  cart?: LabelledItem[]
  last_order?: LabelledItem[]
  order?: { ref: string; items?: LabelledItem[] }
  offers?: Array<{ index: number; supplier: string; price_xof: number; eta_min: number }>
  rfqs?: Array<{ ref: string; items?: LabelledItem[] }>
  orders?: Array<{ ref: string; items?: LabelledItem[] }>
}

const lineOf = (item: LabelledItem): Line => ({
  product: item.product,
  packaging: item.packaging,
  quantity: item.quantity ?? null,
})
const orderOf = (order: { ref: string; items?: LabelledItem[] }) => ({
  ref: order.ref,
  items: (order.items ?? []).map(lineOf),
})

/** The situation in the words of the understanding, from the words of the data files. */
export function situationOf(message: LabelledMessage): Situation {
  const { state = {} } = message
  return {
    channel: message.channel ?? 'whatsapp',
    role: message.role ?? 'client',
    context: message.context ?? (message.role === 'supplier' ? 'sup_idle' : 'idle'),
    state: {
      ...(state.cart === undefined ? {} : { cart: state.cart.map(lineOf) }),
      ...(state.last_order === undefined ? {} : { lastOrder: state.last_order.map(lineOf) }),
      ...(state.order === undefined ? {} : { order: orderOf(state.order) }),
      ...(state.offers === undefined
        ? {}
        : {
            offers: state.offers.map((offer) => ({
              index: offer.index,
              supplier: offer.supplier,
              priceXof: offer.price_xof,
              etaMinutes: offer.eta_min,
            })),
          }),
      ...(state.rfqs === undefined ? {} : { rfqs: state.rfqs.map(orderOf) }),
      ...(state.orders === undefined ? {} : { orders: state.orders.map(orderOf) }),
    },
  }
}

export interface Prediction {
  id: string
  intent: string
  items: LabelledItem[]
  clarify: boolean
  extra: Record<string, unknown>
}

/** The labels of `data/README.md` for what was understood. Intents beyond the labels keep their own name. */
export function predictionOf(id: string, read: Understanding): Prediction {
  const items = read.lines.map((line) => ({
    product: line.product,
    packaging: line.packaging,
    quantity: line.quantity,
    ...(line.priceXof === undefined ? {} : { price_xof: line.priceXof }),
  }))
  return {
    id,
    intent: read.intent === 'call_me' ? 'human_agent' : read.intent,
    items,
    clarify: read.clarifications.length > 0,
    extra: extraOf(read),
  }
}

const pad = (value: number) => String(value).padStart(2, '0')

function extraOf({ intent, slots, clarifications, also, alsoLines }: Understanding): Record<string, unknown> {
  const at = slots.etaAt
  const extra: Record<string, unknown> = {
    index: intent === 'offer_choose' ? (slots.index ?? null) : undefined,
    score: slots.score,
    type: slots.disputeType,
    received: slots.received,
    order: slots.order,
    price_xof: slots.priceXof,
    eta_min: slots.etaMinutes,
    eta_at: at === null ? null : at === undefined ? undefined : `${pad(at.hour)}:${pad(at.minute)}`,
    partial: slots.partial,
    missing: slots.missing,
    code: slots.code,
    method: slots.method,
    amount_xof: slots.amountXof,
    claimed_paid: slots.claimedPaid,
    commune: slots.commune,
    quartier: slots.quartier,
    candidates_quartier: slots.quartierCandidates,
    landmark: slots.landmark,
    remove: slots.remove,
    replace: slots.replace,
    what: slots.asked,
    category: slots.category,
    kind: slots.kind,
    flags: slots.injection === true ? ['injection'] : undefined,
    delivery_time: slots.deliveryTime,
    also: also.length > 0 ? also : undefined,
    also_items: alsoLines === undefined || also[0] === undefined ? undefined : { [also[0]]: alsoLines },
    clarify: clarifications.length > 0 ? clarifications : undefined,
  }
  return Object.fromEntries(Object.entries(extra).filter(([, value]) => value !== undefined))
}

/** The catalogue and the zones, from the project's seed data, or from the shared data beside the project. */
export function loadData(root: string): { catalogue: CatalogueData; zones: ZonesData } {
  const fileOf = (name: string) => {
    const own = `${root}/prisma/data/${name}`
    return readFileSync(existsSync(own) ? own : `${root}/../shared/data/${name}`, 'utf8')
  }
  const catalogue: CatalogueData = JSON.parse(fileOf('catalogue.json'))
  const zones: ZonesData = JSON.parse(fileOf('zones.json'))
  return { catalogue, zones }
}

export function loadKnowledge(root: string): Knowledge {
  const { catalogue, zones } = loadData(root)
  return buildKnowledge(catalogue, zones)
}
