import type { ProductId } from '../work/ids.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'

// A word names one product, whether staff gave it (synonym) or the catalogue brings it (product): else two cases of it
// would be two cases of whichever comes first.

/** One form for what is one word to those who read it: small letters, no accents, singular. */
export type WordKey = (name: string) => string

/** Of a product as it is to be written: what people may call it. */
export interface NamedProduct {
  readonly id: ProductId
  readonly brand: string
  readonly name_fr: string
  readonly name_en: string
  readonly synonyms: readonly string[]
}

export interface TakenWord {
  readonly product: ProductId
  readonly column: 'brand' | 'name_fr' | 'name_en' | 'synonyms'
  readonly word: string
  /** the product that staff gave it to */
  readonly takenBy: ProductId
}

// Against a word that is being given at this very moment: whoever comes second sees the other's.
const lock = statement('synonym.lock', 'lock table synonym in share row exclusive mode')
const readAll = statement<{ word: string; product: ProductId }>(
  'synonym.readAll',
  'select word, product_id as product from synonym',
)

/** Nobody else gives words to products, or writes products with theirs, until this work ends. */
export async function lockWords(work: Work): Promise<void> {
  await lock(work.sql, [])
}

/** Names of these products that staff gave to other ones, each once. */
export async function findTakenWords(
  work: Work,
  products: readonly NamedProduct[],
  keyOf: WordKey,
): Promise<readonly TakenWord[]> {
  await lockWords(work)
  const given = new Map((await readAll(work.sql, [])).map(({ word, product }) => [keyOf(word), product]))
  return products.flatMap((product) =>
    namesOf(product).flatMap(({ column, word }) => {
      const takenBy = given.get(keyOf(word))
      return takenBy === undefined || takenBy === product.id ? [] : [{ product: product.id, column, word, takenBy }]
    }),
  )
}

function namesOf({ brand, name_fr, name_en, synonyms }: NamedProduct): readonly Pick<TakenWord, 'column' | 'word'>[] {
  return [
    { column: 'brand', word: brand },
    { column: 'name_fr', word: name_fr },
    { column: 'name_en', word: name_en },
    ...synonyms.map((word) => ({ column: 'synonyms', word }) as const),
  ]
}
