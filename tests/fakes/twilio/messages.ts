import { newSid } from './webhooks.ts'

/** A Message resource of API 2010-04-01, as Twilio writes it in JSON. */
export interface MessageResource {
  sid: string
  account_sid: string
  messaging_service_sid: string | null
  body: string
  num_segments: string
  num_media: string
  direction: string
  from: string | null
  to: string
  status: string
  price: string | null
  price_unit: string | null
  error_code: number | null
  error_message: string | null
  date_created: string
  date_updated: string
  date_sent: string | null
  api_version: string
  uri: string
  subresource_uris: { media: string }
}

/** A message as it was taken: the resource, and what else was asked for. */
export interface TakenMessage {
  readonly resource: MessageResource
  readonly createdAt: Date
  readonly params: Readonly<Record<string, string>>
}

/** Twilio's error answer: HTTP status, code and words. */
export interface Problem {
  readonly status: number
  readonly code: number
  readonly message: string
}

/** What Twilio checks before it takes a message; undefined when all is well. */
export function problemWith(params: Readonly<Record<string, string>>): Problem | undefined {
  const { To = '', From = '', MessagingServiceSid = '', Body = '', ContentSid = '', MediaUrl, StatusCallback } = params
  const bad = (code: number, message: string): Problem => ({ status: 400, code, message })
  if (To === '') return bad(21604, "A 'To' phone number is required.")
  if (From === '' && MessagingServiceSid === '') return bad(21603, "A 'From' phone number is required.")
  if (Body === '' && ContentSid === '' && MediaUrl === undefined) return bad(21602, 'Message body is required.')
  if ([...Body].length > 1600) return bad(21617, 'The concatenated message body exceeds the 1600 character limit')
  if (!/^(\+[1-9]\d{6,14}|whatsapp:(\+[1-9]\d{6,14}|[A-Z]{2}\.[\w-]+))$/.test(To)) {
    return bad(21211, `Invalid 'To' Phone Number: ${To.slice(0, 4)}XXXX`)
  }
  if (To.startsWith('whatsapp:') !== From.startsWith('whatsapp:') && From !== '') {
    return bad(63007, 'Twilio could not find a Channel with the specified From address')
  }
  if (MediaUrl !== undefined && !(URL.canParse(MediaUrl) && /^https?:$/.test(new URL(MediaUrl).protocol))) {
    return bad(21620, 'Invalid media URL(s)')
  }
  if (StatusCallback !== undefined && (!URL.canParse(StatusCallback) || new URL(StatusCallback).host.includes('_'))) {
    return bad(21609, 'The StatusCallback URL is not a valid URL.')
  }
  return undefined
}

export function takeMessage(accountSid: string, params: Readonly<Record<string, string>>, body: string): TakenMessage {
  const sid = newSid('SM')
  const createdAt = new Date()
  const service = params.MessagingServiceSid ?? null
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${sid}`
  const resource: MessageResource = {
    sid,
    account_sid: accountSid,
    messaging_service_sid: service,
    body,
    // With a messaging service the segments are known later.
    num_segments: service === null ? String(segmentsOf(body)) : '0',
    num_media: params.MediaUrl === undefined ? '0' : '1',
    direction: 'outbound-api',
    from: params.From ?? null,
    to: params.To ?? '',
    status: service === null ? 'queued' : 'accepted',
    price: null,
    price_unit: 'USD',
    error_code: null,
    error_message: null,
    date_created: rfc2822(createdAt),
    date_updated: rfc2822(createdAt),
    date_sent: null,
    api_version: '2010-04-01',
    uri: `${uri}.json`,
    subresource_uris: { media: `${uri}/Media.json` },
  }
  return { resource, createdAt, params }
}

/** Moves a message on; Twilio dates it and, in the end, prices it. */
export function moveOn({ resource }: TakenMessage, status: string, errorCode: number | null): void {
  const now = rfc2822(new Date())
  resource.status = status
  resource.error_code = errorCode
  resource.date_updated = now
  resource.date_sent ??= now
  resource.num_segments = String(segmentsOf(resource.body))
  if (status === 'delivered' || status === 'sent') resource.price = (-0.16 * segmentsOf(resource.body)).toFixed(5)
}

/** GET Messages.json: filtered, newest first, in pages. */
export function listMessages(accountSid: string, taken: readonly TakenMessage[], query: URLSearchParams) {
  const size = Math.min(Number(query.get('PageSize') ?? 50), 1000)
  const page = Number(query.get('Page') ?? 0)
  const found = taken.filter((message) => matches(message, query)).reverse()
  const start = page * size
  const shown = found.slice(start, start + size)
  const pageUri = (number: number): string => {
    const params = new URLSearchParams(query)
    params.set('PageSize', String(size))
    params.set('Page', String(number))
    if (number > 0) params.set('PageToken', `PA${shown.at(-1)?.resource.sid ?? ''}`)
    return `/2010-04-01/Accounts/${accountSid}/Messages.json?${params}`
  }
  return {
    messages: shown.map(({ resource }) => resource),
    page,
    page_size: size,
    start,
    end: Math.max(start, start + shown.length - 1),
    uri: pageUri(page),
    first_page_uri: pageUri(0),
    previous_page_uri: page > 0 ? pageUri(page - 1) : null,
    next_page_uri: start + size < found.length ? pageUri(page + 1) : null,
  }
}

function matches({ resource }: TakenMessage, query: URLSearchParams): boolean {
  if (query.has('To') && query.get('To') !== resource.to) return false
  if (query.has('From') && query.get('From') !== resource.from) return false
  // A message in the queue has no DateSent, so no filter on it finds it.
  const sent = resource.date_sent === null ? Number.NaN : new Date(resource.date_sent).getTime()
  const day = (name: string) => new Date(query.get(name) ?? '').getTime()
  if (query.has('DateSent>') && !(sent >= day('DateSent>'))) return false
  if (query.has('DateSent<') && !(sent <= day('DateSent<') + 86_399_999)) return false
  return !query.has('DateSent') || new Date(sent).toDateString() === new Date(day('DateSent')).toDateString()
}

function segmentsOf(body: string): number {
  const isPlain = /^[\n !-~£¥§¿¡ÄÅÆÇÉÑÖØÜßàäåæèéìñòöøùü]*$/.test(body)
  const [one, many] = isPlain ? [160, 153] : [70, 67]
  return body.length <= one ? 1 : Math.ceil(body.length / many)
}

function rfc2822(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000')
}
