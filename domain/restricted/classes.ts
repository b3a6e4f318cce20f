import { type Refused, refused } from '../work/refusals.ts'
import { type Sql, statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'

/** What may be said of goods where: open everywhere, restricted only where the policy of the channel allows (product.md 7). */
export type GoodsClass = 'open' | 'restricted'

export interface Category {
  readonly id: string
  readonly class: GoodsClass
  readonly products: number
  /** with alcohol in it, it cannot be opened */
  readonly alcohol: boolean
}

const read = statement<Category>(
  'category.readAll',
  `select c.id, c.class, count(p.id)::int as products, coalesce(bool_or(p.alcohol), false) as alcohol
   from product_category c left join product p on p.category = c.id group by c.id order by c.id`,
)

/** Every category with its class. */
export async function readCategories(sql: Sql): Promise<readonly Category[]> {
  return read(sql, [])
}

const lock = statement<{ alcohol: boolean }>(
  'category.lock',
  `select exists (select from product p where p.category = c.id and p.alcohol) as alcohol
   from product_category c where c.id = $1 for update`,
)
const write = statement('category.classify', 'update product_category set class = $2::"GoodsClass" where id = $1')

/**
 * Says what class a category is of. One that holds alcohol stays restricted: what WhatsApp closes a number for is not
 * opened by a slip of the hand.
 */
export async function classifyCategory(
  work: Work,
  input: { readonly category: string; readonly class: GoodsClass },
): Promise<{ id: string; class: GoodsClass } | Refused<'CATEGORY_NOT_FOUND' | 'CATEGORY_HOLDS_ALCOHOL'>> {
  const [found] = await lock(work.sql, [input.category])
  if (found === undefined) return refused('CATEGORY_NOT_FOUND')
  if (input.class === 'open' && found.alcohol) return refused('CATEGORY_HOLDS_ALCOHOL')
  await write(work.sql, [input.category, input.class])
  return { id: input.category, class: input.class }
}
