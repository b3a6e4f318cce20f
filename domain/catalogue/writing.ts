import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'
import type { CatalogueFile, ZonesFile } from './files.ts'

const upsertProducts = statement(
  'product.upsert',
  `with given as (
     select * from jsonb_to_recordset($1::jsonb) as p(id text, brand text, family text, name_fr text, name_en text,
       category text, volume_ml int, weight_unit text, container text, default_packaging text, brand_default boolean,
       synonyms text[], alcohol boolean, variable_weight boolean, packagings jsonb)
   ), products as (
     insert into product (id, brand, family, name_fr, name_en, category, volume_ml, weight_unit, container,
       default_packaging, brand_default, synonyms, alcohol, variable_weight)
     select id, brand, family, name_fr, name_en, category, volume_ml, weight_unit, container, default_packaging,
       brand_default, synonyms, alcohol, variable_weight from given
     on conflict (id) do update set brand = excluded.brand, family = excluded.family, name_fr = excluded.name_fr,
       name_en = excluded.name_en, category = excluded.category, volume_ml = excluded.volume_ml,
       weight_unit = excluded.weight_unit, container = excluded.container,
       default_packaging = excluded.default_packaging, brand_default = excluded.brand_default,
       synonyms = excluded.synonyms, alcohol = excluded.alcohol, variable_weight = excluded.variable_weight, active = true
   )
   insert into packaging (product_id, unit, pieces, returnable, deposit, reference_price, price_basis)
   select given.id, k.unit, k.pieces, k.returnable, k.deposit_xof, k.reference_price_xof, k.price_basis
   from given, jsonb_to_recordset(given.packagings) as k(unit text, pieces int, returnable boolean, deposit_xof int,
     reference_price_xof int, price_basis text)
   on conflict (product_id, unit) do update set pieces = excluded.pieces, returnable = excluded.returnable,
     deposit = excluded.deposit, reference_price = excluded.reference_price, price_basis = excluded.price_basis`,
)

/** Adds products and their packagings, or brings those there are up to date. What is not named stays. */
export async function writeProducts(work: Work, products: CatalogueFile['products']): Promise<void> {
  await upsertProducts(work.sql, [JSON.stringify(products)])
}

export interface ZoneToWrite {
  readonly id: string
  readonly name: string
  readonly lat: number
  readonly lon: number
  readonly side: 'nord' | 'sud'
  readonly adjacent: readonly string[]
  readonly aliases: readonly string[]
  readonly delivery_fee_xof: number
  readonly quartiers: ZonesFile['communes'][number]['quartiers']
}

const upsertZones = statement(
  'zone.upsert',
  `with given as (
     select * from jsonb_to_recordset($1::jsonb) as z(id text, name text, lat float8, lon float8, side text,
       adjacent text[], aliases text[], delivery_fee_xof int, quartiers jsonb)
   ), zones as (
     insert into zone (id, name, latitude, longitude, side, adjacent, aliases, delivery_fee)
     select id, name, lat, lon, side, adjacent, aliases, delivery_fee_xof from given
     on conflict (id) do update set name = excluded.name, latitude = excluded.latitude, longitude = excluded.longitude,
       side = excluded.side, adjacent = excluded.adjacent, aliases = excluded.aliases,
       delivery_fee = excluded.delivery_fee, active = true
   )
   insert into quartier (id, zone_id, name, latitude, longitude, aliases)
   select q.id, given.id, q.name, q.lat, q.lon, q.aliases
   from given, jsonb_to_recordset(given.quartiers) as q(id text, name text, lat float8, lon float8, aliases text[])
   on conflict (id) do update set zone_id = excluded.zone_id, name = excluded.name, latitude = excluded.latitude,
     longitude = excluded.longitude, aliases = excluded.aliases`,
)

/** Adds zones and their quartiers, or brings those there are up to date. What is not named stays. */
export async function writeZones(work: Work, zones: readonly ZoneToWrite[]): Promise<void> {
  await upsertZones(work.sql, [JSON.stringify(zones)])
}

/** The communes of the file with the side of the lagoon they are on. */
export function zonesOf(file: ZonesFile): ZoneToWrite[] {
  return file.communes.map((commune) => ({ ...commune, side: file.sides.sud.includes(commune.id) ? 'sud' : 'nord' }))
}
