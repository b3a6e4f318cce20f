import { afterEach, beforeEach, expect, it } from 'vitest'
import { type App, openApp } from '../harness/app.ts'
import { BARS, bar, type Person, personOf } from './people.ts'

let app: App
let client: Person

beforeEach(async () => {
  app = await openApp()
  client = bar(app, 'leGrin')
})
afterEach(() => app.stop())

async function habits(): Promise<unknown> {
  const { rows } = await app.pool.query(
    'select a.habits from account a join contact c on c.account_id = a.id where c.address = $1',
    [BARS.leGrin],
  )
  return rows[0]?.habits
}
async function evidence(): Promise<unknown[]> {
  const { rows } = await app.pool.query('select about, product_id as product, how from habit_evidence order by id')
  return rows
}

it('keeps one correction as a habit, uses it, says so, and lets the next correction overrule it', async () => {
  expect(await client.writes('5 casiers de flag')).toContain('5 casiers Flag 65cl')
  expect(await client.writes('non, la petite')).toContain('5 casiers Flag 33cl')
  expect(await evidence()).toEqual([{ about: 'brand:flag', product: 'flag-33cl', how: 'corrected' }])
  expect(await habits()).toMatchObject([{ about: 'brand:flag', product: 'flag-33cl' }])
  await client.writes('vide le panier')
  await client.writes('oui')
  const shown = await client.writes('3 casiers de flag')
  expect(shown).toContain("Flag 33cl, comme d'habitude")
  expect(shown).toContain('3 casiers Flag 33cl')
  expect(await client.writes('non, la grande')).toContain('3 casiers Flag 65cl')
  expect(await habits()).toMatchObject([{ about: 'brand:flag', product: 'flag-65cl' }])
})

it('learns nothing from a client who corrects what they wrote themselves', async () => {
  await client.writes('5 casiers de flag 65')
  expect(await client.writes('pas la 65, la 33')).toContain('5 casiers Flag 33cl')
  expect(await evidence()).toEqual([])
})

it('asks twice before it takes a choice for a habit, and asks again when the third differs', async () => {
  const asks = async () => expect(await client.writes('2 casiers heineken')).toContain('lequel voulez-vous')
  const empties = async () => {
    await client.writes('vide le panier')
    await client.writes('oui')
  }
  for (const _time of [1, 2]) {
    await asks()
    expect(await client.presses('product/heineken-33cl')).toContain('2 casiers Heineken 33cl')
    await empties()
  }
  expect(await evidence()).toEqual([
    { about: 'brand:heineken', product: 'heineken-33cl', how: 'chosen' },
    { about: 'brand:heineken', product: 'heineken-33cl', how: 'chosen' },
  ])
  expect(await client.writes('4 casiers heineken')).toContain("Heineken 33cl, comme d'habitude")
  await empties()
  // What the text says goes before any habit, and teaches nothing.
  expect(await client.writes('4 casiers heineken 65')).toContain('4 casiers Heineken 65cl')
  expect(await evidence()).toHaveLength(2)
  await empties()
  await client.writes('4 casiers heineken')
  expect(await client.writes('non la grande')).toContain('4 casiers Heineken 65cl')
  expect(await habits()).toMatchObject([{ about: 'brand:heineken', product: 'heineken-65cl' }])
})

it('knows what "bière" is to a bar that chose the same twice, and unlearns it when that is taken out', async () => {
  for (const _time of [1, 2]) {
    await client.writes('1 pack awa 1.5')
    expect(await client.writes('3 casiers de biere')).toContain('lequel')
    expect(await client.presses('product/castel-33cl')).toContain('3 casiers Castel 33cl')
    await client.writes('vide le panier')
    await client.writes('oui')
  }
  await client.writes('1 pack awa 1.5')
  expect(await client.writes('3 casiers de biere')).toContain("Castel 33cl, comme d'habitude")
  await client.writes('enlève les castel')
  expect(await habits()).toEqual([])
  expect(await client.writes('3 casiers de biere')).toContain('lequel')
})

it('forgets in 180 days, and two choices so far apart are no habit', async () => {
  await client.writes('5 casiers de flag')
  await client.writes('non, la petite')
  await client.writes('vide le panier')
  await client.writes('oui')
  await app.pass(181 * 24 * 60)
  const shown = await client.writes('5 casiers de flag')
  expect(shown).toContain('5 casiers Flag 65cl')
  expect(shown).not.toContain("comme d'habitude")
})

it('keeps the habit for the account, whatever phone it writes from, and for nobody else', async () => {
  await client.writes('5 casiers de flag')
  await client.writes('non, la petite')
  expect(await bar(app, 'tantieRose').writes('5 casiers de flag')).toContain('5 casiers Flag 65cl')
  await app.pool.query(
    `update contact set account_id = (select account_id from contact where address = $1) where address = $2`,
    [BARS.leGrin, BARS.palmier],
  )
  expect(await personOf(app, 'whatsapp', BARS.palmier).writes('5 casiers de flag')).toContain('5 casiers Flag 33cl')
})

it('does not let a habit change what was named beside it, nor what is complained of', async () => {
  await client.writes('5 casiers de flag')
  await client.writes('non, la petite')
  await client.writes('vide le panier')
  await client.writes('oui')
  const both = await client.writes('5 casiers flag et 2 casiers petite flag')
  expect(both).toContain('5 casiers Flag 65cl')
  expect(both).toContain('2 casiers Flag 33cl')
})
