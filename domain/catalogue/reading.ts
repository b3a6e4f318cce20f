import { type Sql, statement } from '../work/sql.ts'
import { type CatalogueFile, readCatalogueFile } from './files.ts'

// The shapes are those that the understanding takes (conversations/understanding/catalogue-data.ts).

export interface CatalogueProduct {
  readonly id: string
  readonly brand: string
  readonly family: string
  readonly name_fr: string
  readonly name_en: string
  readonly category: string
  readonly volume_ml: number | null
  readonly container: string
  readonly alcohol: boolean
  readonly variable_weight: boolean
  readonly packagings: readonly {
    readonly unit: string
    readonly pieces: number
    readonly reference_price_xof: number
    readonly deposit_xof: number
  }[]
  readonly default_packaging: string
  readonly brand_default: boolean
  readonly synonyms: readonly string[]
}

export interface Catalogue {
  readonly products: readonly CatalogueProduct[]
  readonly units: CatalogueFile['units']
}

const readProducts = statement<CatalogueProduct>(
  'catalogue.read',
  `select p.id, p.brand, p.family, p.name_fr, p.name_en, p.category, p.volume_ml, p.container, p.alcohol,
     p.variable_weight, p.default_packaging, p.brand_default,
     p.synonyms || array(select s.word from synonym s where s.product_id = p.id order by s.word) as synonyms,
     (select jsonb_agg(jsonb_build_object('unit', k.unit, 'pieces', k.pieces, 'reference_price_xof', k.reference_price,
       'deposit_xof', k.deposit) order by k.unit <> p.default_packaging, k.pieces desc)
      from packaging k where k.product_id = p.id) as packagings
   from product p where p.active order by p.id`,
)

/** The products on sale, and the names of the units, which are shipped with the program. */
export async function readCatalogue(sql: Sql): Promise<Catalogue> {
  return { products: await readProducts(sql, []), units: readCatalogueFile().units }
}

export interface Place {
  readonly id: string
  readonly name: string
  readonly aliases: readonly string[]
  readonly latitude: number
  readonly longitude: number
}

export interface Commune extends Place {
  readonly quartiers: readonly Place[]
}

const readCommunes = statement<Commune>(
  'zone.readAll',
  `select z.id, z.name, z.aliases, z.latitude, z.longitude, coalesce((select jsonb_agg(jsonb_build_object('id', q.id,
     'name', q.name, 'aliases', q.aliases, 'latitude', q.latitude, 'longitude', q.longitude) order by q.id) from quartier q where q.zone_id = z.id), '[]') as quartiers
   from zone z where z.active order by z.id`,
)

/** The zones that are served or may be, with their quartiers. */
export async function readZones(sql: Sql): Promise<{ readonly communes: readonly Commune[] }> {
  return { communes: await readCommunes(sql, []) }
}

export interface GoodsNamed {
  readonly id: string
  readonly category: string
  /** of the category */
  readonly class: 'open' | 'restricted'
  /** by its category, or because it is alcohol whatever its category says */
  readonly isRestricted: boolean
  readonly names: readonly string[]
}

const readNames = statement<GoodsNamed>(
  'catalogue.names',
  `select p.id, p.category, s.class, p.alcohol or s.class = 'restricted' as "isRestricted",
     array[p.brand, p.family, p.name_fr, p.name_en] || p.synonyms as names
   from product p join product_category s on s.id = p.category`,
)

/** What every product is called, those no longer on sale too: old orders still name them. */
export async function readGoodsNames(sql: Sql): Promise<readonly GoodsNamed[]> {
  return readNames(sql, [])
}

// Hashes of a few hundred rows: cheap enough to ask every few seconds, and no writer has to remember a version.
const readVersion = statement<{ version: string }>(
  'catalogue.version',
  `select concat_ws('.', (select sum(hashtext(p::text)::bigint) from product p),
     (select sum(hashtext(k::text)::bigint) from packaging k),
     (select sum(hashtext(s::text)::bigint) from synonym s), (select sum(hashtext(z::text)::bigint) from zone z),
     (select sum(hashtext(q::text)::bigint) from quartier q),
     (select sum(hashtext(c::text)::bigint) from product_category c)) as version`,
)

/** Changes with the catalogue and the zones, in whatever process they were changed. */
export async function catalogueVersion(sql: Sql): Promise<string> {
  const [row] = await readVersion(sql, [])
  return row?.version ?? ''
}
