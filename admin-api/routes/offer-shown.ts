import { z } from 'zod'
import { rankOffers } from '../../domain/offers/ranking.ts'
import type { Prisma } from '../../prisma/generated/client.ts'
import { named } from './fields.ts'

export const offerRow = {
  id: true,
  orderId: true,
  status: true,
  goodsPrice: true,
  deliveryFee: true,
  deposits: true,
  delayMinutes: true,
  shortages: true,
  complete: true,
  revision: true,
  madeAt: true,
  validUntil: true,
  chosenAt: true,
  confirmBy: true,
  confirmedAt: true,
  ranking: true,
  supplier: { select: { id: true, name: true, ratingSum: true, ratingCount: true } },
} as const satisfies Prisma.OfferSelect

export type OfferRow = Prisma.OfferGetPayload<{ select: typeof offerRow }>

const shortages = z.array(z.object({ lineId: z.uuid(), quantity: z.number() }))
const francs = z.number().int()

/** The inputs that the place in the ranking was worked out from, all in francs but the first (product.md 2). */
const explanation = z.object({
  shortLines: z.number().int(),
  goods: francs,
  delivery: francs,
  deposits: francs,
  totalCost: francs.describe('what the client pays'),
  waiting: francs.describe('what the waiting counts for'),
  record: francs.describe('what the supplier’s record counts for'),
  weighed: francs.describe('all of it: less is better'),
})
const stored = explanation.extend({ rank: z.number().int(), of: z.number().int() })

export const offerShown = z.object({
  id: z.uuid(),
  orderId: z.uuid(),
  supplier: named,
  status: z.enum(['open', 'chosen', 'lost', 'withdrawn', 'expired', 'lapsed']),
  goodsPrice: francs,
  deliveryFee: francs,
  deposits: francs,
  totalCost: francs.describe('goods, delivery and deposits: what the client pays'),
  delayMinutes: z.number().int(),
  complete: z.boolean(),
  shortages: shortages.describe('lines supplied only in part; 0: missing'),
  revision: z.number().int(),
  madeAt: z.date(),
  validUntil: z.date(),
  chosenAt: z.date().nullable(),
  confirmBy: z.date().nullable(),
  confirmedAt: z.date().nullable(),
  rank: z.number().int().nullable().describe('1 is best: as it was at the choice, or as it is now for an open offer'),
  of: z.number().int().nullable().describe('how many were ranked together'),
  explanation: explanation.nullable().describe('why it ranks so; null when it was never ranked'),
})

/**
 * Offers of one order: those that were judged keep the ranking of that moment, those that can still be chosen are
 * ranked as the client sees them now.
 */
export function shownOffers(rows: readonly OfferRow[], now: Date): z.infer<typeof offerShown>[] {
  const open = rows.filter(({ status, validUntil }) => status === 'open' && validUntil > now)
  const ranked = new Map(rankOffers(open.map(asView)).map((offer) => [offer.offerId, offer]))
  return rows.map((row) => {
    const live = ranked.get(row.id)
    return live === undefined
      ? shownOffer(row)
      : shownOffer(row, { ...live.explanation, rank: live.rank, of: open.length })
  })
}

/** An offer by itself, with the place it had when one was chosen. */
export function shownOffer(row: OfferRow, place = stored.safeParse(row.ranking).data): z.infer<typeof offerShown> {
  const { ranking: _, ...offer } = row
  return {
    ...offer,
    shortages: shortages.parse(row.shortages),
    totalCost: row.goodsPrice + row.deliveryFee + row.deposits,
    rank: place?.rank ?? null,
    of: place?.of ?? null,
    explanation: place ?? null,
  }
}

function asView(row: OfferRow) {
  const { supplier, id, validUntil, madeAt, ...offer } = row
  return {
    ...offer,
    offerId: id,
    supplier: supplier.name,
    shortages: shortages.parse(row.shortages),
    validUntil: validUntil.toISOString(),
    madeAt: madeAt.toISOString(),
    ratingSum: supplier.ratingSum,
    ratingCount: supplier.ratingCount,
  }
}
