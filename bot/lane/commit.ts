import type { Pool } from 'pg'
import type { DomainEvent } from '../../domain/work/events.ts'
import { asMail } from '../../domain/work/opening.ts'
import { asJsonb, type Sql, statement } from '../../domain/work/sql.ts'
import { minutesAfter } from '../../domain/work/work.ts'
import { gathering } from '../gathering.ts'
import { learnPreference, type Preference } from '../routing/learning.ts'
import { gatherSaid, type Said, whenToSay } from './saying.ts'
import type { Turn } from './turn.ts'

/** An outbox row that the commit wrote; `sending` means this process sends it now. */
export interface WrittenRow {
  readonly id: number
  readonly status: 'sending' | 'queued' | 'held'
}

/** null: another process was first, the turn did not happen */
export interface Committed {
  readonly rows: readonly WrittenRow[] | null
  readonly said: readonly Said[]
}

const commitTurns = statement<{ place: number; rows: readonly WrittenRow[] | null }>(
  'conversation.commitMany',
  `select place, commit_turn(turn, $2) as rows
   from jsonb_array_elements($1::jsonb) with ordinality as t(turn, place)`,
)

/** Commits turns that ran no command: those of one moment share a statement and its flush to disk. */
export function turnCommits(pool: Pool, now: () => Date): (turn: Turn) => Promise<Committed> {
  return gathering(
    async (turns: readonly Turn[]) => {
      // Locks are taken in one order, whatever order the turns ended in.
      const sorted = turns.toSorted((a, b) => (a.start.contact.id < b.start.contact.id ? -1 : 1))
      const rows = sorted.map((turn) => ({ turn, row: rowOf(turn, []) }))
      const results = await commitTurns(pool, [asJsonb(rows.map(({ row }) => row)), now()])
      const byTurn = new Map(
        rows.map(({ turn, row }, place) => [turn, { rows: results[place]?.rows ?? null, said: row.say }]),
      )
      return turns.map((turn) => byTurn.get(turn) ?? { rows: null, said: [] })
    },
    { size: 32, flights: 2 },
  )
}

const commitInTransaction = statement<{ rows: readonly WrittenRow[] }>(
  'conversation.commit',
  'select coalesce(commit_turn($1::jsonb, $2), raced()) as rows',
)

/**
 * Writes the end of a turn inside its own transaction, with the events its commands emitted. A lost race fails like any
 * other conflict (40001), so that the commit may be sent right behind it.
 */
export async function commitWith(sql: Sql, turn: Turn, events: readonly DomainEvent[]): Promise<Committed> {
  const row = rowOf(turn, events)
  const [result] = await commitInTransaction(sql, [asJsonb(row), turn.now])
  return { rows: result?.rows ?? null, said: row.say }
}

function rowOf(turn: Turn, events: readonly DomainEvent[]) {
  const { contact, conversation } = turn.start
  const isHeld = conversation?.owner === 'staff' && !turn.release
  const heard = turn.start.items.find(({ kind }) => kind === 'message')
  const said = turn.known.contact.optedOut ? turn.said.filter(({ copy }) => copy.includes('stop')) : turn.said
  return {
    contactId: contact.id,
    revision: conversation?.revision ?? 0,
    machine: turn.place.role,
    machineVersion: turn.place.version,
    snapshot: turn.place.snapshot,
    items: turn.read.map(({ id }) => id),
    readings: Object.fromEntries(turn.read.flatMap(({ id, reading }) => (reading === null ? [] : [[id, reading]]))),
    inboundAdapter: heard?.adapter ?? null,
    preference: preferenceAfter(turn),
    language: turn.known.contact.language,
    held: isHeld,
    release: turn.release,
    handOver: turn.handOver,
    say: gatherSaid(said, contact.channel).map(({ isAside, urgent, ...one }) => ({
      ...one,
      urgent: urgent && isAside !== true,
      dueAt: whenToSay(urgent, turn.now),
    })),
    mail: [...asMail(events), ...timersOf(turn)],
    cancelTimers: [...turn.timers].filter(([, minutes]) => minutes === null).map(([key]) => key),
  }
}

/** What their messages show of the channel they like; null when nothing changes. */
function preferenceAfter({ start, known }: Turn): Preference | null {
  const { preference } = start.routing
  const messages = start.items.filter(({ kind }) => kind === 'message').length
  return preference === null || known.contact.blocked
    ? null
    : learnPreference(preference, start.contact.channel, messages)
}

function timersOf(turn: Turn) {
  return [...turn.timers].flatMap(([key, minutes]) => {
    if (minutes === null) return []
    const dueAt = minutesAfter(turn.now, minutes)
    return [{ to: turn.start.contact.id, kind: 'timer', payload: { type: `wake.${key}` }, timerKey: key, dueAt }]
  })
}
