import type { Pool } from 'pg'
import { approveAccount } from '../accounts/deciding.ts'
import { registerClient, registerSupplier } from '../accounts/registering.ts'
import { importShippedData } from '../catalogue/importing.ts'
import { readSettings } from '../settings/reading.ts'
import type { AccountId, ContactId } from '../work/ids.ts'
import { inTransaction, workOn } from '../work/opening.ts'
import { isRefused } from '../work/refusals.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'
import {
  DEMO_CLIENTS,
  DEMO_PHONES,
  DEMO_SUPPLIERS,
  type DemoClient,
  type DemoPhone,
  type DemoSupplier,
} from './market.ts'

/** A demonstration business that its own rules refuse: the data of market.ts is wrong. */
export class DemoRefused extends Error {
  override readonly name = 'DemoRefused'
}

const lock = statement('demo.lock', `select pg_advisory_xact_lock(hashtext('demo market'))`)
const readLoaded = statement<{ loaded: boolean }>(
  'demo.loaded',
  'select exists (select from identity where kind = $1 and value = any($2::text[])) as loaded',
)

/**
 * Loads the demonstration market once: catalogue, zones, 8 clients and 6 suppliers that are approved, and one of each
 * that waits for it. They go through the product's own registration and approval. Nobody is sent the welcome of then.
 * @returns whether it was loaded now
 */
export async function seedDemoMarket(pool: Pool, now: Date): Promise<boolean> {
  return inTransaction(pool, async (sql) => {
    await lock(sql, [])
    const [row] = await readLoaded(sql, ['phone', DEMO_PHONES.map(({ phone }) => phone)])
    if (row?.loaded === true) return false
    const work = workOn(sql, now, { kind: 'system', id: 'demo' }, await readSettings(sql))
    await importShippedData(work)
    const contacts = await makeContacts(work)
    // depots first: they are what makes a zone served
    for (const supplier of DEMO_SUPPLIERS) await join(work, supplier, await registerDepot(work, contacts, supplier))
    for (const client of DEMO_CLIENTS) await join(work, client, await registerBar(work, contacts, client))
    return true
  })
}

const insertContacts = statement<{ id: ContactId; address: string }>(
  'demo.contacts',
  `with made as (
     insert into contact (channel, adapter, address, display_name, created_at)
     select channel, 'simulator', phone, "managerName", $2
     from jsonb_to_recordset($1::jsonb) as given(channel "ChannelKind", phone text, "managerName" text)
     returning id, channel, address
   ), named as (
     insert into identity (contact_id, channel, kind, value) select id, channel, 'phone', address from made
   )
   select id, address from made`,
)

async function makeContacts(work: Work): Promise<ReadonlyMap<string, ContactId>> {
  const people = [...DEMO_CLIENTS, ...DEMO_SUPPLIERS]
  const rows = await insertContacts(work.sql, [JSON.stringify(people), work.now])
  return new Map(rows.map(({ id, address }) => [address, id]))
}

async function join(
  work: Work,
  business: DemoPhone & { readonly isApproved: boolean },
  accountId: AccountId,
): Promise<void> {
  if (business.isApproved) accept(business, await approveAccount(work, { accountId, ...delayOf(business) }))
}

function delayOf({ habit }: DemoPhone): { readonly usualDelayMinutes?: number } {
  return habit === null ? {} : { usualDelayMinutes: habit.delayMinutes }
}

type Contacts = ReadonlyMap<string, ContactId>

async function registerBar(work: Work, contacts: Contacts, client: DemoClient): Promise<AccountId> {
  const said = { ...saidBy(contacts, client), type: client.type, directions: client.directions, licenceDeclared: true }
  return accept(client, await registerClient(work, said)).accountId
}

async function registerDepot(work: Work, contacts: Contacts, supplier: DemoSupplier): Promise<AccountId> {
  const { tradeRegister, vehicles, zones } = supplier
  const papers = { tradeRegister, vehicles, zones, alcoholLicence: `LIC-${tradeRegister.slice(-5)}` }
  const said = { ...saidBy(contacts, supplier), type: 'depot', directions: null, ...papers }
  return accept(supplier, await registerSupplier(work, said)).accountId
}

function saidBy(contacts: Contacts, business: DemoClient | DemoSupplier) {
  const { name, managerName, zone, quartier, phone } = business
  const contactId = contacts.get(phone) ?? ''
  return {
    contactId,
    name,
    managerName,
    zoneId: zone,
    quartierId: quartier,
    latitude: null,
    longitude: null,
    email: null,
  }
}

function accept<Outcome extends object>(
  business: DemoPhone,
  outcome: Outcome,
): Exclude<Outcome, { readonly refused: string }> {
  if (isAccepted(outcome)) return outcome
  throw new DemoRefused(
    `${business.name} (${business.phone}): ${JSON.stringify(outcome)}. Correct domain/demo/market.ts.`,
  )
}

function isAccepted<Outcome extends object>(
  outcome: Outcome,
): outcome is Exclude<Outcome, { readonly refused: string }> {
  return !isRefused(outcome)
}
