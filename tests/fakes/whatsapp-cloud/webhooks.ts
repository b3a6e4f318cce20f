import { createHmac, randomBytes } from 'node:crypto'

// What Meta posts to us, built without our own code: a second opinion on the signature and the form.

export interface SignedWebhook {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The bytes as Meta signs them: what is not ASCII is escaped. */
export function signedWebhook(payload: unknown, appSecret: string): SignedWebhook {
  const body = JSON.stringify(payload).replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return {
    headers: {
      'content-type': 'application/json',
      'x-hub-signature-256': signatureOf(body, appSecret),
      'user-agent': 'facebookexternalua',
    },
    body,
  }
}

export function signatureOf(body: string | Uint8Array, appSecret: string): string {
  return `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`
}

export function newWamid(): string {
  return `wamid.${randomBytes(24).toString('base64').replace(/=+$/, '')}`
}

/** What a person sends: `says` is the part of the message that depends on its type, the type included. */
export interface FromPerson {
  /** +225...; left out where WhatsApp hides it */
  readonly phone?: string
  /** the business-scoped id; left out as before April 2026 */
  readonly userId?: string
  readonly name?: string
  /** given: the same message again */
  readonly id?: string
  readonly at?: Date
  readonly says: { readonly type: string; readonly [part: string]: unknown }
}

const waIdOf = (phone: string): string => phone.replace(/^\+/, '')

export function messageOf({ phone, userId, id, at = new Date(), says }: FromPerson): object {
  return {
    ...(phone !== undefined && { from: waIdOf(phone) }),
    ...(userId !== undefined && { from_user_id: userId }),
    id: id ?? newWamid(),
    timestamp: String(Math.floor(at.getTime() / 1000)),
    ...says,
  }
}

export function contactOf({ phone, userId, name = 'Awa' }: FromPerson): object {
  return {
    profile: { name },
    ...(phone !== undefined && { wa_id: waIdOf(phone) }),
    ...(userId !== undefined && { user_id: userId }),
  }
}

export interface OurNumber {
  readonly id: string
  readonly shown: string
}

/** One change of field `messages`: what people wrote to one number, or what became of what we wrote. */
export function messagesChange(
  number: OurNumber,
  parts: {
    readonly people?: readonly FromPerson[]
    readonly messages?: readonly unknown[]
    readonly statuses?: readonly unknown[]
    readonly errors?: readonly unknown[]
  },
): object {
  const { people = [], messages = [], statuses, errors } = parts
  const all = [...people.map(messageOf), ...messages]
  return {
    field: 'messages',
    value: {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: number.shown, phone_number_id: number.id },
      ...(people.length > 0 && { contacts: people.map(contactOf) }),
      ...(all.length > 0 && { messages: all }),
      ...(statuses !== undefined && { statuses }),
      ...(errors !== undefined && { errors }),
    },
  }
}

export function posted(wabaId: string, changes: readonly unknown[]): object {
  return { object: 'whatsapp_business_account', entry: [{ id: wabaId, changes }] }
}
