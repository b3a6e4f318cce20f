import type { Pool } from 'pg'
import { importShippedData } from '../../domain/catalogue/importing.ts'
import { DEFAULT_SETTINGS } from '../../domain/settings/settings.ts'
import { inWork } from '../../domain/work/opening.ts'

export interface BenchMarket {
  readonly clients: readonly string[]
  readonly suppliers: readonly string[]
}

const ZONES = [
  'yopougon',
  'cocody',
  'marcory',
  'treichville',
  'abobo',
  'koumassi',
  'plateau',
  'adjame',
  'attecoube',
  'port-bouet',
]

/**
 * Contacts enough for a city's evening: approved bars and depots, spread over ten communes. They are inserted as the
 * registration would leave them: 500 registrations would be a measurement of their own.
 */
export async function makeMarket(pool: Pool, contacts: number): Promise<BenchMarket> {
  await inWork(
    pool,
    { now: new Date(), actor: { kind: 'system', id: 'bench' }, settings: DEFAULT_SETTINGS },
    importShippedData,
  )
  const suppliers = phones('+22505', Math.round(contacts / 5))
  const clients = phones('+22507', contacts - suppliers.length)
  await pool.query(
    `with given as (select phone, row_number() over () as n from unnest($1::text[]) as phone),
       made as (
         insert into account (kind, status, name, manager_name, type, zone_id, consented_at)
         select $3::"AccountKind", 'approved', $4 || ' ' || n, 'Koné', $5, ($2::text[])[1 + (n % array_length($2::text[], 1))::int], now() from given
         returning id, name),
       known as (
         insert into contact (account_id, channel, adapter, address)
         select made.id, $6::"ChannelKind", 'twilio', given.phone from made join given on made.name = $4 || ' ' || given.n
         returning id, address)
     insert into identity (contact_id, channel, kind, value) select id, $6::"ChannelKind", 'phone', address from known`,
    [clients, ZONES, 'client', 'Maquis', 'maquis', 'whatsapp'],
  )
  await pool.query(
    `with given as (select phone, row_number() over () as n from unnest($1::text[]) as phone),
       made as (
         insert into account (kind, status, name, manager_name, type, zone_id, consented_at)
         select 'supplier', 'approved', 'Dépôt ' || n, 'Traoré', 'depot', ($2::text[])[1 + (n % array_length($2::text[], 1))::int], now() from given
         returning id, name, zone_id),
       equipped as (
         insert into supplier (account_id, trade_register, alcohol_licence, usual_delay_minutes) select id, 'CI-ABJ-1', 'LIC-1', 30 from made
         returning account_id),
       serving as (
         insert into supplier_zone (supplier_id, zone_id) select made.id, made.zone_id from made join equipped on account_id = made.id),
       known as (
         insert into contact (account_id, channel, adapter, address)
         select made.id, 'whatsapp', 'twilio', given.phone from made join given on made.name = 'Dépôt ' || given.n
         returning id, address)
     insert into identity (contact_id, channel, kind, value) select id, 'whatsapp', 'phone', address from known`,
    [suppliers, ZONES],
  )
  // Only what is filled: of an empty table PostgreSQL would learn that any plan will do, and keep that plan all evening.
  await pool.query('analyze account, contact, identity, supplier, supplier_zone, product, packaging, zone, quartier')
  return { clients, suppliers }
}

function phones(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, place) => `${prefix}${String(place + 10_000_000).padStart(8, '0')}`)
}
