import { setImmediate } from 'node:timers/promises'
import { buildKnowledge, type Knowledge } from '../../conversations/understanding/knowledge.ts'
import type { Situation, Understanding } from '../../conversations/understanding/types.ts'
import { understand } from '../../conversations/understanding/understand.ts'
import { type Catalogue, readCatalogue, readZones } from '../../domain/catalogue/reading.ts'
import { type Refused, refused } from '../../domain/work/refusals.ts'
import { type Sql, statement } from '../../domain/work/sql.ts'
import { withoutSecrets } from './explaining.ts'
import { asWord, refusalOf } from './words.ts'

/** Enough to see what a word does; few enough to be read again in half a second. */
const MOST_TROUBLED = 300
const MOST_UNDERSTOOD = 700
const TROUBLED_DAYS = 30
/** Messages read between two looks at what else this process has to do. */
const AT_A_TIME = 25
const MOST_SHOWN = 20

interface Text {
  readonly id: number
  readonly contactId: string
  readonly at: Date
  readonly text: string
  readonly situation: Situation
  readonly codes: readonly string[]
}

const COLUMNS = `m.id::float8 as id, m.contact_id as "contactId", m.created_at as at, m.payload ->> 'text' as text,
     m.reading -> 'situation' as situation, delivery_codes_around(m.contact_id, m.created_at) as codes`
const troubled = statement<Text>(
  'understanding.troubled',
  `select ${COLUMNS} from mailbox_item m where m.reading ? 'trouble' and m.created_at > $1::timestamptz
     - interval '${TROUBLED_DAYS} days' and m.reading ? 'situation' order by m.created_at desc limit ${MOST_TROUBLED}`,
)
const understood = statement<Text>(
  'understanding.understood',
  `select ${COLUMNS} from mailbox_item m where m.kind = 'message' and m.reading ? 'situation' and not m.reading ? 'trouble'
   order by m.id desc limit ${MOST_UNDERSTOOD}`,
)

export type ShortReading = Pick<Understanding, 'intent' | 'lines' | 'clarifications'>

export interface Changed {
  readonly messageId: number
  readonly contactId: string
  readonly at: Date
  readonly text: string
  readonly before: ShortReading
  readonly after: ShortReading
}

export interface Changes {
  readonly tried: number
  readonly changed: number
  /** the newest */
  readonly examples: Changed[]
}

export interface TriedWord {
  readonly word: string
  /** how two of it, said out of the blue, would be read */
  readonly alone: ShortReading
  readonly notUnderstood: Changes
  readonly understood: Changes
}

/** What the reading of recent messages would be if a product had this word too. Changes nothing. */
export async function tryWord(
  sql: Sql,
  { product, text, now }: { readonly product: string; readonly text: string; readonly now: Date },
): Promise<TriedWord | Refused<'PRODUCT_NOT_FOUND' | 'SYNONYM_INVALID' | 'SYNONYM_TAKEN'>> {
  const [catalogue, zones] = await Promise.all([readCatalogue(sql), readZones(sql)])
  const word = asWord(text)
  if (!catalogue.products.some(({ id }) => id === product)) return refused('PRODUCT_NOT_FOUND', { product })
  const before = buildKnowledge(catalogue, zones)
  const refusal = refusalOf(word, catalogue, before)
  if (refusal !== null) return refusal
  const after = buildKnowledge(withWord(catalogue, product, word), zones)
  const blue: Situation = { channel: 'whatsapp', role: 'client', context: 'idle', state: {} }
  return {
    word,
    alone: short(understand(`2 ${word}`, blue, after)),
    notUnderstood: await compare(await troubled(sql, [now]), before, after),
    understood: await compare(await understood(sql, []), before, after),
  }
}

/** Whether the word may still be added, in the work that adds it: a product may have got it since it was tried. */
export async function refusalNow(sql: Sql, word: string): Promise<Refused<'SYNONYM_INVALID' | 'SYNONYM_TAKEN'> | null> {
  const [catalogue, zones] = [await readCatalogue(sql), await readZones(sql)]
  return refusalOf(word, catalogue, buildKnowledge(catalogue, zones))
}

function withWord(catalogue: Catalogue, id: string, word: string): Catalogue {
  const products = catalogue.products.map((product) =>
    product.id === id ? { ...product, synonyms: [...product.synonyms, word] } : product,
  )
  return { ...catalogue, products }
}

async function compare(texts: readonly Text[], before: Knowledge, after: Knowledge): Promise<Changes> {
  const changed: Changed[] = []
  for (const [place, { id, contactId, at, text, situation, codes }] of texts.entries()) {
    if (place % AT_A_TIME === 0) await setImmediate()
    const [was, is] = [before, after].map((knowledge) => short(understand(text, situation, knowledge)))
    if (was === undefined || is === undefined || JSON.stringify(was) === JSON.stringify(is)) continue
    changed.push({ messageId: id, contactId, at, text: withoutSecrets(text, codes), before: was, after: is })
  }
  return { tried: texts.length, changed: changed.length, examples: changed.slice(0, MOST_SHOWN) }
}

const short = ({ intent, lines, clarifications }: Understanding): ShortReading => ({ intent, lines, clarifications })
