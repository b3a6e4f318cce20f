import { distance } from 'fastest-levenshtein'
import type { Trouble } from '../../conversations/not-understood.ts'
import { soundKey } from '../../conversations/understanding/normalise.ts'
import { type Sql, statement } from '../../domain/work/sql.ts'
import { withoutSecrets } from './explaining.ts'

/** Groups looked at before similar ones are put together: what is rarer or older than all these can wait. */
const MOST_WORDINGS = 2000
const EXAMPLES = 5
/** A question that was asked less long ago may still be answered. */
const ANSWERED_WITHIN_MINUTES = 30

export interface Example {
  readonly messageId: number
  readonly contactId: string
  readonly address: string
  readonly at: string
  readonly text: string
  readonly trouble: Trouble
  readonly context: string
  readonly confidence: number
  readonly kind: string | null
  /** what was said next: the keys of our texts */
  readonly did: readonly string[]
}
interface Handled {
  readonly note: string
  readonly by: string
  readonly at: string
}
interface WordingRow {
  readonly wording: string
  readonly count: number
  readonly last: Date
  readonly troubles: readonly Trouble[]
  readonly roles: readonly string[]
  readonly contexts: readonly string[]
  readonly examples: readonly (Example & { readonly codes: readonly string[] })[]
  readonly handled: Handled | null
}

/** Messages that were not understood and say the same. */
export interface NotUnderstood {
  /** the most frequent first */
  readonly wordings: readonly string[]
  readonly count: number
  readonly lastAt: Date
  readonly troubles: readonly Trouble[]
  readonly roles: readonly string[]
  readonly contexts: readonly string[]
  readonly examples: readonly Example[]
  readonly handled: Handled | null
}

export interface Wanted {
  readonly now: Date
  readonly since: Date
  readonly role: 'client' | 'supplier' | null
  readonly handled: boolean
  /** chains, jokes, insults and the like too */
  readonly noise: boolean
}

// A question about goods ended nowhere when nothing the contact wrote in the next two hours settled it; any other, when
// their next message gave trouble as well, or none came.
const readWordings = statement<WordingRow>(
  'understanding.notUnderstood',
  `with troubled as (
     select m.id, m.contact_id, m.created_at, m.payload ->> 'text' as text, m.reading, m.reading ->> 'wording' as wording,
       m.reading ->> 'trouble' as trouble, m.reading -> 'situation' ->> 'role' as role,
       coalesce(m.reading -> 'situation' ->> 'context', '') as context
     from mailbox_item m
     where m.reading ? 'trouble' and m.created_at >= $1
   ), shown as (
     select t.*, h.note, h.handled_by, h.handled_at
     from troubled t left join handled_wording h on h.wording = t.wording
     where ($2::text is null or t.role = $2)
       and coalesce(t.created_at <= h.handled_at, false) = $3
       and ($4 or coalesce(t.reading ->> 'kind', 'gibberish') = 'gibberish')
       and (t.trouble not in ('asked', 'unclear') or t.created_at < $5::timestamptz - interval '${ANSWERED_WITHIN_MINUTES} minutes')
       and not (t.trouble = 'asked' and exists (select from mailbox_item s where s.contact_id = t.contact_id
         and s.id > t.id and s.created_at < t.created_at + interval '2 hours' and s.reading ? 'settled'))
       and not (t.trouble = 'unclear' and coalesce((select not n.reading ? 'trouble' from mailbox_item n
         where n.contact_id = t.contact_id and n.id > t.id and n.created_at < t.created_at + interval '2 hours'
           and n.kind = 'message' and n.reading is not null order by n.id limit 1), false))
   ), numbered as (select *, row_number() over (partition by wording order by id desc) as place from shown)
   select s.wording, count(*)::int as count, max(s.created_at) as last, array_agg(distinct s.trouble) as troubles,
     array_agg(distinct s.role) filter (where s.role is not null) as roles, array_agg(distinct s.context) as contexts,
     jsonb_agg(jsonb_build_object('messageId', s.id, 'contactId', s.contact_id, 'address', c.address, 'at', s.created_at,
       'text', s.text, 'trouble', s.trouble, 'context', s.context, 'confidence', s.reading -> 'confidence',
       'kind', s.reading ->> 'kind', 'did', coalesce(s.reading -> 'did', '[]'),
       'codes', delivery_codes_around(s.contact_id, s.created_at)) order by s.id desc) filter (where s.place <= ${EXAMPLES}) as examples,
     max(case when s.note is not null then jsonb_build_object('note', s.note, 'by', s.handled_by, 'at', s.handled_at)::text end)::jsonb
       as handled
   from numbered s join contact c on c.id = s.contact_id
   group by s.wording order by count(*) desc, max(s.created_at) desc limit ${MOST_WORDINGS}`,
)

/** What was not understood since a time, similar wordings together, the most frequent first. */
export async function listNotUnderstood(sql: Sql, wanted: Wanted): Promise<readonly NotUnderstood[]> {
  const { now, since, role, handled, noise } = wanted
  return together(await readWordings(sql, [since, role, handled, noise, now]))
}

function together(rows: readonly WordingRow[]): readonly NotUnderstood[] {
  const groups: { readonly sound: string; group: NotUnderstood }[] = []
  const byStart = new Map<string, typeof groups>()
  for (const row of rows) {
    const sound = soundOf(row.wording)
    const near = byStart.get(sound.charAt(0)) ?? []
    const same = near.find((other) => soundsAlike(other.sound, sound))
    if (same !== undefined) same.group = joined(same.group, row)
    else {
      const made = { sound, group: asGroup(row) }
      groups.push(made)
      byStart.set(sound.charAt(0), [...near, made])
    }
  }
  return groups
    .map(({ group }) => group)
    .toSorted((one, other) => other.count - one.count || compareText(one.wordings[0] ?? '', other.wordings[0] ?? ''))
}

const compareText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

function soundOf(wording: string): string {
  return wording
    .split(' ')
    .map((word) => soundKey(word))
    .join(' ')
}

/** One letter apart from 5 letters on, two from 10: "gbele" and "gbelle", not "coca" and "cola". */
function soundsAlike(one: string, other: string): boolean {
  if (one === other) return true
  const length = Math.min(one.length, other.length)
  const allowed = length >= 10 ? 2 : length >= 5 ? 1 : 0
  return Math.abs(one.length - other.length) <= allowed && allowed > 0 && distance(one, other) <= allowed
}

function asGroup({ wording, count, last, troubles, roles, contexts, examples, handled }: WordingRow): NotUnderstood {
  return {
    wordings: [wording],
    count,
    lastAt: last,
    troubles,
    roles: roles ?? [],
    contexts: contexts.filter((context) => context !== ''),
    examples: examples.map(({ codes, ...example }) => ({ ...example, text: withoutSecrets(example.text, codes) })),
    handled,
  }
}

function joined(group: NotUnderstood, row: WordingRow): NotUnderstood {
  const other = asGroup(row)
  const both = <Value>(one: readonly Value[], two: readonly Value[]): Value[] => [...new Set([...one, ...two])]
  return {
    wordings: [...group.wordings, row.wording],
    count: group.count + other.count,
    lastAt: new Date(Math.max(group.lastAt.getTime(), other.lastAt.getTime())),
    troubles: both(group.troubles, other.troubles),
    roles: both(group.roles, other.roles),
    contexts: both(group.contexts, other.contexts),
    examples: [...group.examples, ...other.examples]
      .toSorted((one, two) => two.messageId - one.messageId)
      .slice(0, EXAMPLES),
    handled: group.handled ?? other.handled,
  }
}
