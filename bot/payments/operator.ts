import type { PaymentFailure, PaymentMethod } from '../../domain/work/events.ts'
import type { Francs } from '../../domain/work/ids.ts'

/** What an operator of mobile money, or an aggregator, is asked for. */
export interface PaymentOrder {
  /** ours, at most 24 letters, digits and dashes: the operator knows a repetition by it */
  readonly reference: string
  readonly method: PaymentMethod
  /** +225 and 10 digits */
  readonly phone: string
  readonly amount: Francs
}

export type RequestOutcome =
  | { readonly requested: 'accepted' }
  | { readonly requested: 'failed'; readonly failure: PaymentFailure }

/** One movement of money that the operator made for a reference. Two of them: the client paid twice. */
export interface Movement {
  readonly providerRef: string
  readonly amount: Francs
}

export type OperatorStatus =
  | { readonly status: 'pending' | 'expired' }
  /** the operator never heard of this reference: asking again cannot charge twice */
  | { readonly status: 'notFound' }
  | { readonly status: 'failed'; readonly failure: PaymentFailure }
  | { readonly status: 'succeeded'; readonly movements: readonly Movement[] }

export interface RefundOrder {
  readonly reference: string
  readonly method: PaymentMethod
  readonly phone: string
  readonly amount: Francs
  /** the operator's number of the money that came */
  readonly providerRef: string | null
}

/**
 * One operator of mobile money. Anything it throws, and any answer that takes too long, means "unknown": it is asked
 * for the status later and never taken for a failure (providers.md 4.6). Repeating a request or a refund with the same
 * reference changes nothing.
 */
export interface Operator {
  request(payment: PaymentOrder): Promise<RequestOutcome>
  status(payment: Pick<PaymentOrder, 'reference' | 'method'>): Promise<OperatorStatus>
  refund(refund: RefundOrder): Promise<'sent' | 'done' | 'failed'>
}
