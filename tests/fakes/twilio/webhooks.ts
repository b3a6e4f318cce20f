import { createHmac, randomBytes } from 'node:crypto'

// What Twilio posts to us, built without its SDK: fast enough for the bench, and a second opinion on the signature.

export interface SignedWebhook {
  readonly url: string
  readonly method: 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A request as Twilio would post it: `url` is signed as it stands, query included. */
export function signedWebhook(url: string, authToken: string, params: Readonly<Record<string, string>>): SignedWebhook {
  return {
    url,
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': signatureOf(url, authToken, params),
      'i-twilio-idempotency-token': randomBytes(16).toString('hex'),
      'user-agent': 'TwilioProxy/1.1',
    },
    body: new URLSearchParams(params).toString(),
  }
}

/** base64(HMAC-SHA1(token, url + every name and value, sorted by name)). */
export function signatureOf(url: string, authToken: string, params: Readonly<Record<string, string>>): string {
  const signed = Object.keys(params)
    .sort()
    .map((name) => `${name}${params[name] ?? ''}`)
    .join('')
  return createHmac('sha1', authToken).update(`${url}${signed}`).digest('base64')
}

/** SM..., AC..., HX...: the prefix and 32 hexadecimal digits. */
export function newSid(prefix: string): string {
  return prefix + randomBytes(16).toString('hex')
}

/** What a person sends: `from` with the prefix `whatsapp:` for WhatsApp. */
export interface FromPerson {
  readonly from: string
  readonly to?: string
  readonly body?: string
  /** given: the same message again */
  readonly sid?: string
  readonly profileName?: string
  readonly button?: { readonly id: string; readonly text: string }
  readonly listRow?: { readonly id: string; readonly text: string }
  readonly location?: { readonly latitude: number; readonly longitude: number; readonly label?: string }
  readonly media?: { readonly url: string; readonly contentType: string }
  /** added, or put in place of what would be sent */
  readonly extra?: Readonly<Record<string, string>>
}

/** Every parameter that Twilio sends for such a message. */
export function inboundParams(accountSid: string, message: FromPerson): Record<string, string> {
  const sid = message.sid ?? newSid(message.media === undefined ? 'SM' : 'MM')
  const isWhatsApp = message.from.startsWith('whatsapp:')
  return {
    ToCountry: '',
    SmsMessageSid: sid,
    NumMedia: message.media === undefined ? '0' : '1',
    SmsSid: sid,
    SmsStatus: 'received',
    Body: message.body ?? message.button?.text ?? message.listRow?.text ?? '',
    To: message.to ?? (isWhatsApp ? 'whatsapp:+14155238886' : '+14155238886'),
    NumSegments: '1',
    MessageSid: sid,
    AccountSid: accountSid,
    From: message.from,
    ApiVersion: '2010-04-01',
    ...(isWhatsApp ? whatsAppParams(message) : { FromCountry: 'CI', FromCity: '', FromState: '', FromZip: '' }),
    ...(message.media !== undefined && {
      MediaUrl0: message.media.url,
      MediaContentType0: message.media.contentType,
    }),
    ...message.extra,
  }
}

function whatsAppParams({ from, profileName, button, listRow, location, media }: FromPerson): Record<string, string> {
  return {
    MessageType: typeOf({ button, listRow, location, media }),
    ProfileName: profileName ?? 'Awa',
    WaId: from.replace(/^whatsapp:\+?/, ''),
    ChannelMetadata: JSON.stringify({ type: 'whatsapp', data: { context: { ProfileName: profileName ?? 'Awa' } } }),
    ...(button !== undefined && { ButtonText: button.text, ButtonPayload: button.id }),
    ...(listRow !== undefined && { ListTitle: listRow.text, ListId: listRow.id }),
    ...(location !== undefined && {
      Latitude: String(location.latitude),
      Longitude: String(location.longitude),
      ...(location.label !== undefined && { Label: location.label }),
    }),
  }
}

function typeOf(has: { [Part in 'button' | 'listRow' | 'location' | 'media']: object | undefined }): string {
  if (has.button !== undefined) return 'button'
  if (has.listRow !== undefined) return 'interactive'
  if (has.location !== undefined) return 'location'
  return has.media === undefined ? 'text' : 'image'
}
