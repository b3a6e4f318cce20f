import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type App, openApp } from '../harness/app.ts'
import { bar, depot, type Person, placesOrder, statusOf } from './people.ts'

// Depots that say nothing. The client hears of each step, and no request ends without an answer (product.md 2).

let app: App
let client: Person
let siporex: Person
let niangon: Person

beforeEach(async () => {
  app = await openApp()
  client = bar(app, 'leGrin')
  siporex = depot(app, 'siporex')
  niangon = depot(app, 'niangon')
})
afterEach(() => app.stop())

describe('the chosen depot that stays silent', () => {
  it('loses the order after 10 minutes, not before, and the next best is proposed', async () => {
    const number = await placesOrder(client)
    await siporex.writes(`${number} 30000 30`)
    await niangon.writes(`${number} 33000 40`)
    await client.writes('1')
    await client.reads()
    await siporex.reads()
    await app.pass(9)
    expect(await client.reads()).toBe('')
    await app.pass(1)
    expect(await client.reads()).toMatch(/Siporex Boissons n'a pas confirmé[\s\S]*Cave Niangon : 52 500 F/)
    expect(await siporex.reads()).toContain('Ne la livrez pas')
    expect(await client.writes('oui')).toContain('chez Cave Niangon')
    expect(await niangon.reads()).toContain(`GAGNE ${number}`)
    expect(await siporex.writes(`OUI ${number}`)).toContain(`Pas de numéro ${number}`)
    const { rows } = await app.pool.query('select status from offer order by made_at')
    expect(rows).toEqual([{ status: 'lapsed' }, { status: 'chosen' }])
  })
})

describe('a request that nobody answers', () => {
  it('goes to more depots after 5 minutes, and the client is told', async () => {
    const palmier = bar(app, 'palmier')
    await placesOrder(palmier)
    await palmier.reads()
    expect(await niangon.reads()).toBe('')
    await app.pass(5)
    expect(await palmier.reads()).toContain('je cherche aussi du côté de')
    expect(await niangon.reads()).toContain('Cocody')
  })

  it('is told at 30 minutes and at 2 hours with choices, staff at 2 hours, and ends at 3 with "nothing found"', async () => {
    const number = await placesOrder(client)
    await client.reads()
    await app.pass(5)
    await client.reads()
    await app.pass(24)
    expect(await client.reads()).toBe('')
    await app.pass(1)
    expect(await client.reads()).toContain(`Pas encore d'offre pour la commande ${number} après 30 min`)
    await app.pass(90)
    expect(await client.reads()).toContain('après 2 h')
    const { rows: alerts } = await app.pool.query('select rule, severity from alert')
    expect(alerts).toEqual([{ rule: 'order.noOffer', severity: 'high' }])
    await siporex.reads()
    await app.pass(60)
    expect(await client.reads()).toContain(`aucun dépôt n'a pu répondre pour la commande ${number}`)
    expect(await siporex.reads()).toBe('')
    expect(await statusOf(app, number)).toBe('expired')
  })

  it('can wait, and takes the offer that comes at last', async () => {
    const number = await placesOrder(client)
    await app.pass(30)
    await client.reads()
    expect(await client.writes('1')).toContain(`je continue de chercher pour la commande ${number}`)
    await siporex.writes(`${number} 30000 30`)
    expect(await client.reads()).toContain('Dépôt Siporex Boissons : 49 500 F')
  })

  it('can be changed: the lines come back as a cart, and a depot that offers too late is told', async () => {
    const number = await placesOrder(client)
    await app.pass(30)
    await siporex.reads()
    await client.reads()
    expect(await client.writes('3')).toContain('5 casiers Flag 65cl')
    expect(await siporex.reads()).toBe('')
    expect(await siporex.writes(`${number} 30000 30`)).toMatch(/prochaine|plus/)
    expect(await client.writes('ajoute 1 pack awa 1.5')).toContain('1 pack Awa 1,5 L')
  })
})
