import type { Pool } from 'pg'
import type { Directory } from '../conversations/client/known.ts'
import { buildKnowledge, type Knowledge } from '../conversations/understanding/knowledge.ts'
import { type Catalogue, readCatalogue, readZones } from '../domain/catalogue/reading.ts'
import { type NamesRestricted, restrictedNames } from './outbox/restricted.ts'

/** What conversations know of the catalogue and the city: the index that reads messages, and names and prices to answer with. */
export interface Shelf {
  readonly knowledge: Knowledge
  readonly directory: Directory
  readonly namesRestricted: NamesRestricted
}

export async function readShelf(pool: Pool): Promise<Shelf> {
  const [catalogue, zones] = await Promise.all([readCatalogue(pool), readZones(pool)])
  return {
    knowledge: buildKnowledge(catalogue, zones),
    namesRestricted: restrictedNames({ restricted: namesOf(catalogue, true), open: namesOf(catalogue, false) }),
    directory: {
      products: new Map(
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
      ),
      places: zones.communes,
    },
  }
}

function namesOf({ products }: Catalogue, alcohol: boolean): string[] {
  return products
    .filter((product) => product.alcohol === alcohol)
    .flatMap(({ brand, family, name_fr, name_en, synonyms }) => [brand, family, name_fr, name_en, ...synonyms])
}
