/** What the platform reads in a message: the contract between understanding, dialogue and reports. */

export type ClientIntent =
  | 'order'
  | 'cart_add'
  | 'cart_remove'
  | 'cart_set'
  | 'cart_show'
  | 'confirm'
  | 'cancel'
  | 'repeat_last'
  | 'list_catalogue'
  | 'price_query'
  | 'track'
  | 'delivery_confirm'
  | 'pay'
  | 'rate'
  | 'dispute'
  | 'location_text'
  | 'offer_choose'

export type SupplierIntent =
  | 'bid'
  | 'bid_decline'
  | 'stock_declare'
  | 'stock_query'
  | 'status_preparing'
  | 'status_out'
  | 'status_delivered'
  | 'pause'
  | 'resume'
  | 'summary'
  | 'empties'

/** `call_me` is APPEL (labelled human_agent in the data); `resume_bot` is FIN, which ends a stretch with a person. */
export type SharedIntent =
  | 'human_agent'
  | 'call_me'
  | 'help'
  | 'greet'
  | 'stop'
  | 'start'
  | 'profile'
  | 'change_zone'
  | 'change_number'
  | 'language'
  | 'erase'
  | 'back'
  | 'resume_bot'
  | 'unknown'

export type Intent = ClientIntent | SupplierIntent | SharedIntent

/** One thing wanted. `quantity` counts packagings (null: not said); `priceXof` is per packaging, in francs. */
export interface Line {
  product: string
  packaging: string
  quantity: number | null
  priceXof?: number
}

export type ClarifyReason =
  | 'size'
  | 'brand'
  | 'flavour'
  | 'quantity'
  | 'packaging'
  | 'not_in_catalogue'
  | 'number'
  | 'target'
  | 'price'
  | 'code'
  | 'score'
  | 'location'
  | 'offer'

/** One question to ask before acting. `candidates` are product ids, best first; `text` is what the person wrote. */
export interface Clarification {
  text: string
  candidates: string[]
  packaging: string | null
  quantity: number | null
  reason: ClarifyReason
}

export type DisputeType = 'missing' | 'damaged' | 'late' | 'billing' | 'conduct'

export type PaymentMethod =
  | 'wave'
  | 'orange_money'
  | 'mtn_momo'
  | 'moov_money'
  | 'cash'
  | 'card'
  | 'bank_transfer'
  | 'credit'

export type UnknownKind =
  | 'chain'
  | 'joke'
  | 'insult'
  | 'legal'
  | 'injection'
  | 'voice_note'
  | 'spam'
  | 'gibberish'
  | 'smalltalk'
  | 'wrong_number'
  | 'empty'

export interface ClockTime {
  hour: number
  minute: number
}

/** The hour of a wished delivery. A day further than tomorrow is only in `deliveryTime`, as written. */
export interface DeliveryAt extends ClockTime {
  day: 'today' | 'tomorrow'
}

/** A plain answer to what the dialogue expected. Only the field of the expected kind is there. */
export interface Answer {
  option?: string
  yes?: boolean
  quantity?: number
  text?: string
}

export interface Slots {
  /** The reading of a short answer against `Situation.expects`. */
  answer?: Answer
  /** 1-based, as in `state.offers`. */
  index?: number
  prefer?: 'cheapest' | 'fastest'
  /** Rating 1 to 5; null when a judgement came without a number. */
  score?: number | null
  disputeType?: DisputeType
  /** Product ids that came instead of what was ordered. */
  received?: string[]
  /** Order reference as the context writes it ("1042", "A17"); null when the text names none. */
  order?: string | null
  priceXof?: number | null
  etaMinutes?: number | null
  etaAt?: ClockTime | null
  partial?: boolean
  /** Product ids that the depot does not have at all. */
  missing?: string[]
  /** Digits only, leading zeros kept; null when the delivery is reported without its code. */
  code?: string | null
  method?: PaymentMethod | null
  amountXof?: number
  claimedPaid?: boolean
  /** "+225" and 10 digits when it is an Ivorian number, else the digits as written. */
  phone?: string
  /** Ids of zones; null when the place was asked for and not recognised. */
  commune?: string | null
  quartier?: string | null
  quartierCandidates?: string[]
  landmark?: string
  /** repeat_last: product ids taken out. */
  remove?: string[]
  /** cart_set: product ids swapped out. */
  replace?: string[]
  asked?: 'delivery_fee' | 'deposit' | 'discount'
  /** list_catalogue: the category named, an id of `Product.category`. */
  category?: string
  kind?: UnknownKind
  language?: 'fr' | 'en'
  summary?: 'day' | 'balance'
  pauseMinutes?: number
  /** As written: "demain 9h", "ce soir". */
  deliveryTime?: string
  deliveryAt?: DeliveryAt
  deliveryMode?: 'delivery' | 'pickup'
  /** The text tries to instruct the machine; what it asked of the machine was dropped. */
  injection?: true
  /** Empties: crates taken back. */
  count?: number
  reasonText?: string
  /** A guess from the words, absent when nothing tells. */
  writtenIn?: 'fr' | 'en'
}

export interface Understanding {
  intent: Intent
  lines: Line[]
  clarifications: Clarification[]
  slots: Slots
  also: Intent[]
  /** Lines that belong to the first of `also` (what is removed while something else is added). */
  alsoLines?: Line[]
  confidence: number
  /** Product ids of `lines` whose size or flavour the text left open: the brand's usual one, or the client's. */
  assumed?: string[]
  /** The habits that settled what the text left open. */
  usual?: Habit[]
}

export type DialogueContext =
  | 'registering'
  | 'idle'
  | 'cart'
  | 'waiting_offers'
  | 'offers'
  | 'awaiting_location'
  | 'paying'
  | 'delivering'
  | 'delivered'
  | 'stopped'
  | 'sup_idle'
  | 'sup_rfq'
  | 'sup_order'
  | 'sup_paused'

export interface KnownOffer {
  index: number
  supplier: string
  priceXof: number
  etaMinutes: number
}

export interface KnownOrder {
  ref: string
  items: Line[]
}

/** What the platform knows when the message comes in. Everything is optional. */
export interface SituationState {
  cart?: Line[]
  /** Product ids of the last change of the cart: "non, la petite" is about these. */
  touched?: readonly string[]
  lastOrder?: Line[]
  order?: KnownOrder
  offers?: KnownOffer[]
  /** Requests open to this supplier. */
  rfqs?: KnownOrder[]
  /** Orders this supplier won. */
  orders?: KnownOrder[]
}

/** What this client means by a brand (`brand:flag`) or a word (`word:biere`) that may mean several products. */
export interface Habit {
  about: string
  product: string
}

export interface Option {
  id: string
  label: string
}

/** What the next short answer means. */
export type Expectation =
  | { kind: 'choice'; options: Option[] }
  | { kind: 'yes_no' }
  | { kind: 'quantity'; product: string; packaging: string }
  | { kind: 'score' }
  | { kind: 'code' }
  | { kind: 'text'; field: string }
  | { kind: 'location' }
  | { kind: 'phone' }

export interface Situation {
  channel: 'whatsapp' | 'sms'
  role: 'client' | 'supplier'
  context: DialogueContext
  state: SituationState
  expects?: Expectation
  habits?: readonly Habit[]
}
