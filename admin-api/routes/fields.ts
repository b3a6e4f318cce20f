import { z } from 'zod'

// What several routes name alike.

export const byId = z.object({ id: z.uuid() })
/** Of a payment or a refund: DN-1042-1, RF-1042-1. */
export const byReference = z.object({ reference: z.string().regex(/^[\w-]{1,40}$/) })

export const accountKind = z.enum(['client', 'supplier'])
export const accountStatus = z.enum(['pending', 'approved', 'rejected', 'suspended', 'closed'])
export const orderStatus = z.enum([
  'draft',
  'pending_offers',
  'offers_received',
  'accepted',
  'preparing',
  'delivering',
  'delivered',
  'paid',
  'closed',
  'cancelled',
  'expired',
])
export const paymentMethod = z.enum(['orange_money', 'mtn_momo', 'moov_money', 'wave', 'cash'])

/** Words that are kept, and mostly sent to a person. */
export const words = z.string().trim().min(3).max(300)

/** An ISO time, with a zone or in UTC (Abidjan's). */
export const time = z.iso.datetime({ offset: true, local: true }).transform((text) => {
  return new Date(/[Zz]|[+-]\d\d:?\d\d$/.test(text) ? text : `${text}Z`)
})

export const named = z.object({ id: z.uuid(), name: z.string() })
