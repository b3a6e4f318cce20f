import { createHash, randomBytes } from 'node:crypto'
import type { AccountId, ContactId, OrderId } from '../work/ids.ts'
import { type Sql, statement } from '../work/sql.ts'
import { minutesAfter, type Work } from '../work/work.ts'

const HOUR = 60
/** One evening and the day after: longer than any order waits for its client. Each SMS that speaks of the order renews it. */
const VALID_MINUTES = 24 * HOUR
/** A conversation that goes back and forth has its link already: it is not told again with each message. */
const TOLD_AGAIN_AFTER_MINUTES = 60
/** Receipts and complaints come after the goods; then nobody needs it. */
const AFTER_THE_END_HOURS = 48

export const TOKEN_PATTERN = /^[\w-]{22}$/
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Of a new link: 128 bits, so that nobody guesses one. Shown once: only the hash is kept. */
const newToken = (): string => randomBytes(16).toString('base64url')

const renew = statement<{ createdAt: Date }>(
  'page.renew',
  `update page_link set expires_at = $3, order_id = coalesce($4, order_id)
   where id = (select id from page_link where contact_id = $1 and account_id = $2 and expires_at > $5
     order by created_at desc limit 1)
   returning created_at as "createdAt"`,
)
const forget = statement(
  'page.forget',
  `delete from page_link where contact_id = $1 and expires_at < $2::timestamptz - interval '30 days'`,
)
const insert = statement(
  'page.open',
  `insert into page_link (token_hash, account_id, contact_id, order_id, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)`,
)

interface ForOrder {
  readonly accountId: AccountId
  readonly contactId: ContactId
  readonly orderId: OrderId | null
}

/** The way to the page of one cart or order, for the person of one contact: what follows /c/ in its address. */
export async function openPage(work: Work, { accountId, contactId, orderId }: ForOrder): Promise<string> {
  const token = newToken()
  await forget(work.sql, [contactId, work.now])
  const until = minutesAfter(work.now, VALID_MINUTES)
  await insert(work.sql, [hashOf(token), accountId, contactId, orderId, work.now, until])
  return token
}

/** The same for a contact that may have been told one lately: that one is renewed, and null says that it need not be told. */
export async function openPageUnlessTold(work: Work, to: ForOrder): Promise<string | null> {
  const until = minutesAfter(work.now, VALID_MINUTES)
  const [told] = await renew(work.sql, [to.contactId, to.accountId, until, to.orderId, work.now])
  const isRecent = told !== undefined && minutesAfter(told.createdAt, TOLD_AGAIN_AFTER_MINUTES) > work.now
  return isRecent ? null : openPage(work, to)
}

export interface PageLink {
  readonly linkId: string
  readonly accountId: AccountId
  readonly contactId: ContactId
  readonly orderId: OrderId | null
  readonly createdAt: Date
  readonly isAdult: boolean
  /** the WhatsApp conversation of the same business that may be written to now: a day at most since it wrote */
  readonly whatsappContactId: ContactId | null
}

const find = statement<PageLink>(
  'page.find',
  `select l.id as "linkId", l.account_id as "accountId", l.contact_id as "contactId", l.order_id as "orderId",
     l.created_at as "createdAt", l.adult_at is not null as "isAdult",
     (select w.id from contact w where w.account_id = l.account_id and w.channel = 'whatsapp' and w.id <> l.contact_id
       and w.opted_out_at is null and w.last_inbound_at > $2::timestamptz - interval '23 hours'
       order by w.last_inbound_at desc limit 1) as "whatsappContactId"
   from page_link l left join "order" o on o.id = l.order_id
   where l.token_hash = $1 and l.expires_at > $2 and (o.id is null or o.status not in ('closed', 'cancelled', 'expired')
     or (select max(g.at) from order_log g where g.order_id = o.id) > $2::timestamptz - make_interval(hours => $3))`,
)

/** The link of a token; null for one that is wrong, has expired, or whose order ended more than 48 hours ago. */
export async function findPage(sql: Sql, token: string, now: Date): Promise<PageLink | null> {
  if (!TOKEN_PATTERN.test(token)) return null
  const [link] = await find(sql, [hashOf(token), now, AFTER_THE_END_HOURS])
  return link ?? null
}

const confirm = statement('page.adult', 'update page_link set adult_at = coalesce(adult_at, $2) where id = $1')

/** Somebody says to be 18 or more: asked once for each link. */
export async function confirmAdult(work: Work, { linkId }: Pick<PageLink, 'linkId'>): Promise<void> {
  await confirm(work.sql, [linkId, work.now])
}

const bind = statement('page.bind', 'update page_link set order_id = $2 where id = $1')

/** The order that a link is about from now on: the cart made on its page; null when that went on elsewhere. */
export async function bindPage(
  work: Work,
  { linkId, orderId }: { readonly linkId: string; readonly orderId: OrderId | null },
): Promise<void> {
  await bind(work.sql, [linkId, orderId])
}

const submit = statement<{ nonce: string }>(
  'page.submit',
  'insert into page_submission (link_id, nonce, at) values ($1, $2, $3) on conflict do nothing returning nonce',
)

/** Whether this form is sent for the first time; a second one waits for the first to be committed, and is told no. */
export async function isFirstSubmission(
  work: Work,
  { linkId, nonce }: { readonly linkId: string; readonly nonce: string },
): Promise<boolean> {
  return (await submit(work.sql, [linkId, nonce, work.now])).length > 0
}
