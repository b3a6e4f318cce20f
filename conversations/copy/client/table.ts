import { CART } from './cart.ts'
import { CHOICES } from './choices.ts'
import { COMMON } from './common.ts'
import { DELIVERY } from './delivery.ts'
import { ORDERS } from './orders.ts'
import { REFUSED } from './refusals.ts'
import { REGISTRATION } from './registration.ts'

/** Everything the bot says to a client, by key. */
export const CLIENT_COPY = {
  ...COMMON,
  ...REGISTRATION,
  ...CART,
  ...ORDERS,
  ...DELIVERY,
  ...REFUSED,
  ...CHOICES,
} as const
