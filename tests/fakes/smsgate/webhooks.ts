import { createHmac, randomBytes } from 'node:crypto'

// What the app on the phone posts, signed as it signs.

export type EventName = 'sms:received' | 'sms:sent' | 'sms:delivered' | 'sms:failed' | 'system:ping'

export interface SignedEvent {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** X-Signature: hex HMAC-SHA256(key, body + X-Timestamp), the time being that of this very try. */
export function signedEvent(body: string, key: string, at: Date, encoding: 'utf8' | 'latin1' = 'utf8'): SignedEvent {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'me.capcom.smsgateway/1.60.0',
      'x-timestamp': timestamp,
      'x-signature': createHmac('sha256', key).update(body, encoding).update(timestamp).digest('hex'),
    },
  }
}

/** As the app makes its ids: 21 characters. */
export function nanoId(): string {
  return randomBytes(16).toString('base64url').slice(0, 21)
}

export interface FromPerson {
  readonly from: string
  readonly text: string
  /** the envelope's; given twice: the same event again */
  readonly id?: string
  readonly deviceId?: string
  readonly simNumber?: number | null
  /** the phone's clock */
  readonly receivedAt?: Date
  /** added to the payload, or put in place of what is there */
  readonly extra?: Readonly<Record<string, unknown>>
}

export function envelope(
  event: string,
  deviceId: string,
  payload: object,
  { id = nanoId(), webhookId = nanoId() } = {},
): string {
  return JSON.stringify({ deviceId, event, id, payload, webhookId })
}

export function receivedPayload({ from, text, simNumber = 1, receivedAt, extra }: FromPerson): object {
  return {
    message: text,
    receivedAt: (receivedAt ?? new Date()).toISOString(),
    // made of the words and the number: the same words come with the same id
    messageId: createHmac('md5', from).update(text).digest('hex').slice(0, 8),
    phoneNumber: from,
    recipient: null,
    sender: from,
    simNumber,
    ...extra,
  }
}
