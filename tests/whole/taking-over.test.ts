import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSettings } from '../../domain/settings/reading.ts'
import { releaseToBot, sendHeldNotice, takeOver, writeAsStaff } from '../../domain/support/taking-over.ts'
import { inWork } from '../../domain/work/opening.ts'
import type { Work } from '../../domain/work/work.ts'
import { type App, openApp } from '../harness/app.ts'
import { BARS, bar, depot, type Person, placesOrder } from './people.ts'

// One voice at a time (conversations.md): while a person owns the conversation the bot says nothing at all.

const AWA = 'staff-awa'
const KOFFI = 'staff-koffi'

let app: App
let client: Person
let siporex: Person
let contactId: string

beforeEach(async () => {
  app = await openApp()
  client = bar(app, 'leGrin')
  siporex = depot(app, 'siporex')
  const { rows } = await app.pool.query<{ id: string }>('select id from contact where address = $1', [BARS.leGrin])
  contactId = rows[0]?.id ?? ''
})
afterEach(() => app.stop())

/** As the API does it: one unit of work, and everything that follows. */
async function asStaff<Outcome>(staffId: string, act: (work: Work) => Promise<Outcome>): Promise<Outcome> {
  const actor = { kind: 'staff', id: staffId, role: 'support_l1' } as const
  const by = { now: app.clock.now(), actor, settings: await readSettings(app.pool) }
  const { outcome } = await inWork(app.pool, by, act)
  await app.settle()
  return outcome
}

const take = (staffId: string) => asStaff(staffId, (work) => takeOver(work, { contactId, staffId }))
const write = (staffId: string, text: string) =>
  asStaff(staffId, (work) => writeAsStaff(work, { contactId, staffId, text }))
const release = (staffId: string) => asStaff(staffId, (work) => releaseToBot(work, { contactId, staffId }))

describe('a conversation that a person has taken', () => {
  it('is silent of the bot: what the client writes is kept, and what the person writes arrives', async () => {
    await client.writes('5 casiers de flag 65')
    await take(AWA)
    expect(await client.writes('allo ?')).toBe('')
    expect(await client.writes('ok')).toBe('')
    await write(AWA, 'Bonsoir, ici Awa. Je regarde.')
    expect(await client.reads()).toBe('Bonsoir, ici Awa. Je regarde.')
    const { rows } = await app.pool.query(`select count(*)::int as orders from "order" where number is not null`)
    expect(rows).toEqual([{ orders: 0 }])
  })

  it('is never answered by two people', async () => {
    await client.writes('bonsoir')
    await take(AWA)
    expect(await take(KOFFI)).toEqual({ refused: 'CONVERSATION_HELD', details: { by: AWA } })
    expect(await write(KOFFI, 'Bonsoir !')).toMatchObject({ refused: 'CONVERSATION_NOT_HELD' })
    expect(await client.reads()).not.toContain('Bonsoir !')
  })

  it('holds back the bot’s notices, and sends the one the person chooses', async () => {
    const number = await placesOrder(client)
    await client.reads()
    await take(AWA)
    await siporex.writes(`${number} 30000 30`)
    expect(await client.reads()).toBe('')
    const { rows } = await app.pool.query<{ id: number; text: string }>(
      `select id, content ->> 'text' as text from outbox_message where contact_id = $1 and status = 'held'`,
      [contactId],
    )
    expect(rows.map(({ text }) => text).join()).toContain('49 500 F')
    await asStaff(AWA, (work) => sendHeldNotice(work, { contactId, messageId: Number(rows[0]?.id) }))
    expect(await client.reads()).toContain('49 500 F')
  })

  it('goes back where it was when released: a short re-prompt, no greeting, nothing twice', async () => {
    await client.writes('5 casiers de flag 65')
    await client.writes('ok')
    await take(AWA)
    await client.writes('vous livrez tard ?')
    await release(AWA)
    const back = await client.reads()
    expect(back).toContain('Comment faire ?')
    expect(back).not.toContain('Bonsoir')
    expect(await client.writes('1')).toContain('envoyée à 3 dépôts')
  })

  it('goes back by itself after 20 minutes of silence of the person, not before', async () => {
    await client.writes('5 casiers de flag 65')
    await take(AWA)
    await app.pass(15)
    await write(AWA, 'Un instant.')
    await app.pass(19)
    await client.reads()
    expect(await client.writes('alors ?')).toBe('')
    await app.pass(2)
    expect(await client.reads()).toContain('5 casiers Flag 65cl')
    expect(await client.writes('ok')).toContain('Comment faire ?')
  })

  it('is given back by the client with FIN', async () => {
    await client.writes('5 casiers de flag 65')
    await take(AWA)
    expect(await client.writes('FIN')).toContain('5 casiers Flag 65cl')
    expect(await write(AWA, 'Encore moi')).toMatchObject({ refused: 'CONVERSATION_NOT_HELD' })
  })

  it('still honours STOP at once', async () => {
    await client.writes('bonsoir')
    await take(AWA)
    await client.writes('STOP')
    const { rows } = await app.pool.query('select opted_out_at is not null as out from contact where id = $1', [
      contactId,
    ])
    expect(rows).toEqual([{ out: true }])
  })
})

it('calls a person after three misunderstandings in a row, and says when', async () => {
  await client.writes('bonsoir')
  await client.writes('zxcv qsdf')
  await client.writes('wqaz plok')
  expect(await client.writes('grmbl vfrt')).toMatch(/collègue|personne|équipe/)
  const { rows } = await app.pool.query('select hand_over_reason as why from conversation where contact_id = $1', [
    contactId,
  ])
  expect(rows).toEqual([{ why: 'misunderstood' }])
})
