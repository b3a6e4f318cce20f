import type { MachineEvent } from '../../conversations/turn.ts'
import { type Places, tellPageBeside } from './moving.ts'
import { play, type Turn } from './turn.ts'
import type { MailboxEntry } from './turn-start.ts'
import type { TurnTransaction } from './turn-transaction.ts'

/**
 * Plays what comes while a person holds the conversation (conversations.md, One voice at a time).
 * @returns whether the item is left to that person; the bot deals with what is not
 */
export async function leftToPerson(
  turn: Turn,
  item: MailboxEntry,
  event: MachineEvent,
  parts: {
    readonly run: TurnTransaction['run']
    readonly places: Places
    /** after so long without a word from anybody the conversation goes back */
    readonly returnMinutes: number
  },
): Promise<boolean> {
  if (turn.start.conversation?.owner !== 'staff' || turn.release) return false
  if (item.kind === 'timer') {
    // The dialogue stands still while a person talks, so that it goes on at the very step where it was left.
    turn.timers.set(item.payload.type.replace('wake.', ''), parts.returnMinutes)
    return true
  }
  if (item.kind === 'message') {
    // A person answers: the bot only minds what must always work.
    if (event.type === 'said.stop') await play(turn, event, parts.run)
    else if (event.type === 'said.resume_bot') {
      turn.release = true
      await play(turn, { type: 'staff.released' }, parts.run)
    }
    return true
  }
  if (item.kind !== 'event' || item.payload.type !== 'words.moved') return false
  // The person who answers here reads them in the transcript. The link to the page is told once: it waits for them.
  if (item.payload.page !== null) tellPageBeside(turn, item.payload.page, parts.places, turn.said.length)
  return true
}
