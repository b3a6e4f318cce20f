import { afterAll, beforeAll, expect, it } from 'vitest'
import { type App, openApp } from '../harness/app.ts'
import { bar, depot, type Person, placesOrder, statusOf, winsOrder } from './people.ts'

let app: App
let siporex: Person

beforeAll(async () => {
  app = await openApp()
  siporex = depot(app, 'siporex')
})
afterAll(() => app.stop())

it('cancels free of charge before a depot has confirmed, after asking with the order’s number', async () => {
  const client = bar(app, 'leGrin')
  const number = await placesOrder(client)
  await siporex.reads()
  expect(await client.writes('annule')).toContain(`Annuler la commande ${number} (5 casiers Flag 65cl)`)
  expect(await statusOf(app, number)).toBe('pending_offers')
  expect(await client.writes('non')).toContain(`ommande ${number}`)
  expect(await statusOf(app, number)).toBe('pending_offers')
  await client.writes('annule')
  expect(await client.writes('oui')).toContain('est annulée. Rien ne vous est demandé')
  expect(await statusOf(app, number)).toBe('cancelled')
  // It had not answered: a line about it would be an SMS for nothing.
  expect(await siporex.reads()).toBe('')
})

it('tells the depot that had made an offer, by SMS too', async () => {
  const client = bar(app, 'leGrin')
  const number = await placesOrder(client)
  await siporex.writes(`${number} 30000 30`)
  await client.writes('annule')
  await client.writes('oui')
  expect(await siporex.reads()).toContain(`${number}: le client a annulé`)
})

it('asks why once a depot has accepted, and tells the depot', async () => {
  const client = bar(app, 'tantieRose')
  const number = await winsOrder(client, siporex)
  await client.writes('annule')
  expect(await client.writes('oui')).toContain('Dites-moi pourquoi')
  expect(await statusOf(app, number)).not.toBe('cancelled')
  expect(await client.writes('annule')).toContain('Dites-moi pourquoi')
  expect(await client.writes('plus besoin')).toContain('est annulée')
  expect(await siporex.reads()).toContain(`${number} ANNULEE, ne livrez pas. Motif: plus besoin`)
})

it('leaves an order on the road to a person', async () => {
  const client = bar(app, 'cocotiers')
  const number = await winsOrder(client, siporex)
  await siporex.writes(`ROUTE ${number} 20`)
  await client.writes('annule')
  expect(await client.writes('oui')).toContain('seul un collègue peut')
  expect(await statusOf(app, number)).toBe('delivering')
  const { rows } = await app.pool.query(
    `select count(*)::int as waiting from conversation v join contact c on c.id = v.contact_id
     where c.address = '+2250500000003' and v.hand_over_requested_at is not null`,
  )
  expect(rows).toEqual([{ waiting: 1 }])
})
