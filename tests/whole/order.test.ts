import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type App, openApp } from '../harness/app.ts'
import { bar, depot, isDelivered, ledgerSum, numberIn, type Person, statusOf } from './people.ts'

// A whole order, as people write it, from the greeting to the books.

let app: App
let client: Person
let siporex: Person
let niangon: Person
let angre: Person

beforeAll(async () => {
  app = await openApp()
  client = bar(app, 'leGrin')
  siporex = depot(app, 'siporex')
  niangon = depot(app, 'niangon')
  angre = depot(app, 'angre')
})
afterAll(() => app.stop())

describe('a whole order', () => {
  let number = ''
  let code = ''

  it('makes a cart of free words, and shows it before any depot is asked', async () => {
    expect(await client.writes('bonsoir')).toContain('Bonsoir Aya Kouassi')
    const cart = await client.writes('2 casiers de flag 65 et 3 casiers heineken 33')
    expect(cart).toContain('2 casiers Flag 65cl : 12 000 F')
    expect(cart).toContain('3 casiers Heineken 33cl : 31 500 F')
    expect(await client.writes('mets 4 flag au lieu de 2')).toContain('4 casiers Flag 65cl : 24 000 F')
    expect(await siporex.reads()).toBe('')
  })

  it('asks the depots of the zone by SMS in one line each', async () => {
    expect(await client.writes('ok')).toContain('Comment faire ?')
    const placed = await client.writes('1')
    number = numberIn(placed)
    expect(placed).toContain('envoyée à 3 dépôts')
    for (const supplier of [siporex, niangon, angre]) {
      expect(await supplier.reads()).toContain(`DISTRI ${number} Yopougon: 4 cas Flag 65, 3 cas Heineken 33`)
    }
  })

  it('takes a whole offer and a partial one, and shows the client who and how much', async () => {
    // By SMS no answer means that it was taken as it was written.
    expect(await siporex.writes(`${number} 70000 30`)).toBe('')
    expect(await niangon.writes(`${number} 60.000F 45mn SANS HEINEKEN`)).toBe('')
    expect(await client.reads()).toContain('Dépôt Siporex Boissons : 98 500 F, 30 min')
  })

  it('gives the order to the cheapest complete offer, and tells the others why without a name or a price', async () => {
    expect(await client.writes('la moins chère')).toContain('chez Dépôt Siporex Boissons, total 98 500 F')
    expect(await siporex.reads()).toContain(
      `GAGNE ${number}! Maquis Le Grin, Siporex, Yopougon, derrière la pharmacie Siporex. Tel 0700000001`,
    )
    const lost = await niangon.reads()
    expect(lost).toContain(`${number} perdu: il manquait un produit`)
    expect(lost).not.toMatch(/Siporex|70 000|98 500/)
  })

  it('refuses a bid that comes after the choice, politely, and keeps the winner', async () => {
    expect(await angre.writes(`${number} 50000 20`)).toMatch(/prochaine demande/)
    expect(await niangon.writes(`${number} 40000 20`)).toMatch(/prochaine demande/)
    const { rows } = await app.pool.query("select goods_price from offer where status = 'chosen'")
    expect(rows).toEqual([{ goods_price: 70_000 }])
  })

  it('tells the client of each step, and the code to nobody but the client', async () => {
    expect(await siporex.writes(`OUI ${number}`)).toBe('')
    expect(await client.reads()).toContain('confirme la commande')
    await siporex.writes(`PRET ${number}`)
    expect(await client.reads()).toContain('prête')
    const road = await siporex.writes(`ROUTE ${number} 20`)
    code = /Code de livraison : (\d{4})/.exec(await client.reads())?.[1] ?? 'no code'
    expect(code).toMatch(/^\d{4}$/)
    expect(road).not.toContain(code)
  })

  it('is not delivered by a wrong code, and is by the right one', async () => {
    const wrong = code === '0000' ? '1111' : '0000'
    expect(await siporex.writes(`LIVRE ${number} ${wrong}`)).toContain("n'est pas le bon")
    expect(await statusOf(app, number)).toBe('delivering')
    expect(await siporex.writes(`LIVRE ${number} ${code}`)).toContain('livrée, merci')
    expect(await statusOf(app, number)).toBe('delivered')
    expect(await client.reads()).toContain('À payer : 98 500 F')
  })

  it('is paid by Wave, with a receipt, the payee named before', async () => {
    await client.writes('wave')
    expect(await client.writes('1')).toContain('DISTRI-NIGHT')
    await app.pass(1)
    expect(await client.reads()).toContain('Paiement reçu : 98 500 F par Wave')
    expect(await siporex.reads()).toContain('95 728 F pour vous')
    expect(await statusOf(app, number)).toBe('paid')
  })

  it('is rated by both sides with one short answer', async () => {
    await client.writes('5 très rapide')
    await siporex.writes(`NOTE ${number} 4`)
    const { rows } = await app.pool.query('select by, score from rating order by by')
    expect(rows).toEqual([
      { by: 'client', score: 5 },
      { by: 'supplier', score: 4 },
    ])
  })

  it('is closed two days later, and the books sum to zero with 2 % and 2 % of the rest in them', async () => {
    await app.pass(49 * 60)
    expect(await statusOf(app, number)).toBe('closed')
    expect(await ledgerSum(app)).toBe(0)
    const { rows } = await app.pool.query(
      `select account, sum(amount)::int as amount from ledger_entry where account like 'revenue:%' group by 1 order by 1`,
    )
    expect(rows).toEqual([
      { account: 'revenue:client_commission', amount: -1_400 },
      { account: 'revenue:supplier_commission', amount: -1_372 },
    ])
  })
})

it('asks the client for a rating once the order is paid, and takes a bare digit, without a word', async () => {
  const rose = bar(app, 'tantieRose')
  const number = await isDelivered(rose, siporex)
  await rose.writes('cash')
  await siporex.writes(`CASH ${number}`)
  expect(await rose.reads()).toMatch(/note|de 1 à 5/i)
  await rose.writes('4')
  await rose.writes('0')
  const { rows } = await app.pool.query(
    `select score from rating r join "order" o on o.id = r.order_id where o.number = $1 and by = 'client'`,
    [number],
  )
  expect(rows).toEqual([{ score: 4 }])
})
