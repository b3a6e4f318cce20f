import { z } from 'zod'
import type { Database } from '../../prisma/client.ts'
import type { Prisma } from '../../prisma/generated/client.ts'
import { accountKind, accountStatus } from './fields.ts'

export const conversationRow = {
  contactId: true,
  machine: true,
  owner: true,
  heldBy: true,
  heldUntil: true,
  handOverRequestedAt: true,
  handOverReason: true,
  updatedAt: true,
  contact: {
    select: {
      channel: true,
      adapter: true,
      address: true,
      displayName: true,
      language: true,
      lastInboundAt: true,
      optedOutAt: true,
      account: { select: { id: true, name: true, kind: true, status: true } },
    },
  },
} as const satisfies Prisma.ConversationSelect

type ConversationRow = Prisma.ConversationGetPayload<{ select: typeof conversationRow }>

export const conversationShown = z.object({
  contactId: z.uuid(),
  role: accountKind.describe('which dialogue the bot speaks'),
  channel: z.enum(['whatsapp', 'sms']),
  adapter: z.string(),
  phone: z.string().describe('masked in lists; in full for those who may write, when one conversation is read'),
  displayName: z.string().nullable(),
  language: z.string(),
  account: z.object({ id: z.uuid(), name: z.string(), kind: accountKind, status: accountStatus }).nullable(),
  owner: z.enum(['bot', 'staff']),
  heldBy: z.object({ id: z.string(), name: z.string() }).nullable(),
  heldUntil: z.date().nullable().describe('given back to the bot then, if nobody writes'),
  waitingSince: z.date().nullable().describe('since when a person is asked for'),
  waitingFor: z.string().nullable().describe('why'),
  lastInboundAt: z.date().nullable(),
  optedOutAt: z.date().nullable(),
  updatedAt: z.date(),
})

/**
 * Conversations as screens show them.
 * @param names of staff by id, for who holds one
 */
export function shownConversation(
  { contact, machine, heldBy, handOverRequestedAt, handOverReason, ...row }: ConversationRow,
  names: ReadonlyMap<string, string>,
  showPhone: (address: string) => string,
): z.infer<typeof conversationShown> {
  return {
    ...row,
    ...contact,
    role: machine === 'supplier' ? 'supplier' : 'client',
    phone: showPhone(contact.address),
    heldBy: heldBy === null ? null : { id: heldBy, name: names.get(heldBy) ?? heldBy },
    waitingSince: handOverRequestedAt,
    waitingFor: handOverReason,
  }
}

/** Names of those who hold conversations, by their id. */
export async function namesOf(
  database: Database,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const known = ids.filter((id) => id !== null && z.uuid().safeParse(id).success)
  const held = [...new Set(known)].filter((id) => id !== null)
  if (held.length === 0) return new Map()
  const keys = await database.apiKey.findMany({ where: { id: { in: held } }, select: { id: true, name: true } })
  return new Map(keys.map(({ id, name }) => [id, name]))
}
