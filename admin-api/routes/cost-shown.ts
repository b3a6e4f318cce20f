import { z } from 'zod'

/** What some messages cost. */
export const messageCost = z.object({
  messages: z.number().int().describe('that left'),
  segments: z.number().int().describe('of SMS'),
  cost: z.number().describe('XOF with decimals, of the messages whose price is known'),
  withoutPrice: z.number().int().describe('messages whose price is not known: without a tariff, or without usdToXof'),
})
