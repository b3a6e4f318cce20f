import { afterAll, beforeAll, expect, it } from 'vitest'
import { approveAccount, rejectAccount } from '../../domain/accounts/deciding.ts'
import { readSettings } from '../../domain/settings/reading.ts'
import { inWork } from '../../domain/work/opening.ts'
import type { Work } from '../../domain/work/work.ts'
import { type App, openApp } from '../harness/app.ts'
import { personOf } from './people.ts'

let app: App

beforeAll(async () => {
  app = await openApp()
})
afterAll(() => app.stop())

async function asStaff<Outcome>(act: (work: Work) => Promise<Outcome>): Promise<Outcome> {
  const actor = { kind: 'staff', id: 'staff-awa', role: 'operations' } as const
  const { outcome } = await inWork(
    app.pool,
    { now: app.clock.now(), actor, settings: await readSettings(app.pool) },
    act,
  )
  await app.settle()
  return outcome
}

async function accountNamed(name: string): Promise<{ id: string; kind: string; status: string }> {
  const { rows } = await app.pool.query<{ id: string; kind: string; status: string }>(
    'select id, kind, status from account where name = $1',
    [name],
  )
  return rows[0] ?? { id: '', kind: 'none', status: 'none' }
}

it('takes a bar from the first word to its first cart, with the approval of staff between', async () => {
  const toto = personOf(app, 'whatsapp', '+2250700000021')
  expect(await toto.writes('bonsoir')).toContain("Quel est le nom de l'établissement ?")
  expect(await toto.writes('Maquis Chez Toto')).toContain('gérant')
  await toto.writes('Toto Kouadio')
  await toto.writes('maquis')
  await toto.writes('Yopougon Maroc')
  await toto.writes('0')
  expect(await toto.writes('oui')).toContain('Maquis Chez Toto (maquis)')
  expect(await toto.writes('oui')).toContain("à l'étude")
  const { id, ...account } = await accountNamed('Maquis Chez Toto')
  expect(account).toEqual({ kind: 'client', status: 'pending' })
  expect(await toto.writes('5 casiers de flag 65')).toContain("à l'étude")
  await asStaff((work) => approveAccount(work, { accountId: id }))
  expect(await toto.reads()).not.toBe('')
  expect(await toto.writes('5 casiers de flag 65')).toContain('5 casiers Flag 65cl : 30 000 F')
})

it('tells a bar why it was turned back, and lets it correct and apply again', async () => {
  const zaza = personOf(app, 'whatsapp', '+2250700000023')
  for (const words of ['bonsoir', 'Bar Zaza', 'Zaza Koné', 'bar', 'Yopougon Siporex', '0', 'oui', 'oui'])
    await zaza.writes(words)
  const { id } = await accountNamed('Bar Zaza')
  await asStaff((work) => rejectAccount(work, { accountId: id, reason: 'adresse introuvable' }))
  expect(await zaza.reads()).toContain('adresse introuvable')
  expect((await accountNamed('Bar Zaza')).status).toBe('rejected')
  expect(await zaza.writes('bonsoir')).not.toBe('')
})

it('takes a depot by SMS through ten questions to its first request', async () => {
  const depot = personOf(app, 'sms', '+2250700000022')
  expect(await depot.writes('je suis un dépôt de boissons')).toContain('répondez OUI')
  const words = ['oui', 'Depot Toto', 'Toto Kouadio', 'yopougon', 'maroc', 'derriere la gare', 'CI-ABJ-2019-B-12345']
  for (const one of [...words, 'LIC-555', '2', 'yopougon, adjame']) await depot.writes(one)
  expect(await depot.writes('oui')).toContain('Dossier recu')
  const { id, ...account } = await accountNamed('Depot Toto')
  expect(account).toEqual({ kind: 'supplier', status: 'pending' })
  await asStaff((work) => approveAccount(work, { accountId: id }))
  expect(await depot.reads()).not.toBe('')
  expect(await depot.writes('JOUR')).not.toContain('dossier')
})

it('refuses a number that is on the blacklist without a word', async () => {
  await app.pool.query("insert into blocked_identity (value, reason) values ('+2250700000024', 'fraud')")
  const blocked = personOf(app, 'whatsapp', '+2250700000024')
  expect(await blocked.writes('bonsoir')).toBe('')
  expect(await blocked.writes('je veux commander')).toBe('')
})
