import { afterEach, beforeEach, expect, it } from 'vitest'
import { type App, openApp } from '../harness/app.ts'
import { bar, depot, isDelivered, numberIn, type Person, placesOrder, statusOf, winsOrder } from './people.ts'

let app: App
let client: Person
let siporex: Person

beforeEach(async () => {
  app = await openApp()
  client = bar(app, 'leGrin')
  siporex = depot(app, 'siporex')
})
afterEach(() => app.stop())

it('says how much is missing for a delivery, and lets a small order be fetched', async () => {
  await client.writes("1 pack d'eau awa 1.5")
  await client.writes('ok')
  const refused = await client.writes('1')
  expect(refused).toContain('La livraison demande 3 000 F de produits : il manque 900 F')
  expect(await siporex.reads()).toBe('')
  const placed = await client.writes('2')
  expect(placed).toContain('envoyée à 3 dépôts')
  expect(await siporex.reads()).toContain(`DISTRI ${numberIn(placed)} Yopougon retrait`)
})

it('adds to a small order what it lacks, and then delivers it', async () => {
  await client.writes("1 pack d'eau awa 1.5")
  await client.writes('ok')
  await client.writes('1')
  expect(await client.writes("1 pack d'eau awa 1.5")).toContain('2 packs Awa 1,5 L : 4 200 F')
  expect(await client.writes('ok')).toContain('envoyée à 3 dépôts')
})

it('is fetched at the depot without a delivery fee', async () => {
  await client.writes('5 casiers de flag 65')
  await client.writes('ok')
  const number = numberIn(await client.writes('je passe chercher'))
  await siporex.writes(`${number} 30000 15`)
  expect(await client.reads()).toContain('48 000 F, 15 min')
})

it('is asked for at a later time, which the depots are told', async () => {
  await client.writes('5 casiers de flag 65')
  await client.writes('ok')
  expect(await client.writes('2')).toContain('Pour quand ?')
  const number = numberIn(await client.writes('demain 10h'))
  expect(await siporex.reads()).toContain(`DISTRI ${number} Yopougon demain 10:00`)
  const { rows } = await app.pool.query('select wanted_at from "order" where number = $1', [number])
  expect(rows).toEqual([{ wanted_at: new Date('2026-11-21T10:00:00Z') }])
})

it('keeps what it asked about when the client adds something else meanwhile', async () => {
  expect(await client.writes('2 casiers de flag 65 et 3 casiers heineken')).toContain('lequel voulez-vous')
  expect(await client.writes('1 pack awa 1.5')).not.toBe('')
  await client.writes('heineken 33')
  const cart = await client.writes('mon panier')
  expect(cart).toContain('2 casiers Flag 65cl')
  expect(cart).toContain('3 casiers Heineken 33cl')
  expect(cart).toContain('1 pack Awa 1,5 L')
})

it('reads "la moins chère" as an offer, whatever buttons are on the screen', async () => {
  const number = await placesOrder(client)
  await siporex.writes(`${number} 30000 30`)
  await client.writes('bonsoir')
  expect(await client.writes('la moins chère')).toMatch(/Dépôt Siporex Boissons[\s\S]*la prenez/)
})

it('asks the client which of two open orders a short answer means', async () => {
  const first = await placesOrder(client)
  const second = await placesOrder(client, '3 casiers heineken 33')
  await siporex.writes(`${second} 40000 30`)
  await siporex.writes(`${first} 30000 30`)
  await client.writes('bonsoir')
  const asked = await client.writes('annule')
  expect(asked).toMatch(new RegExp(`${first}[\\s\\S]*${second}|${second}[\\s\\S]*${first}`))
  expect(await statusOf(app, first)).not.toBe('cancelled')
  expect(await statusOf(app, second)).not.toBe('cancelled')
})

it('asks the depot which of two open requests a price is for', async () => {
  const first = await placesOrder(client)
  const second = await placesOrder(bar(app, 'tantieRose'))
  expect(await siporex.writes('30000 30')).toMatch(new RegExp(`Pour quel numéro.*${first}.*${second}`, 's'))
  await siporex.writes(second)
  const { rows } = await app.pool.query(
    'select o.number, f.goods_price from offer f join "order" o on o.id = f.order_id where o.number = any($1)',
    [[Number(first), Number(second)]],
  )
  expect(rows).toEqual([{ number: Number(second), goods_price: 30_000 }])
})

it('corrects the amount at the door, and both sides see it', async () => {
  const number = await winsOrder(client, siporex)
  await siporex.writes(`ROUTE ${number} 20`)
  await client.reads()
  expect(await client.writes('il manque 1 casier de flag')).toContain('manque 1 casier Flag 65cl')
  // One case of five: 6,000 of goods and its deposit of 3,600.
  expect(await client.writes('oui')).toContain('39 900 F à payer au lieu de 49 500 F')
  expect(await siporex.reads()).toContain(`${number}: quantités corrigées`)
  const { rows } = await app.pool.query('select amount_due from "order" where number = $1', [number])
  expect(rows).toEqual([{ amount_due: 39_900 }])
})

it('confirms the receipt of a corrected order with "bien reçu"', async () => {
  const number = await winsOrder(client, siporex)
  await siporex.writes(`ROUTE ${number} 20`)
  await client.writes('il manque 1 casier de flag')
  await client.writes('oui')
  await client.writes('bien reçu')
  expect(await statusOf(app, number)).toBe('delivered')
})

it('opens a dispute with its kind after the delivery', async () => {
  const number = await isDelivered(client, siporex)
  await client.writes('il manque 1 casier de flag')
  await client.writes('oui')
  const { rows } = await app.pool.query(
    `select (select count(*) from dispute)::int + (select count(*) from order_correction)::int as noted`,
  )
  expect(rows).toEqual([{ noted: 1 }])
  expect(await statusOf(app, number)).toBe('delivered')
})
