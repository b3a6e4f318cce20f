import type { Pool } from 'pg'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Evidence } from '../../../domain/accounts/habits.ts'
import { forgetHabit, listHabits } from '../../../domain/accounts/habits.ts'
import { freshDatabase } from '../../harness/database.ts'
import {
  aContact,
  anApprovedClient,
  anApprovedSupplier,
  EVENING,
  granted,
  inMinutes,
  loadReferenceData,
  runWork,
  STAFF,
} from '../orders/arrange.ts'

let pool: Pool
beforeAll(async () => {
  pool = (await freshDatabase()).pool
  await loadReferenceData(pool)
  await anApprovedSupplier(pool)
})

const DAY = 24 * 60
let messages = 0

/** A message that the lane has read, with what it taught beside its reading. */
const teach = `update mailbox_item set handled_at = $2, reading = jsonb_build_object('learnt', $3::jsonb) where id = $1`
async function hears(contactId: string): Promise<string> {
  messages += 1
  const { rows } = await pool.query(
    `insert into mailbox_item (contact_id, kind, payload, adapter, provider_id, due_at, created_at)
     values ($1, 'message', '{"kind": "text", "text": "la petite"}', 'simulator', $2, $3, $3) returning id`,
    [contactId, `taught-${messages}`, EVENING],
  )
  return rows[0].id
}
async function learns(contactId: string, evidence: readonly Evidence[], at = EVENING): Promise<string> {
  const id = await hears(contactId)
  await pool.query(teach, [id, at, JSON.stringify(evidence)])
  return id
}
const flag = (product: string, how: Evidence['how']): Evidence => ({ about: 'brand:flag', product, how })
const SMALL = 'flag-33cl'
const BIG = 'flag-65cl'

const SAID = {
  'chosen small': flag(SMALL, 'chosen'),
  'chosen big': flag(BIG, 'chosen'),
  'corrected small': flag(SMALL, 'corrected'),
  'corrected big': flag(BIG, 'corrected'),
  'refused small': flag(SMALL, 'refused'),
  'refused big': flag(BIG, 'refused'),
} as const

async function waitsForALock(pid: number | undefined): Promise<boolean> {
  const { rows } = await pool.query(`select wait_event_type = 'Lock' as waits from pg_stat_activity where pid = $1`, [
    pid,
  ])
  return rows[0]?.waits === true
}

async function habitsOf(accountId: string): Promise<string[]> {
  const { rows } = await pool.query('select habits from account where id = $1', [accountId])
  return rows[0].habits.map(({ product }: { product: string }) => product)
}

describe('habits', () => {
  it.each([
    [['corrected small'], [SMALL]],
    [['chosen small'], []],
    [['chosen small', 'chosen small'], [SMALL]],
    [['chosen small', 'chosen big', 'chosen small'], []],
    [['chosen small', 'chosen small', 'chosen big'], []],
    [['corrected small', 'corrected big'], [BIG]],
    [['corrected small', 'refused small'], []],
    [['corrected small', 'refused small', 'chosen small'], []],
    [['corrected small', 'refused big'], [SMALL]],
    [['refused small'], []],
  ] as const)('are, after %j, %j', async (said, expected) => {
    const { clientId, contactId } = await anApprovedClient(pool)
    for (const one of said) await learns(contactId, [SAID[one]])
    expect(await habitsOf(clientId)).toEqual(expected)
  })

  it('are not made of two choices half a year apart', async () => {
    const { clientId, contactId } = await anApprovedClient(pool)
    await learns(contactId, [flag(SMALL, 'chosen')], EVENING)
    await learns(contactId, [flag(SMALL, 'chosen')], inMinutes(180 * DAY))
    expect(await habitsOf(clientId)).toEqual([])
    await learns(contactId, [flag(SMALL, 'chosen')], inMinutes(181 * DAY))
    expect(await habitsOf(clientId)).toEqual([SMALL])
    const [habit] = await listHabits(pool, { accountId: clientId, now: inMinutes(181 * DAY) })
    expect(habit?.product).toBe(SMALL)
    const [old] = await listHabits(pool, { accountId: clientId, now: inMinutes(362 * DAY) })
    expect([old?.product, old?.evidence.length]).toEqual([null, 3])
  })

  it('count a message once, however often its reading is written', async () => {
    const { clientId, contactId } = await anApprovedClient(pool)
    const id = await learns(contactId, [flag(SMALL, 'chosen')])
    await pool.query('update mailbox_item set reading = reading where id = $1', [id])
    expect(await habitsOf(clientId)).toEqual([])
  })

  it('see both choices when two phones of one account choose at the same instant', async () => {
    const { clientId, contactId } = await anApprovedClient(pool)
    const other = await aContact(pool, 'whatsapp')
    await pool.query('update contact set account_id = $1 where id = $2', [clientId, other])
    const [mine, theirs] = [await hears(contactId), await hears(other)]
    const [one, two] = [await pool.connect(), await pool.connect()]
    try {
      await one.query('begin')
      await two.query('begin')
      const choice = JSON.stringify([flag(SMALL, 'chosen')])
      await one.query(teach, [mine, EVENING, choice])
      const { rows } = await two.query<{ pid: number }>('select pg_backend_pid() as pid')
      let isWritten = false
      const second = two.query(teach, [theirs, EVENING, choice]).then(() => {
        isWritten = true
      })
      await expect.poll(async () => isWritten || (await waitsForALock(rows[0]?.pid))).toBe(true)
      await one.query('commit')
      await second
      await two.query('commit')
    } finally {
      one.release()
      two.release()
    }
    expect(await habitsOf(clientId)).toEqual([SMALL])
  })

  it('are learnt neither from a depot, nor from somebody without account, nor of a product that is gone', async () => {
    const { contactId: depot } = await anApprovedSupplier(pool)
    const stranger = await aContact(pool, 'sms')
    const { clientId, contactId } = await anApprovedClient(pool)
    await learns(depot, [flag(SMALL, 'corrected')])
    await learns(stranger, [flag(SMALL, 'corrected')])
    await learns(contactId, [flag('flag-12cl', 'corrected')])
    const { rows } = await pool.query(
      `select count(*)::int from habit_evidence e join mailbox_item m on m.id = e.message_id
       where m.contact_id = any($1)`,
      [[depot, stranger, contactId]],
    )
    expect(rows).toEqual([{ count: 0 }])
    expect(await habitsOf(clientId)).toEqual([])
  })

  it('are forgotten one by one', async () => {
    const { clientId, contactId } = await anApprovedClient(pool)
    await learns(contactId, [
      flag(SMALL, 'corrected'),
      { about: 'brand:castel', product: 'castel-33cl', how: 'corrected' },
    ])
    const by = { accountId: clientId, about: 'brand:flag' }
    expect(granted(await runWork(pool, { actor: STAFF }, (work) => forgetHabit(work, by)))).toEqual({ forgotten: 1 })
    expect(await habitsOf(clientId)).toEqual(['castel-33cl'])
    expect(await runWork(pool, { actor: STAFF }, (work) => forgetHabit(work, by))).toMatchObject({
      refused: 'HABIT_NOT_FOUND',
    })
  })
})
