import { z } from 'zod'
import type { IdentityChange, InboundMessage } from '../channel.ts'
import { addressOf, identitiesOf } from './addresses.ts'
import { readBody } from './bodies.ts'
import { ADAPTER } from './options.ts'
import { MessageId, problemOf } from './reading.ts'

export type ParsedMessage =
  | { readonly kind: 'message'; readonly message: InboundMessage }
  | { readonly kind: 'change'; readonly change: IdentityChange }
  /** understood, and nothing to do */
  | { readonly kind: 'ignored'; readonly why: string }
  | { readonly kind: 'malformed'; readonly why: string }

const Message = z.looseObject({
  id: MessageId,
  type: z.string(),
  from: z.string().optional(),
  from_user_id: z.string().optional(),
  group_id: z.string().optional(),
})
type Message = z.output<typeof Message>

const Contact = z.object({
  profile: z.object({ name: z.string().optional() }).optional(),
  wa_id: z.string().optional(),
  user_id: z.string().optional(),
})

/** Reads one item of `messages`; fields and types that Meta adds are no harm. */
export function parseMessage(given: unknown, contacts: readonly unknown[], sender: string): ParsedMessage {
  const parsed = Message.safeParse(given)
  if (!parsed.success) return { kind: 'malformed', why: `a message: ${problemOf(parsed.error)}` }
  const message = parsed.data
  if (message.type === 'system') return parseSystem(message)
  // A reaction to what was said an hour ago confirms nothing now; in a group nobody talks to us alone.
  if (message.type === 'reaction' || message.group_id !== undefined) {
    return { kind: 'ignored', why: message.group_id === undefined ? 'a reaction' : 'a group' }
  }
  const contact = contactOf(message, contacts)
  const identities = identitiesOf(message.from_user_id ?? contact?.user_id, message.from ?? contact?.wa_id)
  const address = addressOf(identities)
  if (address === undefined) return { kind: 'malformed', why: `message ${message.id}: from nobody we could answer` }
  const body = readBody(message.type, message)
  if (body === undefined)
    return { kind: 'malformed', why: `message ${message.id}: no ${message.type.slice(0, 40)} in it` }
  return {
    kind: 'message',
    message: {
      adapter: ADAPTER,
      medium: 'whatsapp',
      address,
      identities,
      providerId: message.id,
      name: contact?.profile?.name ?? null,
      sender,
      body,
    },
  }
}

function contactOf({ from, from_user_id }: Message, contacts: readonly unknown[]) {
  const known = contacts
    .map((each) => Contact.safeParse(each))
    .flatMap(({ data }) => (data === undefined ? [] : [data]))
  const found = known.find(({ wa_id, user_id }) => {
    return (user_id !== undefined && user_id === from_user_id) || (wa_id !== undefined && wa_id === from)
  })
  // Whoever is alone in it wrote it, even where the phone is written in another way.
  return found ?? (known.length === 1 ? known[0] : undefined)
}

const System = z.object({
  type: z.string(),
  body: z.string().default(''),
  wa_id: z.string().optional(),
  user_id: z.string().optional(),
  previous_user_id: z.string().optional(),
})

/** A changed number comes with the old one as sender; a changed WhatsApp id may name the old one in its words only. */
function parseSystem(message: Message): ParsedMessage {
  const system = System.safeParse(message.system)
  if (!system.success) return { kind: 'malformed', why: `message ${message.id}: no system in it` }
  const { type, body, wa_id, user_id, previous_user_id } = system.data
  if (type !== 'user_changed_number' && type !== 'user_changed_user_id') {
    return { kind: 'ignored', why: `a system message: ${type.slice(0, 40)}` }
  }
  const named = /changed from (\S+) to \S+/.exec(body)?.[1]
  const from = [
    ...identitiesOf(previous_user_id ?? message.from_user_id ?? named, undefined),
    ...identitiesOf(undefined, message.from ?? named),
  ]
  const to = identitiesOf(user_id, wa_id)
  const address = addressOf(to)
  if (address === undefined || from.length === 0) {
    return { kind: 'malformed', why: `message ${message.id}: ${type} without who it was or is` }
  }
  return { kind: 'change', change: { adapter: ADAPTER, medium: 'whatsapp', from, to, address } }
}
