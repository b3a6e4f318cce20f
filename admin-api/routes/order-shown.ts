import { z } from 'zod'
import type { Prisma } from '../../prisma/generated/client.ts'
import { maskPhone } from '../masking.ts'
import { named, orderStatus, paymentMethod } from './fields.ts'
import { offerRow, offerShown, shownOffers } from './offer-shown.ts'

const francs = z.number().int()
const when = z.date().nullable()

// What is read of an order is named here one by one: the delivery code is not, so it cannot slip out.
export const SHOWN = {
  id: true,
  number: true,
  status: true,
  mode: true,
  zoneId: true,
  amountDue: true,
  goodsTotal: true,
  depositTotal: true,
  deliveryFee: true,
  createdAt: true,
  placedAt: true,
  wantedAt: true,
  promisedAt: true,
  deliveredAt: true,
  paidAt: true,
  client: { select: { id: true, name: true } },
  offers: { where: { status: 'chosen' }, select: { supplier: { select: { id: true, name: true } } } },
  _count: { select: { offers: true, requests: true, disputes: { where: { closedAt: null } } } },
} as const satisfies Prisma.OrderSelect

export const orderShown = z.object({
  id: z.uuid(),
  number: z.number().int().nullable().describe('what people say: DISTRI 1042; null for a cart'),
  status: orderStatus,
  mode: z.enum(['delivery', 'pickup']),
  zoneId: z.string(),
  client: named,
  supplier: named.nullable().describe('the one chosen'),
  amountDue: francs.nullable(),
  goodsTotal: francs.nullable(),
  depositTotal: francs,
  deliveryFee: francs,
  createdAt: z.date(),
  placedAt: when,
  wantedAt: when.describe('null: as soon as can be'),
  promisedAt: when,
  deliveredAt: when,
  paidAt: when,
  suppliersAsked: z.number().int(),
  offersMade: z.number().int(),
  openDisputes: z.number().int(),
})

type ShownRow = Prisma.OrderGetPayload<{ select: typeof SHOWN }>

export function shownOrder({ offers, _count, ...row }: ShownRow): z.infer<typeof orderShown> {
  return {
    ...row,
    supplier: offers[0]?.supplier ?? null,
    suppliersAsked: _count.requests,
    offersMade: _count.offers,
    openDisputes: _count.disputes,
  }
}

export const READ = {
  ...SHOWN,
  contactId: true,
  directions: true,
  clientRate: true,
  supplierRate: true,
  waves: true,
  firstOfferAt: true,
  acceptedAt: true,
  preparingAt: true,
  deliveringAt: true,
  closedAt: true,
  cancelReason: true,
  offers: { orderBy: { madeAt: 'asc' }, select: offerRow },
  lines: { orderBy: { position: 'asc' }, include: { product: { select: { nameFr: true, variableWeight: true } } } },
  requests: { orderBy: { sentAt: 'asc' }, include: { supplier: { select: { id: true, name: true } } } },
  payments: { orderBy: { createdAt: 'asc' }, include: { refunds: { orderBy: { requestedAt: 'asc' } } } },
  corrections: { orderBy: { at: 'asc' } },
  ratings: true,
  disputes: { orderBy: { openedAt: 'asc' } },
  log: { orderBy: { id: 'asc' } },
} as const satisfies Prisma.OrderSelect

const line = z.object({
  id: z.uuid(),
  position: z.number().int(),
  productId: z.string(),
  name: z.string(),
  unit: z.string(),
  quantity: z.number(),
  referencePrice: francs,
  deposit: francs,
  variableWeight: z.boolean(),
  delivered: z.number().nullable().describe('what came, when it differs from what was offered'),
})
const refund = z.object({
  reference: z.string(),
  amount: francs,
  reason: z.string(),
  status: z.enum(['requested', 'sent', 'done', 'failed']),
  requestedAt: z.date(),
  doneAt: when,
})
const payment = z.object({
  id: z.uuid(),
  method: paymentMethod,
  amount: francs,
  status: z.enum(['created', 'pending', 'succeeded', 'failed', 'expired', 'cancelled', 'unknown']),
  reference: z.string(),
  providerRef: z.string().nullable(),
  phone: z.string().nullable().describe('masked'),
  failure: z.string().nullable(),
  receipt: z.number().int().nullable(),
  createdAt: z.date(),
  settledAt: when,
  refunds: z.array(refund),
})

export const orderRead = orderShown.extend({
  contactId: z.uuid().describe('of the conversation it was ordered in'),
  directions: z.string().nullable(),
  clientRate: z.number().int().nullable().describe('basis points, fixed when it was placed'),
  supplierRate: z.number().int().nullable(),
  waves: z.number().int(),
  firstOfferAt: when,
  acceptedAt: when,
  preparingAt: when,
  deliveringAt: when,
  closedAt: when,
  cancelReason: z.string().nullable(),
  lines: z.array(line),
  requests: z.array(
    z.object({
      supplier: named,
      wave: z.number().int(),
      status: z.enum(['sent', 'offered', 'declined', 'closed']),
      sentAt: z.date(),
      answeredAt: when,
    }),
  ),
  offers: z.array(offerShown).describe('oldest first'),
  payments: z.array(payment),
  corrections: z.array(
    z.object({
      lineId: z.uuid(),
      kind: z.string(),
      quantity: z.number(),
      amount: francs.describe('what the goods total changed by'),
      by: z.string(),
      at: z.date(),
    }),
  ),
  ratings: z.array(
    z.object({
      by: z.enum(['client', 'supplier']),
      score: z.number().int(),
      comment: z.string().nullable(),
      at: z.date(),
    }),
  ),
  disputes: z.array(
    z.object({
      id: z.uuid(),
      kind: z.enum(['missing', 'damaged', 'late', 'billing', 'conduct']),
      openedBy: z.enum(['client', 'supplier']),
      words: z.string(),
      openedAt: z.date(),
      closedAt: when,
    }),
  ),
  log: z
    .array(
      z.object({
        at: z.date(),
        actorKind: z.string(),
        actorId: z.string().nullable(),
        event: z.string(),
        from: orderStatus.nullable(),
        to: orderStatus.nullable(),
        why: z.string().nullable(),
      }),
    )
    .describe('every change of state and what happened beside it, oldest first'),
})

type ReadRow = Prisma.OrderGetPayload<{ select: typeof READ }>

/** An order with all that happened to it. */
export function wholeOrder(row: ReadRow, now: Date): z.infer<typeof orderRead> {
  const chosen = row.offers.find(({ status }) => status === 'chosen')
  return {
    ...row,
    supplier: chosen?.supplier ?? null,
    suppliersAsked: row._count.requests,
    offersMade: row._count.offers,
    openDisputes: row._count.disputes,
    lines: row.lines.map(({ product, quantity, delivered, ...one }) => ({
      ...one,
      name: product.nameFr,
      variableWeight: product.variableWeight,
      quantity: quantity.toNumber(),
      delivered: delivered?.toNumber() ?? null,
    })),
    offers: shownOffers(row.offers, now),
    payments: row.payments.map((one) => ({ ...one, phone: one.phone === null ? null : maskPhone(one.phone) })),
    corrections: row.corrections.map((one) => ({ ...one, quantity: one.quantity.toNumber() })),
  }
}
