import type { SituationState } from './types.ts'

/** A reference named in a text, as the context writes it, and the text without it so that its digits count nothing. */
export interface ReferenceRead {
  order: string | null
  /** Others named after it: "69mil A31, B42 je peux pas". */
  others: string[]
  rest: string
}

/** Finds the references of the open requests and orders; failing that, a bare number or a letter and digits that leads. */
export function readReference(normalised: string, state: SituationState): ReferenceRead {
  const known = [
    ...(state.rfqs ?? []),
    ...(state.orders ?? []),
    ...(state.order === undefined ? [] : [state.order]),
  ].map((each) => each.ref)
  const found: Array<{ ref: string; at: number; length: number }> = []
  let rest = normalised
  for (const ref of new Set(known)) {
    const letters = ref.toLowerCase().replace(/[^a-z0-9]/g, '')
    const pattern = new RegExp(
      `(?<![a-z0-9])(?:n ?o ?|numero |#)?${letters.replace(/([a-z])(\d)/, '$1[ -]?$2')}(?![a-z0-9])`,
    )
    const match = pattern.exec(rest)
    if (match === null) continue
    found.push({ ref, at: match.index, length: match[0].length })
    rest = blank(rest, match.index, match[0].length)
  }
  found.sort((a, b) => a.at - b.at)
  const [first, second, ...more] = found
  if (first !== undefined && second !== undefined && more.length === 0) {
    const between = normalised.slice(first.at + first.length, second.at)
    // "LIVRE 1042 1037": a code may be the number of another order.
    if (DELIVERED.test(normalised) && /^\d{4}$/.test(second.ref) && JOINS_CODE.test(between))
      return { order: first.ref, others: [], rest: blank(normalised, first.at, first.length) }
  }
  const meant = found.find(
    ({ at }, place) =>
      !DECLINED.test(normalised.slice(at, found[place + 1]?.at)) && !NOT_THIS.test(normalised.slice(0, at)),
  )
  const bestFit = meant ?? first
  if (bestFit !== undefined)
    return { order: bestFit.ref, others: found.flatMap(({ ref }) => (ref === bestFit.ref ? [] : [ref])), rest }
  return leading(normalised)
}

const DELIVERED = /\b(?:livr\w*|deliver\w*)\b/
const JOINS_CODE = /^[ :,.-]*(?:livr\w*|delivered)?[ :,.-]*(?:(?:avec )?(?:le )?(?:code|pin)[ :,.-]*)?$/

// "R16 non, R15 119000": the offer is for the other one.
const DECLINED =
  /^[a-z]?[ -]?\d+[ :,-]*(?:c.?est )?(?:non|no|pas|je (?:ne )?(?:peux|prends) pas|impossible|rupture|fini)\b[^\d]*$/

const NOT_THIS = /\b(?:pas|not|sauf) (?:pour |for )?(?:la |le |n |the )?$/

/** "1042 85000 30" though 1042 is not among the open ones: the application says that it is closed. */
function leading(normalised: string): ReferenceRead {
  const coded = /(?<![a-z0-9])([a-z]\d{2,4})(?![a-z0-9])/.exec(normalised)
  if (coded?.[1] !== undefined && !/^(?:x|h|f|n|k)\d/.test(coded[1])) {
    return { order: coded[1].toUpperCase(), others: [], rest: blank(normalised, coded.index, coded[0].length) }
  }
  const keyword =
    /^(?:offre|oui|non|pret|prete|route|livre|note|litige|caisses?|ok|prepare|parti|commande|cmd|refus|no|yes|ready|delivered)?\s*(?:no?\s*|numero\s|#\s*|la\s|le\s|pour\s)?#?(\d{3,6})(?![\d.,]|\s?(?:f\b|fr|cfa|k\b|mille|mn|min|h\b|cas|\d{3}\b))/.exec(
      normalised,
    )
  if (keyword?.[1] === undefined) return { order: null, others: [], rest: normalised }
  // "82000 non 81000": a round sum is a price.
  if (Number(keyword[1]) >= 10_000 && Number(keyword[1]) % 100 === 0 && !/^[a-z#]/.test(normalised))
    return { order: null, others: [], rest: normalised }
  const after = normalised.slice(keyword[0].length)
  const worded = /^[a-z]/.test(normalised)
  // Without a keyword a number is a reference only before a price: "85000 30mn" begins with the price.
  if (!worded && !/\d{4,}|\d[ .,]\d{3}|\dk\b|\d ?mil/.test(after)) return { order: null, others: [], rest: normalised }
  // "OFFRE 90000 1H15", "ok pour 113000": the only number that can be the price is the price.
  if (
    /^(?:offre|oui|ok|yes)/.test(normalised) &&
    Number(keyword[1]) >= 10_000 &&
    !/\d{4,}|\d[ .,]\d{3}|\dk\b|\d ?mil/.test(after)
  )
    return { order: null, others: [], rest: normalised }
  // LIVRE 4821 gives the code alone.
  if (/^(?:livre|delivered)/.test(normalised) && !/\d/.test(after)) return { order: null, others: [], rest: normalised }
  return {
    order: keyword[1],
    others: [],
    rest: blank(normalised, keyword[0].length - keyword[1].length, keyword[1].length),
  }
}

function blank(text: string, from: number, length: number): string {
  return text.slice(0, from) + ' '.repeat(length) + text.slice(from + length)
}
