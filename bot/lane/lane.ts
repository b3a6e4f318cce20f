import type { Pool } from 'pg'
import type { Logger } from 'pino'
import { heardVoice } from '../../conversations/copy/heard.ts'
import { wantsToSupply } from '../../conversations/roles.ts'
import type { MachineEvent } from '../../conversations/turn.ts'
import type { Settings } from '../../domain/settings/settings.ts'
import {
  type AfterWork,
  afterWork,
  beginTransaction,
  type OpenWork,
  type Transaction,
  workOn,
} from '../../domain/work/opening.ts'
import type { Sql } from '../../domain/work/sql.ts'
import type { Actor } from '../../domain/work/work.ts'
import type { Clock } from '../clock.ts'
import { runCommand } from '../commands.ts'
import { oneAtATime } from '../keyed.ts'
import type { Shelf } from '../knowledge.ts'
import type { OutboxRow } from '../outbox/row.ts'
import { type Committed, commitWith, turnCommits } from './commit.ts'
import { beginning, type KnownHere, type Place, placeOf } from './dialogues.ts'
import { asksForPage, hasRestrictedCart, leavingWith, sellsRestricted, withoutRestricted } from './elsewhere.ts'
import { recordFailure } from './failing.ts'
import { hear } from './hearing.ts'
import { heedWish } from './heeding-wish.ts'
import { leave, type Places, tellPage, tellPageBeside } from './moving.ts'
import { withOutcome } from './reading.ts'
import { play, type RunCommand, type Turn } from './turn.ts'
import { readAgain, type TurnStart, turnStarts } from './turn-start.ts'

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

/** Another process committed this conversation first: read again. */
class Raced extends Error {}

const NOTHING_AFTER: AfterWork = { wake: [], outside: [] }

/**
 * Reads the mailboxes of conversations, one conversation at a time, each turn in one commit
 * (architecture.md, The idea). A turn without commands is one read and one statement that commits; a turn with
 * commands runs in a transaction.
 */
