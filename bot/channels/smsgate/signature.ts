import { createHmac, timingSafeEqual } from 'node:crypto'
import type { SmsgateOptions } from './options.ts'

export type Signed =
  | { readonly kind: 'signed' }
  | { readonly kind: 'unsigned'; readonly why: string }
  /** ours by its key, and its time too far from ours: in seconds, negative when the phone is behind */
  | { readonly kind: 'stale'; readonly skewSeconds: number }

/**
 * Checks X-Signature, hex HMAC-SHA256(key, raw body + X-Timestamp), in constant time. The app signs anew, with the time
 * of that moment, each time it tries again: a message that waited two days comes with a fresh time.
 */
export function checkSignature(
  { signature, timestamp, body }: { signature: unknown; timestamp: unknown; body: Uint8Array },
  { signingKeys, toleranceSeconds, clock }: Pick<SmsgateOptions, 'signingKeys' | 'toleranceSeconds' | 'clock'>,
): Signed {
  if (typeof signature !== 'string' || typeof timestamp !== 'string') {
    return { kind: 'unsigned', why: 'X-Signature or X-Timestamp is missing.' }
  }
  if (!/^[0-9a-fA-F]{64}$/.test(signature) || !/^\d{1,12}$/.test(timestamp)) {
    return { kind: 'unsigned', why: 'X-Signature or X-Timestamp has another form.' }
  }
  const given = Buffer.from(signature, 'hex')
  // Every key is tried, whichever fits: the time taken says nothing of them.
  const fitting = signingKeys.filter((key) =>
    timingSafeEqual(createHmac('sha256', key).update(body).update(timestamp).digest(), given),
  )
  if (fitting.length === 0) return { kind: 'unsigned', why: 'X-Signature does not match.' }
  const skewSeconds = Number(timestamp) - Math.floor(clock.now().getTime() / 1000)
  return Math.abs(skewSeconds) > toleranceSeconds ? { kind: 'stale', skewSeconds } : { kind: 'signed' }
}
