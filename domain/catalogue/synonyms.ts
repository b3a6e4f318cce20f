import type { ProductId } from '../work/ids.ts'
import { type Refused, refused } from '../work/refusals.ts'
import { type Sql, statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'

/** A word that staff gave to a product. The catalogue's own are on the product. */
export interface Synonym {
  readonly word: string
  readonly addedBy: string
  readonly addedAt: Date
}

const read = statement<Synonym>(
  'synonym.read',
  `select word, added_by as "addedBy", added_at as "addedAt" from synonym where product_id = $1 order by word`,
)
const ownWords = statement<{ synonyms: string[] }>('synonym.ownWords', 'select synonyms from product where id = $1')

/** The words a product is known by; null when there is no such product. */
export async function listSynonyms(
  sql: Sql,
  product: ProductId,
): Promise<{ readonly catalogue: readonly string[]; readonly staff: readonly Synonym[] } | null> {
  const [row] = await ownWords(sql, [product])
  return row === undefined ? null : { catalogue: row.synonyms, staff: await read(sql, [product]) }
}

const add = statement<Synonym>(
  'synonym.add',
  `insert into synonym (word, product_id, added_by, added_at)
   select $1, p.id, $3, $4 from product p where p.id = $2
   on conflict (word) do nothing returning word, added_by as "addedBy", added_at as "addedAt"`,
)
const owner = statement<{ product: ProductId }>(
  'synonym.owner',
  'select product_id as product from synonym where word = $1',
)

/**
 * Gives a word to a product: of two who give it to two products at once, one wins.
 * @param word in plain letters, as `asWord` of the understanding writes it
 */
export async function addSynonym(
  work: Work,
  { product, word, by }: { readonly product: ProductId; readonly word: string; readonly by: string },
): Promise<Synonym | Refused<'PRODUCT_NOT_FOUND' | 'SYNONYM_TAKEN'>> {
  const [added] = await add(work.sql, [word, product, by, work.now])
  if (added !== undefined) return added
  const [taken] = await owner(work.sql, [word])
  return taken === undefined
    ? refused('PRODUCT_NOT_FOUND', { product })
    : refused('SYNONYM_TAKEN', { word, product: taken.product })
}

const remove = statement<Synonym>(
  'synonym.remove',
  'delete from synonym where word = $1 and product_id = $2 returning word, added_by as "addedBy", added_at as "addedAt"',
)

/** Takes a word of staff from a product. */
export async function removeSynonym(
  work: Work,
  { product, word }: { readonly product: ProductId; readonly word: string },
): Promise<Synonym | Refused<'SYNONYM_NOT_FOUND'>> {
  const [removed] = await remove(work.sql, [word, product])
  return removed ?? refused('SYNONYM_NOT_FOUND', { word, product })
}
