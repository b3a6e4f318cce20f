import type { Pool } from 'pg'
import type { Directory } from '../conversations/client/known.ts'
import { buildKnowledge, type Knowledge } from '../conversations/understanding/knowledge.ts'
import { type GoodsNamed, readCatalogue, readGoodsNames, readZones } from '../domain/catalogue/reading.ts'
import { type NamesRestricted, restrictedNames } from './outbox/restricted.ts'

/** What conversations know of the catalogue and the city: the index that reads messages, and names and prices to answer with. */
export interface Shelf {
  readonly knowledge: Knowledge
  readonly directory: Directory
  /** the same without restricted goods: all that is shown where they may not be sold */
  readonly openDirectory: Directory
  readonly namesRestricted: NamesRestricted
  /** the id of a product or of a category */
  readonly isRestricted: (id: string) => boolean
}

export async function readShelf(pool: Pool): Promise<Shelf> {
  const [catalogue, zones, goods] = await Promise.all([readCatalogue(pool), readZones(pool), readGoodsNames(pool)])
  const restricted = new Set([
    ...goods.filter((one) => one.isRestricted).map(({ id }) => id),
    ...goods.filter((one) => one.class === 'restricted').map(({ category }) => category),
  ])
  const products = new Map(
    catalogue.products.map((product) => [
      product.id,
      {
        id: product.id,
        name: product.name_fr,
        family: product.family,
        category: product.category,
        defaultUnit: product.default_packaging,
        units: product.packagings.map(({ unit, reference_price_xof, deposit_xof }) => ({
          unit,
          price: reference_price_xof,
          deposit: deposit_xof,
        })),
      },
    ]),
  )
  const places = zones.communes
  return {
    knowledge: buildKnowledge(catalogue, zones),
    directory: { products, places },
    openDirectory: { products: new Map([...products].filter(([id]) => !restricted.has(id))), places },
    namesRestricted: restrictedNames({ restricted: namesOf(goods, true), open: namesOf(goods, false) }),
    isRestricted: (id) => restricted.has(id),
  }
}

function namesOf(goods: readonly GoodsNamed[], isRestricted: boolean): string[] {
  return goods.filter((one) => one.isRestricted === isRestricted).flatMap(({ names }) => names)
}
