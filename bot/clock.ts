/** Where time comes from: the system in production, a clock that is set in tests. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }
