// WhatsApp's addresses: 2250700000001@s.whatsapp.net is a number, 123456@lid hides one (never to be read as a phone).
// A device of a person is 2250700000001:12@...: the person is the same.

export type Jid = { readonly kind: 'phone' | 'lid'; readonly jid: string; readonly value: string }

const PERSON = /^(\d{5,20})(?:_\d+)?(?::\d+)?@(s\.whatsapp\.net|c\.us|hosted|lid|hosted\.lid)$/

/** A person's address; undefined for groups, statuses, newsletters and whatever else there is. */
export function personIn(text: string | null | undefined): Jid | undefined {
  const [, digits = '', server = ''] = PERSON.exec(text ?? '') ?? []
  if (digits === '') return undefined
  return server.endsWith('lid')
    ? { kind: 'lid', jid: `${digits}@lid`, value: digits }
    : { kind: 'phone', jid: `${digits}@s.whatsapp.net`, value: `+${digits}` }
}

/** Groups, statuses, lists, newsletters and robots: not even decrypted. */
export const isIgnoredJid = (jid: string): boolean => /@(g\.us|broadcast|newsletter|bot|call)$/.test(jid)

/** What the contact's address becomes: the number where it is known, else the LID. */
export const addressOf = (phone: string | null, lid: string | null): string => phone ?? `${lid ?? ''}@lid`
