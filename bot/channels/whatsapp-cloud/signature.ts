import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Whether X-Hub-Signature-256 is Meta's, over the bytes as they came. It carries no time: a request that is posted again
 * is known by its message ids.
 */
export function isSignedByMeta(bytes: Buffer, header: unknown, appSecret: string): boolean {
  const written = typeof header === 'string' ? /^sha256=([0-9a-f]{64})$/i.exec(header)?.[1] : undefined
  if (written === undefined) return false
  return timingSafeEqual(createHmac('sha256', appSecret).update(bytes).digest(), Buffer.from(written, 'hex'))
}

/** In constant time, whatever the lengths. */
export function isSameSecret(given: string, ours: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'compare').update(text).digest()
  return timingSafeEqual(digest(given), digest(ours))
}
