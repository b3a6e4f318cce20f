import type { AccountId, ContactId, ZoneId } from '../work/ids.ts'
import { type Refused, refused } from '../work/refusals.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'
import { type Check, checkRegistration, firstRefusal, type RegistrationRefusal } from './checking.ts'

/** What a business says of itself (conversations/commands.ts, Registration) and the contact that says it. */
export interface RegistrationInput {
  readonly contactId: ContactId
  readonly name: string
  readonly managerName: string
  readonly type: string
  readonly zoneId: ZoneId
  readonly quartierId: string | null
  readonly directions: string | null
  readonly latitude: number | null
  readonly longitude: number | null
  readonly email: string | null
}

export type Registered = { readonly accountId: AccountId } | Refused<RegistrationRefusal | 'ALREADY_REGISTERED'>

/**
 * A bar, maquis or restaurant asks for an account (product.md 1). A failed check says at once what to correct; else the
 * request waits in the approval queue. A rejected client that applies again keeps its account.
 */
export async function registerClient(
  work: Work,
  input: RegistrationInput & { readonly licenceDeclared: boolean },
): Promise<Registered> {
  return register(work, { ...input, kind: 'client', licence: input.licenceDeclared, zones: [] })
}

const writeSupplier = statement(
  'supplier.register',
  `with written as (
     insert into supplier (account_id, trade_register, alcohol_licence, vehicles) values ($1, $2, $3, $4)
     on conflict (account_id) do update set trade_register = $2, alcohol_licence = $3, vehicles = $4
   ), left_zones as (
     delete from supplier_zone where supplier_id = $1 and zone_id <> all($5::text[])
   )
   insert into supplier_zone (supplier_id, zone_id) select $1, unnest($5::text[]) on conflict do nothing`,
)

/** A depot asks for an account, with its papers and the zones it wants to serve; approval settles the zones. */
export async function registerSupplier(
  work: Work,
  input: RegistrationInput & {
    readonly tradeRegister: string
    readonly alcoholLicence: string
    readonly vehicles: number
    readonly zones: readonly ZoneId[]
  },
): Promise<Registered> {
  const zones = [...new Set(input.zones.length > 0 ? input.zones : [input.zoneId])]
  const licence = input.tradeRegister.trim() !== '' && input.alcoholLicence.trim() !== ''
  const registered = await register(work, { ...input, kind: 'supplier', licence, zones })
  if ('accountId' in registered) {
    const { tradeRegister, alcoholLicence, vehicles } = input
    await writeSupplier(work.sql, [registered.accountId, tradeRegister, alcoholLicence, vehicles, zones])
  }
  return registered
}

type Applicant = RegistrationInput & {
  readonly kind: 'client' | 'supplier'
  readonly licence: boolean
  /** a supplier's */
  readonly zones: readonly ZoneId[]
}

const lockContact = statement('contact.lockForRegistration', 'select 1 from contact where id = $1 for no key update')

interface Known {
  readonly accountId: AccountId | null
  readonly accountKind: 'client' | 'supplier' | null
  readonly accountStatus: string | null
  readonly phone: string | null
  readonly zoneExists: boolean
  readonly zoneServed: boolean
  readonly samePhone: boolean
  readonly sameName: boolean
  readonly blacklisted: boolean
}

const readKnown = statement<Known>(
  'contact.registrationFacts',
  `select c.account_id as "accountId", a.kind as "accountKind", a.status as "accountStatus", phone.value as phone,
     (select count(*) from zone z where z.id = any($2::text[]) and z.active) = cardinality($2::text[])
       and ($3::text is null or exists (select from quartier k where k.id = $3 and k.zone_id = $4)) as "zoneExists",
     exists (select from supplier_zone z join account s on s.id = z.supplier_id
       where z.zone_id = $4 and s.status = 'approved') as "zoneServed",
     exists (select from identity i join contact o on o.id = i.contact_id join account s on s.id = o.account_id
       where i.kind = 'phone' and i.value = phone.value and o.id <> c.id and s.id is distinct from a.id
         and s.status in ('pending', 'approved', 'suspended')) as "samePhone",
     exists (select from account s where s.kind = $6::"AccountKind" and lower(s.name) = lower($5)
       and coalesce(s.quartier_id, s.zone_id) = coalesce($3, $4)
       and s.id is distinct from a.id and s.status in ('pending', 'approved', 'suspended')) as "sameName",
     exists (select from identity i join blocked_identity b on b.value = i.value where i.contact_id = c.id) as blacklisted
   from contact c left join account a on a.id = c.account_id
   left join lateral (select coalesce((select i.value from identity i where i.contact_id = c.id and i.kind = 'phone' limit 1),
     case when c.address like '+%' then c.address end) as value) phone on true
   where c.id = $1`,
)

async function register(work: Work, applicant: Applicant): Promise<Registered> {
  const { contactId, zoneId, quartierId, kind } = applicant
  const name = applicant.name.trim()
  await lockContact(work.sql, [contactId])
  const zones = [...new Set([zoneId, ...applicant.zones])]
  const [known] = await readKnown(work.sql, [contactId, zones, quartierId, zoneId, name, kind])
  if (known === undefined || !mayApply(known, kind)) return refused('ALREADY_REGISTERED')
  const checks = checkRegistration({ ...applicant, ...known, name })
  const refusal = firstRefusal(checks)
  if (refusal !== null) return refused(refusal, { zone: zoneId })
  const accountId = await write(work, { ...applicant, name }, known.accountId, checks)
  return accountId === null ? refused('DUPLICATE_ACCOUNT', { zone: zoneId }) : { accountId }
}

function mayApply(known: Known, kind: string): boolean {
  return known.accountId === null || (known.accountStatus === 'rejected' && known.accountKind === kind)
}

const values = '$2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12'

// The unique index on name and place has the last word when two contacts register one bar at the same instant.
const insertAccount = statement<{ id: AccountId }>(
  'account.register',
  `with made as (
     insert into account (kind, name, manager_name, type, email, zone_id, quartier_id, directions, latitude, longitude,
       consented_at, checks, created_at)
     values ($13::"AccountKind", ${values}, $11)
     on conflict (lower(name), coalesce(quartier_id, zone_id))
       where kind = 'client' and status in ('pending', 'approved', 'suspended') do nothing
     returning id
   ), linked as (update contact set account_id = made.id from made where contact.id = $1)
   select id from made`,
)
const reapply = statement<{ id: AccountId }>(
  'account.reapply',
  `update account set (name, manager_name, type, email, zone_id, quartier_id, directions, latitude, longitude,
       consented_at, checks) = (${values}),
     status = 'pending', rejection_reason = null, decided_at = null, decided_by = null
   where id = $1 and status = 'rejected' returning id`,
)

const joinTwin = statement('contact.joinTwin', 'select join_account(other_contact($1), $2)')

async function write(
  work: Work,
  applicant: Applicant,
  rejectedAccount: AccountId | null,
  checks: readonly Check[],
): Promise<AccountId | null> {
  const { name, managerName, type, email, zoneId, quartierId, directions, latitude, longitude } = applicant
  const place = [zoneId, quartierId, directions, latitude, longitude]
  const said = [name, managerName.trim(), type, email, ...place, work.now, JSON.stringify(checks)]
  const written =
    rejectedAccount === null
      ? await insertAccount(work.sql, [applicant.contactId, ...said, applicant.kind])
      : await reapply(work.sql, [rejectedAccount, ...said])
  // The same phone may have written on the other channel before it had an account.
  if (written.length > 0) await joinTwin(work.sql, [applicant.contactId, work.now])
  return written[0]?.id ?? null
}
