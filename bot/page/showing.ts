import type { ShelfProduct } from '../../conversations/client/known.ts'
import type { PageWords } from '../../conversations/copy/page.ts'
import type { AccountView } from '../../domain/orders/views.ts'

/** Everything the parts of a page are made from. */
export interface Showing {
  readonly token: string
  readonly words: PageWords
  readonly language: 'fr' | 'en'
  readonly now: Date
  readonly account: AccountView
  /** francs, for a delivery */
  readonly minimum: number
  /** the number that is asked for money unless another is written */
  readonly phone: string | null
  /** what is looked for, or the category that is looked at */
  readonly search: string | null
  readonly shelf: string | null
  readonly found: readonly ShelfProduct[]
  readonly shelves: readonly string[]
  /** when it may be wanted, other than now */
  readonly times: readonly { readonly value: string; readonly label: string }[]
  /** nothing in the cart keeps it from going on in the chat where it began */
  readonly mayGoBack: boolean
}
