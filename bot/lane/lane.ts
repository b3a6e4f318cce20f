import type { Pool } from 'pg'
import type { Logger } from 'pino'
import { heardVoice } from '../../conversations/copy/heard.ts'
import type { MachineEvent } from '../../conversations/turn.ts'
import type { Settings } from '../../domain/settings/settings.ts'
import type { AfterWork } from '../../domain/work/opening.ts'
import type { Clock } from '../clock.ts'
import { oneAtATime } from '../keyed.ts'
import type { Shelf } from '../knowledge.ts'
import type { OutboxRow } from '../outbox/row.ts'
import { adapterOf, beginTurn, withoutUnheard } from './beginning-turn.ts'
import { claimedRows } from './claimed-rows.ts'
import { type Committed, turnCommits } from './commit.ts'
import { asksForPage, hasRestrictedCart, leavingWith, withoutRestricted } from './elsewhere.ts'
import { isInTheWay, recordFailure } from './failing.ts'
import { hear } from './hearing.ts'
import { heedWish } from './heeding-wish.ts'
import { leftToPerson } from './held.ts'
import { leave, type Places, tellPage, tellPageBeside } from './moving.ts'
import { withOutcome } from './reading.ts'
import { play, type Turn } from './turn.ts'
import { type MailboxEntry, turnStarts } from './turn-start.ts'
import { Raced, type TurnTransaction, turnTransaction } from './turn-transaction.ts'

export interface LaneParts {
  readonly pool: Pool
  readonly clock: Clock
  readonly settings: () => Settings
  readonly shelf: () => Shelf
  readonly log: Logger
  /** what a commit leaves to do: wake other conversations, call providers */
  readonly onCommitted: (after: AfterWork) => void
  /** the rows this process claimed with its commit, in order */
  readonly send: (rows: readonly OutboxRow[]) => void
  /** rows were written behind others that still wait */
  readonly lookAtOutbox: (contactId: string) => void
  /** where restricted goods are closed, and where what may not be said there goes on */
  readonly places: Places
  readonly count: (what: 'turn' | 'command' | 'raced' | 'failed') => void
}

/** What read_conversation gives at most. */
const MOST_ITEMS = 50

/**
 * Reads the mailboxes of conversations, one conversation at a time, each turn in one commit
 * (architecture.md, The idea). A turn without commands is one read and one statement that commits; a turn with
 * commands runs in a transaction.
 */
