/**
 * Every number of the product that staff may change, with its default (product.md). Stored values win; each change is
 * kept with who, when, old and new.
 */
export const DEFAULT_SETTINGS = {
  /** francs; under it the client may add or come and fetch (product.md 2) */
  minimumForDelivery: 3_000,
  /** basis points of the goods total (product.md 3) */
  clientCommissionRate: 200,
  /** basis points of what is left after the client commission */
  supplierCommissionRate: 200,
  /** suppliers asked at once: SMS cost money, the best few are asked first (product.md 2) */
  firstWaveSize: 3,
  secondWaveAfterMinutes: 5,
  /** then a few more at a time, so that all of the zone is asked within the 15 minutes of the first offer */
  laterWavesAfterMinutes: 2,
  tellClientNoOfferMinutes: [30, 120],
  alertNoOfferMinutes: 120,
  /** then the order is given up with a clear "nothing found" */
  orderExpiresAfterMinutes: 180,
  offerValidMinutes: 30,
  /** a depot keeper is often loading a van: shorter costs a good offer, longer costs the bar its evening */
  confirmationMinutes: 10,
  latePreparingMinutes: 60,
  lateDeliveringMinutes: 30,
  latePastPromiseMinutes: 45,
  stuckMinutes: 60,
  paymentPendingMinutes: 10,
  /** a wallet that has not answered for so long no longer keeps the client from paying otherwise (providers.md 4.6) */
  paymentExpiresMinutes: 30,
  paymentReminderHours: [1, 24, 72],
  unpaidOrdersBeforeSuspension: 3,
  /** a mean rating under this, over at least so many rated orders, proposes a suspension (product.md 1) */
  suspensionMeanRating: 2,
  suspensionMinimumRatings: 10,
  paidTwiceVoucher: 5_000,
  voucherValidDays: 180,
  disputeWithinHours: 48,
  /** an unpaid order is rated all the same; a paid one is asked about at once */
  askRatingAfterMinutes: 45,
  /** percent above the weight ordered that the client need not agree to */
  weighedTolerancePercent: 10,
  /** over this many cases of one line the client is asked again */
  largestQuantity: 500,
  /** an urgent WhatsApp message that no phone has confirmed by then goes by SMS (conversations.md, Outgoing) */
  smsFallbackMinutes: 2,
  handOverReminderMinutes: 10,
  handOverReturnMinutes: 20,
  /** francs for a dollar, for prices that providers give in USD; 0: not known */
  usdToXof: 0,
} as const

export type SettingKey = keyof typeof DEFAULT_SETTINGS
type Widened<Value> = Value extends number ? number : Value extends readonly number[] ? readonly number[] : never
export type Settings = { readonly [Key in SettingKey]: Widened<(typeof DEFAULT_SETTINGS)[Key]> }
