import type { DialogueContext, Intent } from './types.ts'

const EVERYBODY: readonly Intent[] = ['human_agent', 'help', 'greet', 'stop', 'unknown']
const CLIENT: readonly Intent[] = [...EVERYBODY, 'price_query', 'list_catalogue']
const SUPPLIER: readonly Intent[] = [...EVERYBODY, 'stock_declare', 'pause', 'summary']

const SENSIBLE: Readonly<Record<DialogueContext, ReadonlySet<Intent>>> = {
  registering: new Set([...CLIENT, 'order', 'location_text']),
  idle: new Set([...CLIENT, 'order', 'repeat_last']),
  cart: new Set([...CLIENT, 'cart_add', 'cart_remove', 'cart_set', 'cart_show', 'confirm', 'cancel']),
  waiting_offers: new Set([...CLIENT, 'order', 'track', 'cancel']),
  offers: new Set([...CLIENT, 'offer_choose', 'cancel', 'track']),
  awaiting_location: new Set([...CLIENT, 'location_text', 'cancel']),
  paying: new Set([...CLIENT, 'pay', 'cancel', 'track']),
  delivering: new Set([...CLIENT, 'track', 'delivery_confirm', 'dispute', 'cancel', 'pay', 'order']),
  delivered: new Set([...CLIENT, 'rate', 'dispute', 'delivery_confirm', 'repeat_last', 'order', 'track', 'pay']),
  stopped: new Set([...EVERYBODY, 'start', 'order']),
  sup_idle: new Set([...SUPPLIER]),
  sup_rfq: new Set([...SUPPLIER, 'bid', 'bid_decline']),
  sup_order: new Set([...SUPPLIER, 'status_preparing', 'status_out', 'status_delivered']),
  sup_paused: new Set([...SUPPLIER, 'resume']),
}

/** Whether an intent can be meant where the dialogue is: nobody chooses an offer before one is there. */
export function makesSense(intent: Intent, context: DialogueContext): boolean {
  return SENSIBLE[context]?.has(intent) ?? false
}