export function openLane(parts: LaneParts) {
  const read = turnStarts(parts.pool, () => parts.clock.now(), parts.places.openSurfaces)
  const commitAlone = turnCommits(parts.pool, () => parts.clock.now())

  async function turns(contactId: string): Promise<void> {
    for (let isMore = true; isMore; ) isMore = await oneTurn(contactId)
  }

  /** @returns whether there may be more to read at once */
  async function oneTurn(contactId: string): Promise<boolean> {
    let turn: Turn | null = null
    try {
      const { start: found, elsewhere } = await read(contactId)
      if (elsewhere !== null) lane.wake(elsewhere)
      if (found === null) return false
      const now = parts.clock.now()
      const start = withoutUnheard(found, now)
      if (start.items.length === 0) return false
      const isClosed = parts.places.isClosed(adapterOf(start), start.contact.channel)
      turn = beginTurn(start, { now, isClosed, directory: parts.shelf().directory })
      await playAll(turn)
      parts.count('turn')
      // What comes meanwhile wakes this conversation again: there is no need to look.
      return found.items.length === MOST_ITEMS
    } catch (error) {
      if (error instanceof Raced || isInTheWay(error)) {
        parts.count('raced')
        return true
      }
      parts.count('failed')
      return recordFailure(parts, contactId, turn, error)
    }
  }

  async function playAll(turn: Turn): Promise<void> {
    const onCommand = () => parts.count('command')
    const transaction = turnTransaction(turn, { ...parts, onCommand, commitAlone })
    try {
      for (const item of turn.start.items) {
        await transaction.refresh()
        await playItem(turn, item, transaction)
      }
      const done = await transaction.commit()
      afterCommit(turn, done.committed, done.after)
    } catch (error) {
      await transaction.rollback()
      throw error
    }
  }

  async function playItem(turn: Turn, item: MailboxEntry, transaction: TurnTransaction): Promise<void> {
    turn.current = item
    turn.learnt = []
    const before = { said: turn.said.length, done: turn.commandsDone }
    const { event, reading } = hear(item, () => turn.place.situation(turn.known), parts.shelf().knowledge)
    const isLeftToStaff = await playHeard(turn, item, event, transaction)
    if (reading === null || !('heard' in event)) turn.read.push({ id: item.id, reading })
    else {
      const did = turn.said.slice(before.said).map(({ copy }) => copy)
      const isDone = turn.commandsDone > before.done
      const outcome = { did, learnt: turn.learnt, isDone, isLeftToStaff }
      turn.read.push({ id: item.id, reading: withOutcome(reading, event, outcome) })
    }
  }

  /** @returns whether it was left to a person, or to nobody */
  async function playHeard(
    turn: Turn,
    item: MailboxEntry,
    event: MachineEvent,
    transaction: TurnTransaction,
  ): Promise<boolean> {
    if (turn.start.contact.blocked) return true
    if (turn.start.conversation === null && 'heard' in event && event.heard.slots.writtenIn !== undefined) {
      turn.known = { ...turn.known, contact: { ...turn.known.contact, language: event.heard.slots.writtenIn } }
    }
    const returnMinutes = parts.settings().handOverReturnMinutes
    if (await leftToPerson(turn, item, event, { run: transaction.run, places: parts.places, returnMinutes }))
      return true
    const since = turn.said.length
    const heard = voiceHeard(item)
    if (heard !== null && !(turn.isClosed && parts.shelf().namesRestricted(heard))) {
      const text = heardVoice(turn.known.contact.language, heard)
      turn.said.push({ copy: 'voice.heard', content: { text }, urgent: true, orderId: null })
    }
    if (!(await heedWish(turn, item, transaction.work))) await playInItsPlace(turn, item, event, transaction, since)
    return false
  }

  /**
   * On a closed surface what concerns restricted goods is not dealt with, but goes on by SMS.
   * @param since how many things the turn had said before this item
   */
  async function playInItsPlace(
    turn: Turn,
    item: MailboxEntry,
    event: MachineEvent,
    transaction: TurnTransaction,
    since: number,
  ): Promise<void> {
    const shelf = parts.shelf()
    if (asksForPage(event) && turn.known.account?.status === 'approved' && turn.place.role === 'client') {
      if (!turn.isClosed) return tellPage(turn, await transaction.work(), parts.places)
      const page = { kind: 'page', text: 'text' in event ? event.text : '' } as const
      await leave(turn, await transaction.work(), page, parts.places)
      return transaction.reread()
    }
    if (!turn.isClosed) {
      await play(turn, event, transaction.run)
      const page = item.kind === 'event' && 'page' in item.payload ? item.payload.page : null
      if (page !== null) tellPageBeside(turn, page, parts.places, since)
      return
    }
    const situation = () => turn.place.situation(turn.known)
    const { isCartElsewhere } = turn.start.routing
    const leaving = leavingWith(event, turn.known, { shelf, situation, isCartElsewhere })
    if (leaving !== null && (await leave(turn, await transaction.work(), leaving, parts.places))) {
      return transaction.reread()
    }
    await play(turn, event, transaction.run, (known) => withoutRestricted(known, shelf))
    if (!hasRestrictedCart(turn.known, shelf)) return
    // "même chose": only now it is seen what is in it.
    turn.said.splice(since)
    await leave(turn, await transaction.work(), { kind: 'cart' }, parts.places)
    await transaction.reread()
  }

  function afterCommit(turn: Turn, committed: Committed, after: AfterWork): void {
    const rows = claimedRows(turn, committed)
    if (rows.length > 0) parts.send(rows)
    if (committed.rows?.some(({ status }) => status === 'queued') === true) parts.lookAtOutbox(turn.start.contact.id)
    parts.onCommitted(after)
  }

  const lane = oneAtATime(turns)
  return lane
}

/** What a voice note was heard to say. */
function voiceHeard({ kind, payload }: MailboxEntry): string | null {
  return kind === 'message' && payload.kind === 'voice' ? (payload.text ?? null) : null
}