export function openLane(parts: LaneParts) {
  const read = turnStarts(parts.pool, () => parts.clock.now(), parts.places.openSurfaces)
  const commit = turnCommits(parts.pool, () => parts.clock.now())

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
      const start = { ...found, items: found.items.filter((item) => !isStillHeard(item, parts.clock.now())) }
      if (start.items.length === 0) return false
      turn = begin(start)
      await playAll(turn)
      parts.count('turn')
      // What comes meanwhile wakes this conversation again: there is no need to look.
      return found.items.length === MOST_ITEMS
    } catch (error) {
      if (error instanceof Raced) {
        parts.count('raced')
        return true
      }
      parts.count('failed')
      return recordFailure(parts, contactId, turn, error)
    }
  }

  function begin(start: TurnStart): Turn {
    const now = parts.clock.now()
    return {
      start,
      now,
      isClosed: parts.places.isClosed(adapterOf(start), start.contact.channel),
      place: placeFor(start),
      known: {
        now,
        contact: start.contact,
        account: start.account,
        view: start.view,
        directory: parts.shelf().directory,
      },
      isStale: false,
      current: null,
      read: [],
      said: [],
      learnt: [],
      timers: new Map(),
      handOver: null,
      release: false,
    }
  }

  async function playAll(turn: Turn): Promise<void> {
    const transaction = lazyTransaction(turn)
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

  async function playItem(turn: Turn, item: TurnStart['items'][number], transaction: TurnTransaction): Promise<void> {
    turn.current = item
    turn.learnt = []
    const before = turn.said.length
    const { event, reading } = hear(item, () => turn.place.situation(turn.known), parts.shelf().knowledge)
    const isLeftToStaff = await playHeard(turn, item, event, transaction)
    if (reading === null || !('heard' in event)) turn.read.push({ id: item.id, reading })
    else {
      const did = turn.said.slice(before).map(({ copy }) => copy)
      const outcome = { did, learnt: turn.learnt, isLeftToStaff }
      turn.read.push({ id: item.id, reading: withOutcome(reading, event, outcome) })
    }
  }

  /** @returns whether it was left to a person, or to nobody */
  async function playHeard(
    turn: Turn,
    item: TurnStart['items'][number],
    event: MachineEvent,
    transaction: TurnTransaction,
  ): Promise<boolean> {
    if (turn.start.contact.blocked) return true
    if (turn.start.conversation === null && 'heard' in event && event.heard.slots.writtenIn !== undefined) {
      turn.known = { ...turn.known, contact: { ...turn.known.contact, language: event.heard.slots.writtenIn } }
    }
    const isHeld = turn.start.conversation?.owner === 'staff' && !turn.release
    if (isHeld && item.kind === 'timer') {
      // The dialogue stands still while a person talks, so that it goes on at the very step where it was left.
      turn.timers.set(item.payload.type.replace('wake.', ''), parts.settings().handOverReturnMinutes)
      return true
    }
    if (isHeld && item.kind === 'message') {
      // A person answers: the bot only minds what must always work.
      if (event.type === 'said.stop') await play(turn, event, transaction.run)
      else if (event.type === 'said.resume_bot') {
        turn.release = true
        await play(turn, { type: 'staff.released' }, transaction.run)
      }
      return true
    }
    if (isHeld && item.kind === 'event' && item.payload.type === 'words.moved') {
      // The person who answers here reads them in the transcript. The link to the page is told once: it waits for them.
      if (item.payload.page !== null) tellPageBeside(turn, item.payload.page, parts.places, turn.said.length)
      return true
    }
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
    item: TurnStart['items'][number],
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

  /** The transaction of a turn's commands: opened by the first one, absent when there is none. */
  function lazyTransaction(turn: Turn): TurnTransaction & {
    refresh(): Promise<void>
    commit(): Promise<{ committed: Committed; after: AfterWork }>
    rollback(): Promise<void>
  } {
    let opened: { readonly transaction: Transaction; readonly work: OpenWork } | null = null

    async function open(): Promise<{ readonly transaction: Transaction; readonly work: OpenWork }> {
      if (opened !== null) return opened
      const transaction = await beginTransaction(parts.pool)
      opened = { transaction, work: workOn(transaction.sql, turn.now, actorOf(turn), parts.settings()) }
      return opened
    }

    const run: RunCommand = async (command) => {
      const { transaction, work } = await open()
      parts.count('command')
      const event =
        turn.isClosed && sellsRestricted(command, turn.known, parts.shelf())
          ? ({ type: `refused.${command.command}`, code: 'NOT_SOLD_HERE', details: {} } as const)
          : await runCommand(work, command, turn.known)
      return { event, known: await knownAfter(turn, event, transaction.sql) }
    }

    return {
      run,
      work: async () => (await open()).work,
      async reread() {
        turn.known = await knownAgain(turn, (await open()).transaction.sql)
      },
      /** before the next item of the turn, which must see what the last one did */
      async refresh(): Promise<void> {
        if (turn.isStale && opened !== null) turn.known = await knownAgain(turn, opened.transaction.sql)
      },
      async commit(): Promise<{ committed: Committed; after: AfterWork }> {
        if (opened === null) return { committed: await raceless(commit(turn)), after: NOTHING_AFTER }
        const { transaction, work } = opened
        const [committed] = await Promise.all([commitWith(transaction.sql, turn, work.emitted), transaction.commit()])
        return { committed, after: afterWork(work.emitted) }
      },
      rollback: async () => opened?.transaction.rollback(),
    }
  }

  /**
   * What is known for the event that a command ended in. Reading it all again costs as much as the command: a refusal
   * changed nothing, a cart comes with its command, and a depot's answers name only what the command gave.
   */
  async function knownAfter(turn: Turn, event: MachineEvent, sql: Sql): Promise<KnownHere> {
    if (event.type.startsWith('refused.')) return turn.known
    const { view } = turn.known
    if ('output' in event && 'cart' in event.output && view !== null && 'cart' in view) {
      return { ...turn.known, view: { ...view, cart: event.output.cart } }
    }
    turn.isStale = turn.place.role === 'supplier' && 'output' in event && 'number' in event.output
    return turn.isStale ? turn.known : knownAgain(turn, sql)
  }

  async function knownAgain(turn: Turn, sql: Sql): Promise<KnownHere> {
    turn.isStale = false
    const again = await readAgain(sql, turn.start.contact.id, turn.now)
    if (again === null) throw new Error('A contact vanished in the middle of its turn.')
    return { ...turn.known, contact: again.contact, account: again.account, view: again.view }
  }

  function afterCommit(turn: Turn, committed: Committed, after: AfterWork): void {
    const rows = (committed.rows ?? []).flatMap(({ id, status }, place) => {
      const said = committed.said[place]
      if (said === undefined || status !== 'sending') return []
      const { contact, routing } = turn.start
      const heard = turn.start.items.find(({ kind }) => kind === 'message')
      const lastInboundAt = contact.lastInboundAt === null ? null : new Date(contact.lastInboundAt)
      return [
        {
          id,
          contactId: contact.id,
          medium: contact.channel,
          to: contact.address,
          adapter: heard?.adapter ?? contact.adapter,
          sender: routing.sender,
          content: said.content,
          language: turn.known.contact.language,
          attempts: 1,
          firstTriedAt: turn.now,
          isUrgent: said.urgent,
          template: null,
          lastInboundAt: heard === undefined ? lastInboundAt : turn.now,
          isNewsWaiting: heard === undefined && routing.isNewsWaiting,
        },
      ]
    })
    if (rows.length > 0) parts.send(rows)
    if (committed.rows?.some(({ status }) => status === 'queued') === true) parts.lookAtOutbox(turn.start.contact.id)
    parts.onCommitted(after)
  }

  const lane = oneAtATime(turns)
  return lane
}

/** A voice note whose words are on their way; what was written meanwhile is read before it. */
function isStillHeard({ kind, payload }: TurnStart['items'][number], now: Date): boolean {
  if (kind !== 'message' || payload.kind !== 'voice' || payload.text !== undefined) return false
  return payload.heardBy !== undefined && new Date(payload.heardBy) > now
}

/** What a voice note was heard to say. */
function voiceHeard({ kind, payload }: TurnStart['items'][number]): string | null {
  return kind === 'message' && payload.kind === 'voice' ? (payload.text ?? null) : null
}

async function raceless(committing: Promise<Committed>): Promise<Committed> {
  const committed = await committing
  if (committed.rows === null) throw new Raced()
  return committed
}

/** What the domain does in the turn's own transaction. */
interface TurnTransaction {
  readonly run: RunCommand
  /** opens it */
  work(): Promise<OpenWork>
  /** what is known, after something was done that no command did */
  reread(): Promise<void>
}

/** What the answer leaves by: what was written to last. */
function adapterOf({ contact, items }: TurnStart): string {
  return items.find(({ kind }) => kind === 'message')?.adapter ?? contact.adapter
}

function placeFor(start: TurnStart): Place {
  const stored = start.conversation
  // A contact that was given an account of the other kind, or says that it is a depot, starts again with the right machine.
  const role = start.account?.kind ?? (saysItSupplies(start) ? 'supplier' : (stored?.machine ?? 'client'))
  return stored?.machine === role ? placeOf(stored).place : beginning(role)
}

function saysItSupplies(start: TurnStart): boolean {
  return start.items.some(
    (item) => item.kind === 'message' && 'text' in item.payload && wantsToSupply(item.payload.text),
  )
}

function actorOf(turn: Turn): Actor {
  return { kind: turn.place.role, id: turn.start.account?.id ?? turn.start.contact.id }
}
