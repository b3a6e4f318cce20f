import { suppliedLines } from '../offers/bidding.ts'
import type { Francs, LineId } from '../work/ids.ts'
import { type Refused, refused } from '../work/refusals.ts'
import type { LineInHand, OfferInHand, PlacedOrder } from './locking.ts'
import { splitAmount } from './splitting.ts'

export interface Correction {
  readonly lineId: LineId
  readonly kind: 'missing' | 'broken' | 'weighed'
  /** how many of `unit` are missing or broken, or the weight in kg */
  readonly quantity: number
  /** the line's own unit, or that of one piece of it (bouteille of a casier) */
  readonly unit: string
}

/** What was corrected on a line before. */
export interface Corrected {
  readonly lineId: LineId
  /** units missing or broken so far */
  readonly missing: number
  /** francs taken off so far for missing and broken (negative) */
  readonly missingAmount: Francs
  /** the weight given before, kg */
  readonly weight: number | null
  /** francs that weight changed */
  readonly weighedAmount: Francs
}

/** A correction in the line's own unit, with what it changes. */
export interface Adjustment {
  readonly lineId: LineId
  readonly kind: Correction['kind']
  /** in the line's unit: missing or broken, or the weight */
  readonly quantity: number
  /** francs of goods, negative when the client owes less */
  readonly amount: Francs
  /** francs of deposits, negative when fewer bottles came */
  readonly deposit: Francs
  /** units that came, all corrections counted */
  readonly delivered: number
}

const PIECES = new Set(['bouteille', 'canette', 'brique', 'piece', 'sachet'])
/** Thirds of a crate do not add up in decimals: a gram of tolerance. */
const TOLERANCE = 0.001

/**
 * What one correction changes (product.md 2). The offer gave one price for all its goods: each supplied line has its
 * share of it in proportion to reference values, and loses the part of its share that did not come. Pure.
 * @param tolerancePercent above it the weight is refused unless the client has agreed
 */
export function adjustLine(
  order: Pick<PlacedOrder, 'lines'>,
  offer: Pick<OfferInHand, 'goodsPrice' | 'shortages'>,
  correction: Correction,
  before: Corrected,
  rule: { readonly tolerancePercent: number; readonly isAgreed: boolean },
): Adjustment | Refused<'LINE_NOT_FOUND' | 'QUANTITY_INVALID'> {
  const supplied = suppliedLines(order.lines, offer.shortages)
  const index = supplied.findIndex((line) => line.lineId === correction.lineId)
  const line = supplied[index]
  if (line === undefined) return refused('LINE_NOT_FOUND')
  const shares = splitAmount(
    offer.goodsPrice,
    supplied.map((each) => each.price * each.quantity),
  )
  const share = shares[index] ?? 0
  return correction.kind === 'weighed'
    ? weigh(line, share, correction, before, rule)
    : takeOff(line, share, correction, before)
}

function takeOff(
  line: LineInHand,
  share: Francs,
  correction: Correction,
  before: Corrected,
): Adjustment | Refused<'QUANTITY_INVALID'> {
  const pieces = correction.unit === line.unit ? 1 : PIECES.has(correction.unit) ? line.pieces : 0
  const left = line.quantity - before.missing
  const units = correction.quantity / pieces
  const isWhole = line.unit === 'kg' || Number.isInteger(correction.quantity)
  if (pieces === 0 || !isWhole || !(units > 0) || units > left + TOLERANCE) {
    return refused('QUANTITY_INVALID', { largest: Math.round(left * Math.max(1, pieces)) })
  }
  // the last of a line takes what is left of its share, so that a line that did not come at all costs nothing
  const isAll = units >= left - TOLERANCE
  const rest = Math.max(0, share + before.missingAmount + before.weighedAmount)
  const amount = isAll ? rest : Math.min(rest, Math.round((share * units) / line.quantity))
  return {
    lineId: line.lineId,
    kind: correction.kind,
    quantity: units,
    amount: 0 - amount,
    deposit: 0 - Math.round(line.deposit * units),
    delivered: Math.max(0, left - units),
  }
}

function weigh(
  line: LineInHand,
  share: Francs,
  correction: Correction,
  before: Corrected,
  rule: { readonly tolerancePercent: number; readonly isAgreed: boolean },
): Adjustment | Refused<'QUANTITY_INVALID'> {
  const weight = Math.round(correction.quantity * 1000) / 1000
  const most = (line.quantity * (100 + rule.tolerancePercent)) / 100
  const isWeighed = line.variableWeight && line.unit === 'kg' && correction.unit === 'kg'
  if (!isWeighed || !(weight >= 0)) return refused('QUANTITY_INVALID', { largest: most })
  if (weight > most + TOLERANCE / 10 && !rule.isAgreed) return refused('QUANTITY_INVALID', { largest: most })
  const change = Math.round((share * weight) / line.quantity) - share
  return {
    lineId: line.lineId,
    kind: 'weighed',
    quantity: weight,
    // a second weighing replaces the first; a line never costs less than nothing
    amount: Math.max(change - before.weighedAmount, 0 - (share + before.missingAmount + before.weighedAmount)),
    deposit: 0,
    delivered: Math.max(0, weight - before.missing),
  }
}
