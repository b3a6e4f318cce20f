import { channelWish } from '../../conversations/channel-wish.ts'
import { renderChannel } from '../../conversations/copy/channels.ts'
import { preferChannel } from '../../domain/accounts/preferring.ts'
import { isRefused } from '../../domain/work/refusals.ts'
import type { Work } from '../../domain/work/work.ts'
import type { Turn } from './turn.ts'
import type { MailboxEntry } from './turn-start.ts'

/**
 * "Écrivez-moi par SMS": said anywhere, it moves nothing of the dialogue.
 * @returns whether the message was such a wish, and is done with
 */
export async function heedWish(turn: Turn, item: MailboxEntry, work: () => Promise<Work>): Promise<boolean> {
  const { account, contact } = turn.known
  if (account === null || item.kind !== 'message' || item.payload.kind !== 'text') return false
  const channel = channelWish(item.payload.text)
  if (channel === null) return false
  const outcome = await preferChannel(await work(), { accountId: account.id, channel, contactId: contact.id })
  const copy = isRefused(outcome) ? 'channel.unknown' : 'channel.preferred'
  turn.said.push({ copy, content: { text: renderChannel(copy, { channel }, contact) }, urgent: true, orderId: null })
  return true
}
