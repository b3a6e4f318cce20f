import type { Pool } from 'pg'
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
import { runCommand } from '../commands.ts'
import type { Shelf } from '../knowledge.ts'
import { type Committed, commitWith } from './commit.ts'
import type { KnownHere } from './dialogues.ts'
import { sellsRestricted } from './elsewhere.ts'
import type { RunCommand, Turn } from './turn.ts'
import { readAgain } from './turn-start.ts'

/** What the domain does in the turn's own transaction: opened by the first command, absent when there is none. */
export interface TurnTransaction {
  readonly run: RunCommand
  /** opens it */
  work(): Promise<OpenWork>
  /** what is known, after something was done that no command did */
  reread(): Promise<void>
  /** before the next item of the turn, which must see what the last one did */
  refresh(): Promise<void>
  /** @throws Raced when another process committed this conversation first */
  commit(): Promise<{ readonly committed: Committed; readonly after: AfterWork }>
  rollback(): Promise<void>
}

/** Another process committed this conversation first: read again. */
export class Raced extends Error {}

export interface TransactionParts {
  readonly pool: Pool
  readonly settings: () => Settings
  readonly shelf: () => Shelf
  readonly onCommand: () => void
  /** for a turn without commands */
  readonly commitAlone: (turn: Turn) => Promise<Committed>
}

export function turnTransaction(turn: Turn, parts: TransactionParts): TurnTransaction {
  let opened: { readonly transaction: Transaction; readonly work: OpenWork } | null = null

  async function open(): Promise<{ readonly transaction: Transaction; readonly work: OpenWork }> {
    if (opened !== null) return opened
    const transaction = await beginTransaction(parts.pool)
    opened = { transaction, work: workOn(transaction.sql, turn.now, actorOf(turn), parts.settings()) }
    return opened
  }

  return {
    async run(command) {
      const { transaction, work } = await open()
      parts.onCommand()
      const event =
        turn.isClosed && sellsRestricted(command, turn.known, parts.shelf())
          ? ({ type: `refused.${command.command}`, code: 'NOT_SOLD_HERE', details: {} } as const)
          : await runCommand(work, command, turn.known)
      if (event.type.startsWith('done.')) turn.commandsDone += 1
      return { event, known: await knownAfter(turn, event, transaction.sql) }
    },
    work: async () => (await open()).work,
    async reread() {
      turn.known = await knownAgain(turn, (await open()).transaction.sql)
    },
    async refresh() {
      if (turn.isStale && opened !== null) turn.known = await knownAgain(turn, opened.transaction.sql)
    },
    async commit() {
      if (opened === null) {
        const committed = await parts.commitAlone(turn)
        if (committed.rows === null) throw new Raced()
        return { committed, after: { wake: [], outside: [] } }
      }
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

function actorOf(turn: Turn): Actor {
  return { kind: turn.place.role, id: turn.start.account?.id ?? turn.start.contact.id }
}
