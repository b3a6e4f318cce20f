import type { CartView, ClientOrderView, Shortage } from '../domain/orders/views.ts'
import type { PaymentMethod } from '../domain/work/events.ts'
import type { AccountId, Francs, LineId, OfferId, OrderId, ProductId, ZoneId } from '../domain/work/ids.ts'

// The commands a machine may ask for, with what they take and give. bot/commands.ts ties each to its domain function;
// who does it (the account and the contact of the conversation) is added there, never taken from the message.

export interface CartLine {
  readonly product: ProductId
  readonly unit: string
  readonly quantity: number
}

export interface Registration {
  readonly name: string
  readonly managerName: string
  /** bar, maquis, restaurant, other; depot for a supplier */
  readonly type: string
  readonly zoneId: ZoneId
  readonly quartierId: string | null
  readonly directions: string | null
  readonly latitude: number | null
  readonly longitude: number | null
  readonly email: string | null
}

interface CommandTable {
  // ---- client
  registerClient: {
    input: Registration & { readonly licenceDeclared: boolean }
    output: { readonly accountId: AccountId }
  }
  /** replaces all the lines of the cart, making the cart when there is none */
  setCart: { input: { readonly lines: readonly CartLine[] }; output: { readonly cart: CartView } }
  setCartOptions: {
    input: {
      readonly mode?: 'delivery' | 'pickup'
      /** ISO time; null for now */
      readonly wantedAt?: string | null
      readonly directions?: string
    }
    output: { readonly cart: CartView }
  }
  emptyCart: { input: Record<string, never>; output: Record<string, never> }
  placeOrder: {
    input: { readonly orderId: OrderId }
    output: { readonly orderId: OrderId; readonly number: number; readonly asked: number }
  }
  chooseOffer: {
    input: { readonly orderId: OrderId; readonly offerId: OfferId }
    output: { readonly orderId: OrderId; readonly number: number; readonly supplier: string; readonly total: Francs }
  }
  /** asks the neighbouring zones too, at once */
  widenSearch: { input: { readonly orderId: OrderId }; output: { readonly number: number; readonly asked: number } }
  /** takes an order without offers back into the cart */
  reopenCart: { input: { readonly orderId: OrderId }; output: { readonly cart: CartView } }
  cancelOrder: {
    input: { readonly orderId: OrderId; readonly reason: string | null }
    output: { readonly number: number }
  }
  /** the client's own "bien reçu" */
  confirmReceipt: {
    input: { readonly orderId: OrderId }
    output: { readonly number: number; readonly amountDue: Francs }
  }
  correctLines: {
    input: {
      readonly orderId: OrderId
      readonly corrections: readonly {
        readonly lineId: LineId
        readonly kind: 'missing' | 'broken' | 'weighed'
        /** pieces of `unit` missing or broken, or the weight in kg */
        readonly quantity: number
        /** the line's own unit, or bouteille for a part of a crate */
        readonly unit: string
      }[]
    }
    output: { readonly number: number; readonly amountDue: Francs; readonly before: Francs }
  }
  requestPayment: {
    input: { readonly orderId: OrderId; readonly method: PaymentMethod; readonly phone: string | null }
    output: {
      readonly number: number
      readonly amount: Francs
      readonly method: PaymentMethod
      /** the name the client will see on the phone */
      readonly payee: string
      readonly payUrl: string | null
    }
  }
  rateOrder: {
    input: { readonly orderId: OrderId; readonly score: number; readonly comment: string | null }
    output: { readonly number: number }
  }
  openDispute: {
    input: {
      readonly orderId: OrderId
      readonly kind: 'missing' | 'damaged' | 'late' | 'billing' | 'conduct'
      readonly words: string
    }
    output: { readonly number: number }
  }
  setLanguage: { input: { readonly language: 'fr' | 'en' }; output: Record<string, never> }
  optOut: { input: Record<string, never>; output: Record<string, never> }
  optIn: { input: Record<string, never>; output: Record<string, never> }
  // ---- supplier
  registerSupplier: {
    input: Registration & {
      readonly tradeRegister: string
      readonly alcoholLicence: string
      readonly vehicles: number
      readonly zones: readonly ZoneId[]
    }
    output: { readonly accountId: AccountId }
  }
  /** makes an offer, or revises the one that is open */
  makeOffer: {
    input: {
      readonly orderId: OrderId
      readonly goodsPrice: Francs
      /** null: the supplier's usual delay */
      readonly delayMinutes: number | null
      readonly shortages: readonly Shortage[]
    }
    output: {
      readonly number: number
      readonly goodsPrice: Francs
      readonly delayMinutes: number
      readonly revised: boolean
      readonly complete: boolean
    }
  }
  /** OUI 1042: reference prices, usual delay */
  offerAtReference: {
    input: { readonly orderId: OrderId }
    output: {
      readonly number: number
      readonly goodsPrice: Francs
      readonly delayMinutes: number
      readonly revised: boolean
      readonly complete: boolean
    }
  }
  declineRequest: { input: { readonly orderId: OrderId }; output: { readonly number: number } }
  withdrawOffer: { input: { readonly orderId: OrderId }; output: { readonly number: number } }
  /** the chosen supplier answers in time */
  confirmOrder: {
    input: { readonly orderId: OrderId }
    output: { readonly number: number; readonly supplierReceives: Francs }
  }
  /** PRET: prepared. Confirms too when it was not */
  markReady: { input: { readonly orderId: OrderId }; output: { readonly number: number } }
  /** ROUTE 20 */
  markOnTheRoad: {
    input: { readonly orderId: OrderId; readonly minutes: number | null }
    output: { readonly number: number; readonly minutes: number }
  }
  /** LIVRE 1042 4821: with the client's code */
  markDelivered: {
    input: { readonly orderId: OrderId; readonly code: string }
    output: { readonly number: number; readonly amountDue: Francs; readonly supplierReceives: Francs }
  }
  /** the driver was paid in cash */
  cashReceived: {
    input: { readonly orderId: OrderId }
    output: { readonly number: number; readonly amount: Francs; readonly isPaid: boolean }
  }
  pauseSupplier: {
    /** null: until REPRISE */
    input: { readonly minutes: number | null }
    output: { readonly until: string | null }
  }
  resumeSupplier: { input: Record<string, never>; output: Record<string, never> }
  readDay: {
    input: Record<string, never>
    output: { readonly orders: number; readonly delivered: number; readonly receives: Francs }
  }
  /** positive: DISTRI-NIGHT owes the supplier */
  readBalance: { input: Record<string, never>; output: { readonly balance: Francs } }
}

export type CommandName = keyof CommandTable
export type Input<Name extends CommandName> = CommandTable[Name]['input']
export type Outcome<Name extends CommandName> = CommandTable[Name]['output']
export type Command = { [Name in CommandName]: { readonly command: Name; readonly input: Input<Name> } }[CommandName]

/** An order a short answer could mean. */
export type OpenOrder = Pick<ClientOrderView, 'orderId' | 'number' | 'status'>
