/** Messages a second and the times of one measurement, in milliseconds. */
export interface Figures {
  readonly messages: number
  readonly seconds: number
  readonly perSecond: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

/** @param times milliseconds of each message */
export function figuresOf(times: readonly number[], seconds: number): Figures {
  const sorted = Float64Array.from(times).sort()
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return {
    messages: times.length,
    seconds,
    perSecond: times.length / seconds,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
  }
}

export function line(name: string, { messages, seconds, perSecond, p50, p95, p99 }: Figures): string {
  const ms = (value: number) => `${value.toFixed(1)} ms`
  return `${name.padEnd(34)} ${perSecond.toFixed(0).padStart(6)} messages/s   p50 ${ms(p50)}   p95 ${ms(p95)}   p99 ${ms(p99)}   (${messages} in ${seconds.toFixed(1)} s)`
}
