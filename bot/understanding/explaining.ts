import { explain } from '../../conversations/understanding/explain.ts'
import type { Situation } from '../../conversations/understanding/types.ts'
import { type Sql, statement } from '../../domain/work/sql.ts'
import type { Shelf } from '../knowledge.ts'
import type { StoredReading } from '../lane/reading.ts'

interface HeardText {
  readonly text: string | null
  readonly reading: StoredReading | null
  readonly channel: 'whatsapp' | 'sms'
  readonly role: 'client' | 'supplier'
  readonly codes: readonly string[]
}

const readText = statement<HeardText>(
  'understanding.text',
  `select m.payload ->> 'text' as text, m.reading, c.channel, coalesce(v.machine, 'client') as role,
     delivery_codes_around(c.id, m.created_at) as codes
   from mailbox_item m join contact c on c.id = m.contact_id left join conversation v on v.contact_id = c.id
   where m.id = $2 and m.contact_id = $1 and m.kind = 'message'`,
)

export interface Explained {
  readonly text: string
  /** how the text would be read now, as `npm run understand -- --explain` prints it */
  readonly explanation: string
  /** false: kept before situations were, or a button: explained as said out of the blue */
  readonly inItsSituation: boolean
}

/** How a message is read, step by step, with today's catalogue; null when there is no such text. */
export async function explainMessage(
  sql: Sql,
  shelf: Shelf,
  { contactId, messageId }: { readonly contactId: string; readonly messageId: number },
): Promise<Explained | null> {
  const [row] = await readText(sql, [contactId, messageId])
  if (row === undefined || row.text === null) return null
  const kept = row.reading?.situation
  const explanation = explain(row.text, kept ?? outOfTheBlue(row), shelf.knowledge)
  return {
    text: withoutSecrets(row.text, row.codes),
    explanation: withoutSecrets(explanation, row.codes),
    inItsSituation: kept !== undefined,
  }
}

function outOfTheBlue({ channel, role }: HeardText): Situation {
  return { channel, role, context: role === 'client' ? 'idle' : 'sup_idle', state: {} }
}

/** Delivery codes prove that goods were handed over, and phone numbers are for those who may call: neither is shown. */
export function withoutSecrets(text: string, codes: readonly string[]): string {
  const withoutPhones = text.replace(/\+?\d(?:[ .-]?\d){7,}/g, '••••••••')
  if (codes.length === 0) return withoutPhones
  return withoutPhones.replace(new RegExp(`(?<!\\d)(?:${codes.join('|')})(?!\\d)`, 'g'), '••••')
}
