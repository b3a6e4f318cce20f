import { createHmac } from 'node:crypto'
import type { Wire } from './wire.ts'

/** What the server said to a phone: committed at that time (milliseconds of the epoch, with fractions). */
export interface Spoken {
  readonly to: string
  readonly text: string
  readonly at: number
}

interface Listener {
  readonly expects: RegExp
  /** what was said before that moment is no answer */
  readonly since: number
  heard(message: Spoken): void
}

const KEPT = 30
const PATIENCE_MS = 30_000

/** Sends signed Twilio webhooks for many phones and hands each phone what it is told. */
export class PostOffice {
  readonly times: number[] = []
  readonly refusals: string[] = []
  isMeasuring = false
  onHeard: (message: Spoken) => void = () => {}
  readonly #wire: Wire
  readonly #token: string
  readonly #url: string
  readonly #listeners = new Map<string, Listener[]>()
  readonly #kept = new Map<string, Spoken[]>()
  readonly #limit: number
  readonly #waiting: (() => void)[] = []
  readonly #gapMs: number
  #nextAt = 0
  #inFlight = 0
  #sent = 0

  constructor(parts: { wire: Wire; token: string; url: string; inFlight: number; atMost?: number | undefined }) {
    this.#wire = parts.wire
    this.#token = parts.token
    this.#url = parts.url
    this.#limit = parts.inFlight
    this.#gapMs = parts.atMost === undefined ? 0 : 1000 / parts.atMost
  }

  /** What came out of the server. */
  deliver(message: Spoken): void {
    const listeners = this.#listeners.get(message.to) ?? []
    // What was written in one breath is answered in one: a reply may be that of several.
    const isFor = ({ expects, since }: Listener) => message.at >= since && expects.test(message.text)
    const heard = listeners.filter(isFor)
    if (heard.length > 0) {
      this.#listeners.set(
        message.to,
        listeners.filter((listener) => !isFor(listener)),
      )
      for (const listener of heard) listener.heard(message)
    } else {
      const kept = this.#kept.get(message.to) ?? []
      kept.push(message)
      if (kept.length > KEPT) kept.shift()
      this.#kept.set(message.to, kept)
    }
    this.onHeard(message)
  }

  /** The next message a phone is told that matches, or one it was told already and nobody waited for. */
  hear(phone: string, expects: RegExp, since = 0): Promise<Spoken> {
    const kept = this.#kept.get(phone) ?? []
    const place = kept.findIndex(({ text, at }) => at >= since && expects.test(text))
    const already = place < 0 ? undefined : kept.splice(place, 1)[0]
    if (already !== undefined) return Promise.resolve(already)
    return new Promise((resolve, reject) => {
      const listener: Listener = {
        expects,
        since,
        heard(message) {
          clearTimeout(timer)
          resolve(message)
        },
      }
      const timer = setTimeout(() => {
        const said = (this.#kept.get(phone) ?? []).map(({ text }) => text).join(' | ')
        reject(new Error(`${phone} was not told ${expects}; it was told: ${said}`))
      }, PATIENCE_MS)
      this.#listeners.set(phone, [...(this.#listeners.get(phone) ?? []), listener])
    })
  }

  /** Writes as a phone; resolves with the committed reply. Its time runs from the webhook to the commit. */
  async say(phone: string, medium: 'whatsapp' | 'sms', text: string, expects: RegExp): Promise<Spoken> {
    await this.#slot()
    try {
      const began = performance.timeOrigin + performance.now()
      const reply = this.hear(phone, expects, began)
      // A refused post is reported first; the reply that then never comes is no second failure.
      reply.catch(() => {})
      const status = await this.#post(phone, medium, text)
      if (status >= 300) this.refusals.push(`${status} for ${text}`)
      const spoken = await reply
      if (this.isMeasuring) this.times.push(spoken.at - began)
      return spoken
    } finally {
      this.#inFlight -= 1
      this.#waiting.shift()?.()
    }
  }

  async #slot(): Promise<void> {
    while (this.#inFlight >= this.#limit) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#inFlight += 1
    if (this.#gapMs === 0) return
    // An even pace: each message has its moment, late ones do not bunch up behind a slow one.
    const now = performance.now()
    this.#nextAt = Math.max(this.#nextAt + this.#gapMs, now)
    const wait = this.#nextAt - now
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait))
  }

  #post(phone: string, medium: 'whatsapp' | 'sms', text: string): Promise<number> {
    this.#sent += 1
    const prefix = medium === 'whatsapp' ? 'whatsapp:' : ''
    const form = {
      AccountSid: 'ACbench',
      Body: text,
      From: `${prefix}${phone}`,
      MessageSid: `SM${this.#sent.toString(16).padStart(32, '0')}`,
      NumMedia: '0',
      To: `${prefix}+2250700000000`,
      ...(medium === 'whatsapp' ? { WaId: phone.slice(1) } : {}),
    }
    const names = Object.entries(form).sort(([a], [b]) => (a < b ? -1 : 1))
    const signed = `${this.#url}/webhooks/twilio/messages${names.map(([name, value]) => name + value).join('')}`
    const signature = createHmac('sha1', this.#token).update(signed).digest('base64')
    return this.#wire.post(
      '/webhooks/twilio/messages',
      `x-twilio-signature: ${signature}\r\n`,
      new URLSearchParams(form).toString(),
    )
  }
}
