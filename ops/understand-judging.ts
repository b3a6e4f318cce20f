import type { LabelledItem, LabelledMessage, Prediction } from './understand-labels.ts'

interface Gold {
  intent: string
  items: LabelledItem[]
  clarify: boolean
  extra: Record<string, unknown>
}

export type GoldMessage = LabelledMessage & Gold & { accept?: Array<Partial<Gold>> }

export interface Judgement {
  intent: boolean
  items: boolean
  clarify: boolean
  slots: number
  slotsRight: number
  /** An order read out of a message that has none. */
  spurious: boolean
  full: boolean
}

/** The slots that data/README.md scores when the gold has them, by intent. */
const SCORED: Readonly<Record<string, readonly string[]>> = {
  offer_choose: ['index'],
  rate: ['score'],
  dispute: ['type'],
  bid: ['order', 'price_xof', 'eta_min', 'eta_at', 'partial', 'missing'],
  bid_decline: ['order'],
  status_preparing: ['order'],
  status_out: ['order'],
  status_delivered: ['order', 'code'],
  pay: ['method'],
  location_text: ['commune', 'quartier'],
  track: ['order'],
  repeat_last: ['remove'],
  cart_set: ['replace'],
}

/** The best judgement over the label and its accepted alternatives. */
export function judge(message: GoldMessage, prediction: Prediction): Judgement {
  const golds = [message, ...(message.accept ?? []).map((other) => ({ ...message, ...other }))]
  const judged = golds.map((gold) => judgeOne(gold, prediction))
  const worth = (judgement: Judgement) =>
    (judgement.full ? 8 : 0) + (judgement.intent ? 4 : 0) + (judgement.items ? 2 : 0) + (judgement.clarify ? 1 : 0)
  return judged.reduce((best, each) => (worth(each) > worth(best) ? each : best))
}

function judgeOne(gold: Gold, prediction: Prediction): Judgement {
  const intent = gold.intent === prediction.intent
  const free = gold.intent === 'price_query'
  const items = itemsKey(gold.items, free) === itemsKey(prediction.items, free)
  const clarify = gold.clarify === prediction.clarify
  const slots = (SCORED[gold.intent] ?? []).filter((slot) => slot in gold.extra)
  const slotsRight = slots.filter((slot) => slotKey(gold.extra[slot]) === slotKey(prediction.extra[slot])).length
  const full = intent && items && clarify && slotsRight === slots.length
  return {
    intent,
    items,
    clarify,
    slots: slots.length,
    slotsRight,
    spurious: gold.items.length === 0 && prediction.items.length > 0,
    full,
  }
}

function itemsKey(items: readonly LabelledItem[], quantityFree: boolean): string {
  return items
    .map(
      (item) =>
        `${item.product}/${item.packaging}/${quantityFree ? '' : (item.quantity ?? null)}/${item.price_xof ?? ''}`,
    )
    .sort()
    .join(' ')
}

function slotKey(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? [...value].sort() : (value ?? null))
}

/** Whether two readings are one in all that is scored. */
export function sameMeaning(one: Prediction, other: Prediction): boolean {
  return (
    one.intent === other.intent &&
    one.clarify === other.clarify &&
    itemsKey(one.items, false) === itemsKey(other.items, false) &&
    (SCORED[one.intent] ?? []).every((slot) => slotKey(one.extra[slot]) === slotKey(other.extra[slot]))
  )
}
