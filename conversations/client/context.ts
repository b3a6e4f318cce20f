import type { Habit } from '../../domain/accounts/habits.ts'
import type { PaymentMethod } from '../../domain/work/events.ts'
import type { OfferId, OrderId, ProductId } from '../../domain/work/ids.ts'
import type { Input, Registration } from '../commands.ts'
import type { Clarification, DisputeType, Expectation } from '../understanding/types.ts'
import type { QuestionKey } from './question-keys.ts'

/** What the client wants with an order, while we ask which one. */
export type Intention = 'cancel' | 'pay' | 'receive' | 'dispute' | 'rate' | 'offers'

export type Correction = Input<'correctLines'>['corrections'][number]

/** Where the dialogue is, and ids. Carts, orders and offers are in the database: `event.known` has them. */
export interface ClientContext {
  /** the question that waits for an answer: asked again after help, a misunderstanding, silence or a person */
  readonly asking: QuestionKey | null
  /** what the next short answer means; the lane gives it to `understand` */
  readonly expects: Expectation | null
  /** misunderstandings in a row; at 3 a person is called */
  readonly misses: number
  /** the order the dialogue is about */
  readonly orderId: OrderId | null
  readonly intention: Intention | null
  readonly registration: Partial<Registration>
  /** questions about products still to settle, the first one is being asked */
  readonly unsure: readonly Clarification[]
  /** what is done with the product once it is clear */
  readonly unsureAs: 'add' | 'remove' | 'set'
  /** products of the last change of the cart: "non 4" after "3 castel" is about castel */
  readonly touched?: readonly ProductId[]
  /** those of them whose size or flavour the words left open */
  readonly assumed?: readonly ProductId[]
  /** the habits that settled some of them: said when the cart is shown */
  readonly usual?: readonly Habit[]
  /** said with the order ("ce soir 20h", "je passe chercher"), so not asked again */
  readonly options: { readonly mode: 'delivery' | 'pickup' | null; readonly wantedAt: string | null }
  /** offers in the order they were shown: their numbers never change under the client's thumb */
  readonly shown: readonly OfferId[]
  readonly category: string | null
  readonly corrections: readonly Correction[]
  readonly dispute: DisputeType | null
  readonly method: PaymentMethod | null
  readonly score: number | null
}

export const NOWHERE: ClientContext = {
  asking: null,
  expects: null,
  misses: 0,
  orderId: null,
  intention: null,
  registration: {},
  unsure: [],
  unsureAs: 'add',
  options: { mode: null, wantedAt: null },
  shown: [],
  category: null,
  corrections: [],
  dispute: null,
  method: null,
  score: null,
}
