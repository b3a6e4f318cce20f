import type { Evidence, Habit } from '../../domain/accounts/habits.ts'
import { subjectOf } from '../understanding/habits.ts'
import { cartLines, changedLines, settledProduct } from './cart-changes.ts'
import { slotsOf } from './heard.ts'
import type { ClientKnown, Here } from './known.ts'
import { productOf } from './known.ts'

// What the client's own behaviour teaches: a choice after our question, or a correction of what we had read. Nothing is
// concluded from orders: who takes the small one tonight may want the big one tomorrow.

const familyOf = (known: ClientKnown, product: string) => productOf(known, product)?.family ?? product

/** A question about a product that this message settles. */
function choiceMade(here: Here) {
  const [question] = here.context.unsure
  const product = settledProduct(here)
  const evidence: Evidence[] = []
  const isOfGoods = question?.reason === 'size' || question?.reason === 'flavour' || question?.reason === 'brand'
  // What to take out says which line of the cart is meant, not what the client likes.
  if (question !== undefined && product !== null && isOfGoods && here.context.unsureAs !== 'remove') {
    const families = question.candidates.map((id) => familyOf(here.event.known, id))
    if (question.candidates.length > 1 && question.candidates.includes(product))
      evidence.push({ about: subjectOf(question.text, families), product, how: 'chosen' })
  }
  return { settled: product !== null, evidence }
}

/** What a change of the cart says of the change before it. */
function correctionMade({ context, event }: Here) {
  const { assumed = [], usual = [] } = context
  const { replace = [] } = slotsOf(event)
  const evidence: Evidence[] = []
  const wanted = 'heard' in event ? event.heard.lines.map(({ product }) => product) : []
  for (const old of replace.filter((product) => assumed.includes(product))) {
    const family = familyOf(event.known, old)
    const product = wanted.find((id) => id !== old && familyOf(event.known, id) === family)
    if (product !== undefined) evidence.push({ about: `brand:${family}`, product, how: 'corrected' })
  }
  const after = new Set(changedLines(event).map(({ product }) => product))
  const before = new Set(cartLines(event.known).map(({ product }) => product))
  const isTakenOut = ({ about, product }: Habit) =>
    // An emptied cart is given up: that says nothing of what was in it.
    after.size > 0 && before.has(product) && !after.has(product) && !evidence.some((one) => one.about === about)
  return {
    settled: false,
    evidence: [...evidence, ...usual.filter(isTakenOut).map((habit) => ({ ...habit, how: 'refused' as const }))],
  }
}

export const learnChoice = { type: 'learn', params: choiceMade } as const
export const learnCorrection = { type: 'learn', params: correctionMade } as const
