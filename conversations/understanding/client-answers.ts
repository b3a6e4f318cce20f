import { CUES } from './client-cues.ts'
import { linesOf } from './lines.ts'
import { landmarkOf, readPlace } from './places.ts'
import type { Slots, Understanding } from './types.ts'
import { understood, type View, withLines } from './view.ts'

/** A question of price: what for, and whether it is the deposit, a discount or the delivery that is asked. */
export function readPrice(view: View): Understanding {
  const { plain } = view
  const slots: Slots = {}
  const index = view.knowledge.catalogue
  const mentions = view.mentions.filter((mention) => !mention.old)
  if (CUES.deposit.test(plain)) slots.asked = 'deposit'
  else if (CUES.discount.test(plain)) slots.asked = 'discount'
  else if (CUES.fee.test(plain) && mentions.length === 0) slots.asked = 'delivery_fee'
  if (slots.asked === 'delivery_fee') {
    const { commune } = readPlace(view.reading.tokens, view.knowledge.places)
    if (commune !== null) slots.commune = commune
  }
  const shared = mentions.findLast((mention) => mention.sizeWord !== null || mention.ml !== null)
  const together = /\bchacune?\b|\bles deux\b|\beach\b/.test(plain)
  const asked = mentions.map((mention) => ({
    ...mention,
    quantity: null,
    half: false,
    vague: false,
    doubtfulNumber: false,
    sizeWord: mention.sizeWord ?? (together ? (shared?.sizeWord ?? null) : null),
    units:
      mention.units ??
      (mentions.length > 1 && mentions.some((other) => other.units !== null)
        ? (mentions.find((other) => other.units !== null)?.units ?? null)
        : null),
  }))
  const { lines, clarifications } = linesOf(asked, index, { quantityOptional: true })
  return { ...withLines('price_query', lines, slots), clarifications }
}

/** Where to deliver: commune, quartier and directions; asks when two quartiers have the name or none is known. */
export function readLocation(view: View): Understanding {
  const { tokens, normalised } = view.reading
  const place = readPlace(tokens, view.knowledge.places)
  const landmark = landmarkOf(normalised, tokens, place)
  const slots: Slots = { commune: place.commune, quartier: place.quartier }
  if (place.quartierCandidates.length > 0) slots.quartierCandidates = place.quartierCandidates
  if (landmark !== null) slots.landmark = landmark
  const result = understood('location_text', slots, place.commune === null ? 0.5 : 0.9)
  if (place.commune !== null) return result
  return {
    ...result,
    clarifications: [{ text: view.bare, candidates: [], packaging: null, quantity: null, reason: 'location' }],
  }
}
