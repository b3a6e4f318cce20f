import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { type App, openApp } from '../harness/app.ts'
import { bar, depot, isDelivered, ledgerSum, type Person, statusOf } from './people.ts'

let app: App
let siporex: Person

beforeAll(async () => {
  app = await openApp()
  siporex = depot(app, 'siporex')
})
afterEach(async () => {
  expect(await ledgerSum(app)).toBe(0)
})
afterAll(() => app.stop())

it('is paid in cash when the depot says so, and the depot then owes the commission', async () => {
  const client = bar(app, 'leGrin')
  const number = await isDelivered(client, siporex)
  expect(await client.writes('cash')).toContain('49 500 F en espèces au livreur de Dépôt Siporex Boissons')
  expect(await statusOf(app, number)).toBe('delivered')
  expect(await siporex.writes(`CASH ${number}`)).toMatch(/payée en espèces\. Vous nous devez la commission de 1 188 F/)
  expect(await client.reads()).toMatch(/Paiement reçu : 49 500 F (par|en) espèces/)
  expect(await statusOf(app, number)).toBe('paid')
  expect(await siporex.writes('SOLDE')).toContain('vous devez 1 188 F')
})

it('says that an operator refused, and is paid with another one', async () => {
  const client = bar(app, 'tantieRose')
  const number = await isDelivered(client, siporex)
  await client.writes('orange')
  expect(await client.writes('0700000051')).toContain('Validez 49 500 F')
  await app.pass(1)
  expect(await client.reads()).toContain("n'est pas passé : l'opérateur a refusé")
  expect(await statusOf(app, number)).toBe('delivered')
  await client.writes('wave')
  await client.writes('1')
  await app.pass(1)
  expect(await client.reads()).toContain('Paiement reçu : 49 500 F par Wave')
  expect(await statusOf(app, number)).toBe('paid')
})

it('finds out by itself that it was paid twice: refund, voucher, an incident for staff, each step told', async () => {
  const client = bar(app, 'cocotiers')
  const number = await isDelivered(client, siporex)
  await client.writes('mtn')
  await client.writes('0500000056')
  await app.pass(1)
  expect(await client.reads()).toMatch(/payée deux fois[\s\S]*remboursons 49 500 F[\s\S]*bon de 5 000 F/)
  await app.pass(1)
  expect(await client.reads()).toContain('remboursement de 49 500 F')
  const { rows: refunds } = await app.pool.query('select amount, status from refund')
  expect(refunds).toEqual([{ amount: 49_500, status: 'done' }])
  const { rows: vouchers } = await app.pool.query('select amount from voucher')
  expect(vouchers).toEqual([{ amount: 5_000 }])
  const { rows: alerts } = await app.pool.query("select severity from alert where rule = 'payment.twice'")
  expect(alerts).toEqual([{ severity: 'critical' }])
  expect(await statusOf(app, number)).toBe('paid')
})

it('takes operator and number in one breath', async () => {
  const client = bar(app, 'palmier')
  const angre = depot(app, 'angre')
  await isDelivered(client, angre)
  expect(await client.writes('wave 0707070707')).toContain('Validez')
})
