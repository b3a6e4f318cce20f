import type { OutboxRow } from '../outbox/row.ts'
import { adapterOf } from './beginning-turn.ts'
import type { Committed } from './commit.ts'
import type { Turn } from './turn.ts'

/** What this process claimed with its commit, in order: it is sent without being read again. */
export function claimedRows({ start, known, now }: Turn, { rows, said }: Committed): readonly OutboxRow[] {
  const { contact, routing } = start
  const isAnswer = start.items.some(({ kind }) => kind === 'message')
  const lastInboundAt = contact.lastInboundAt === null ? null : new Date(contact.lastInboundAt)
  return (rows ?? []).flatMap(({ id, status }, place) => {
    const one = said[place]
    if (one === undefined || status !== 'sending') return []
    return [
      {
        id,
        contactId: contact.id,
        medium: contact.channel,
        to: contact.address,
        adapter: adapterOf(start),
        sender: routing.sender,
        content: one.content,
        language: known.contact.language,
        attempts: 1,
        firstTriedAt: now,
        isUrgent: one.urgent,
        template: null,
        lastInboundAt: isAnswer ? now : lastInboundAt,
        isNewsWaiting: !isAnswer && routing.isNewsWaiting,
      },
    ]
  })
}
