import type { InboundMessage } from '../channel.ts'

const PHONE = /^[1-9]\d{7,14}$/
/** A business-scoped user id: the country's two letters, a point, up to 128 letters and digits (or ENT. and these). */
const SCOPED = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/

export type Identities = InboundMessage['identities']

/** Ids of a person as Meta gives them, the one that Meta makes before the phone; what is neither is left out. */
export function identitiesOf(userId: string | undefined, phone: string | undefined): Identities {
  const digits = phone?.replace(/^\+/, '') ?? ''
  return [
    ...(userId !== undefined && SCOPED.test(userId) ? [{ kind: 'whatsapp_id' as const, value: userId }] : []),
    ...(PHONE.test(digits) ? [{ kind: 'phone' as const, value: `+${digits}` }] : []),
  ]
}

/** Where the answer goes: the phone when it is known, for templates with codes need it; else the id. */
export function addressOf(identities: Identities): string | undefined {
  return (identities.find(({ kind }) => kind === 'phone') ?? identities[0])?.value
}

/** As a send names its recipient: a phone is `to`, a business-scoped id `recipient`. */
export function recipientOf(address: string): { readonly to: string } | { readonly recipient: string } {
  return address.startsWith('+') ? { to: address } : { recipient: address }
}
