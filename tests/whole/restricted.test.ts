import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeApiKey } from '../../admin-api/keys.ts'
import type { FakeTwilio } from '../fakes/twilio/server.ts'
import type { App } from '../harness/app.ts'
import { type OnTwilio, openOnTwilio } from './networks.ts'
import { BARS, DEPOTS, numberIn, statusOf } from './people.ts'

// WhatsApp is closed to restricted goods, as it is when nobody opened it: an order begins there and goes on by SMS.

let at: OnTwilio
let twilio: FakeTwilio
let app: App

beforeAll(async () => {
  at = await openOnTwilio()
  app = at.app
  twilio = at.twilio
})
afterAll(() => at.stop())

const whatsapp = `whatsapp:${BARS.leGrin}`
const sms = BARS.leGrin
const siporex = DEPOTS.siporex
let seen = 0

/** What everybody was told since the last look, by address. */
async function writes(from: string, body: string): Promise<(to: string) => string> {
  seen = twilio.messages.length
  await twilio.receive({ from, body })
  await app.settle()
  return told
}
const told = (to: string) => at.toldSince(seen, to)
const whatWhatsappSaw = () =>
  twilio.messages.filter(({ resource }) => resource.to.startsWith('whatsapp:')).map(({ resource }) => resource.body)

describe('an order of restricted goods that begins on WhatsApp', () => {
  let number = ''

  it('goes on by SMS, with the same words, the cart and the page in one segment', async () => {
    await writes(whatsapp, 'bonsoir')
    const heard = await writes(whatsapp, '5 casiers de flag 65 et 2 packs awa 1,5')
    expect(heard(whatsapp)).toContain('continue par SMS')
    expect(heard(whatsapp)).not.toMatch(/flag|awa|\d+\sF\b|http/i)
    expect(heard(sms)).toMatch(/^Panier: 5 cas Flag 65, 2 pk Awa 1.5\. Env\. [\d ]+ F\. Demander les offres \?/)
    expect(heard(sms)).toMatch(/http:\/\/127\.0\.0\.1:\d+\/c\/[\w-]{22}/)
    expect(heard(sms).length).toBeLessThanOrEqual(160)
  })

  it('takes the next words of the same order there too, without telling the link again', async () => {
    const heard = await writes(whatsapp, 'ajoute 1 casier de castel 66')
    expect(heard(sms)).toContain('Castel')
    expect(heard(sms)).not.toContain('http')
    expect(heard(whatsapp)).not.toMatch(/castel|http/i)
  })

  it('asks by SMS what was unclear', async () => {
    const heard = await writes(whatsapp, '2 casiers de guinness')
    expect(heard(whatsapp)).not.toMatch(/guinness/i)
    expect(heard(sms)).toMatch(/guinness/i)
    await writes(sms, 'annule')
    await writes(sms, 'mon panier')
  })

  it('is placed by SMS, and its offers, prices and choice are there alone', async () => {
    await writes(sms, 'ok')
    const placed = await writes(sms, '1')
    number = numberIn(placed(sms))
    expect(placed(siporex)).toContain(`DISTRI ${number}`)
    const offered = await writes(siporex, `${number} 40000 30`)
    expect(offered(sms)).toContain('Siporex')
    expect(offered(whatsapp)).toBe('')
  })

  it('is neither chosen nor paid for on WhatsApp: that is taken to the SMS conversation', async () => {
    const tried = await writes(whatsapp, 'offres')
    expect(tried(whatsapp)).toContain('continue par SMS')
    expect(tried(sms)).toContain('Siporex')
    const chosen = await writes(sms, '1')
    expect(chosen(sms)).toContain(`Commande ${number} chez`)
    await writes(siporex, `OUI ${number}`)
    const paying = await writes(whatsapp, 'payer')
    expect(paying(whatsapp)).not.toMatch(/\d+\sF\b|wave|orange/i)
    expect(paying(sms)).toMatch(/\d+\sF\b/)
  })

  it('is tracked on WhatsApp in neutral words', async () => {
    await writes(siporex, `ROUTE ${number} 20`)
    const tracked = await writes(whatsapp, 'où est ma commande')
    expect(tracked(whatsapp)).toContain(`Commande ${number}`)
    expect(tracked(whatsapp)).toContain('en route')
    expect(tracked(whatsapp)).not.toMatch(/flag|castel|awa|siporex|\d+\sF\b/i)
  })

  it('is received and paid by SMS, and rated on WhatsApp', async () => {
    const received = await writes(whatsapp, 'bien reçu')
    expect(received(whatsapp)).toContain('continue par SMS')
    expect(await statusOf(app, number)).toBe('delivered')
    await writes(sms, 'cash')
    await writes(siporex, `CASH ${number}`)
    expect(await statusOf(app, number)).toBe('paid')
    await writes(whatsapp, 'note 5')
    await writes(whatsapp, '0')
    const { rows } = await app.pool.query(`select score from rating where by = 'client'`)
    expect(rows).toEqual([{ score: 5 }])
  })

  it('leaves an order of open goods where it is: nothing of it leaves WhatsApp', async () => {
    const heard = await writes(whatsapp, '4 packs awa 1,5 et 2 packs de coca 1,5')
    expect(heard(sms)).toBe('')
    expect(heard(whatsapp)).toContain('Votre panier')
    await writes(whatsapp, 'ok')
    const placed = await writes(whatsapp, '1')
    const open = numberIn(placed(whatsapp))
    expect(placed(siporex)).toContain(`DISTRI ${open}`)
    const offered = await writes(siporex, `${open} 12000 30`)
    expect(offered(whatsapp)).toMatch(/\d+\sF\b/)
    expect(offered(sms)).toBe('')
    await writes(whatsapp, 'annule')
    await writes(whatsapp, 'oui')
  })

  it('sees in time that "same as last time" holds restricted goods', async () => {
    const heard = await writes(whatsapp, 'même chose')
    const moved = heard(sms) === '' ? heard(whatsapp) : heard(sms)
    expect(moved).not.toBe('')
    expect(heard(whatsapp)).not.toMatch(/flag|castel/i)
  })

  it('keeps the catalogue to open goods on WhatsApp', async () => {
    const heard = await writes(whatsapp, 'catalogue')
    expect(heard(whatsapp)).not.toMatch(/bi[eè]re|whisk|vin\b/i)
    const beers = await writes(whatsapp, 'les bières')
    expect(beers(whatsapp)).not.toMatch(/bi[eè]re|flag/i)
    expect(beers(sms)).not.toBe('')
  })

  it('never named, priced or linked to restricted goods on WhatsApp, from the first word to the last', () => {
    expect(whatWhatsappSaw().length).toBeGreaterThan(10)
    for (const text of whatWhatsappSaw()) expect(text).not.toMatch(/flag|castel|guinness|heineken|bi[eè]re|http/i)
  })
})

describe('a depot that is asked on WhatsApp', () => {
  it('is asked by SMS when the goods are restricted, and its answer on WhatsApp is heard there', async () => {
    await app.pool.query(`update contact set channel = 'whatsapp' where address = $1`, [siporex])
    await app.pool.query(`update identity set channel = 'whatsapp' where value = $1`, [siporex])
    await writes(sms, '5 casiers de flag 65')
    await writes(sms, 'ok')
    const placed = await writes(sms, '1')
    const number = numberIn(placed(sms))
    expect(placed(`whatsapp:${siporex}`)).toBe('')
    expect(placed(siporex)).toContain(`DISTRI ${number}`)
    const bid = await writes(`whatsapp:${siporex}`, `${number} 40000 30`)
    expect(bid(`whatsapp:${siporex}`)).toContain('continue par SMS')
    expect(bid(sms)).toContain('Siporex')
  })
})

describe('an SMS conversation that a person holds', () => {
  const rose = BARS.tantieRose
  async function asks(method: 'GET' | 'POST', url: string) {
    return app.server.inject({ method, url, headers: { authorization: `Bearer ${key}` } })
  }
  let key = ''

  it('gets what was written on WhatsApp as a message for them: the bot does nothing with it and says nothing', async () => {
    key = (await makeApiKey(app.pool, { name: 'support', role: 'support_l1' })).key
    await writes(`whatsapp:${rose}`, '3 casiers de castel 66')
    const { rows } = await app.pool.query<{ id: string }>(
      `select id from contact where channel = 'sms' and address = $1`,
      [rose],
    )
    const id = rows[0]?.id ?? ''
    expect((await asks('POST', `/api/conversations/${id}/take-over`)).statusCode).toBe(200)
    const heard = await writes(`whatsapp:${rose}`, 'ajoute 2 casiers de flag 65')
    expect(heard(`whatsapp:${rose}`)).toContain('continue par SMS')
    expect(heard(rose)).toBe('')
    const { items } = (await asks('GET', `/api/conversations/${id}/messages?order=newest&limit=1`)).json()
    expect(items).toMatchObject([
      { direction: 'in', kind: 'text', text: 'ajoute 2 casiers de flag 65', body: { movedHere: true } },
    ])
    const cart = await app.pool.query(
      `select l.product_id as product from order_line l join "order" o on o.id = l.order_id where o.contact_id = $1`,
      [id],
    )
    expect(cart.rows).toEqual([{ product: 'castel-65cl' }])
    await asks('POST', `/api/conversations/${id}/release`)
    await app.settle()
    expect((await writes(`whatsapp:${rose}`, 'ajoute 2 casiers de flag 65'))(rose)).toContain('Flag')
  })

  it('keeps the link to the page, which is told once, for the person to send', async () => {
    const palmier = BARS.palmier
    await writes(palmier, 'bonsoir')
    const { rows } = await app.pool.query<{ id: string }>(
      `select id from contact where channel = 'sms' and address = $1`,
      [palmier],
    )
    const id = rows[0]?.id ?? ''
    await asks('POST', `/api/conversations/${id}/take-over`)
    expect((await writes(`whatsapp:${palmier}`, '3 casiers de castel 66'))(palmier)).toBe('')
    const { items } = (await asks('GET', `/api/conversations/${id}/messages?order=newest&limit=5`)).json()
    const notice = items.find(({ status }: { status?: string }) => status === 'held')
    expect(notice).toMatchObject({ copy: 'page.link', text: expect.stringMatching(/\/c\/••••$/) })
    seen = twilio.messages.length
    await asks('POST', `/api/conversations/${id}/notices/${notice.id}/send`)
    await app.settle()
    expect(told(palmier)).toMatch(/\/c\/[\w-]{22}$/)
  })
})

describe('the stop switch', () => {
  it('is thrown by itself when a provider reports a violation, once, and closes a surface that was open', async () => {
    const last = twilio.messages.findLast(({ resource }) => resource.to === DEPOTS.siporex)?.resource.sid ?? ''
    for (const _ of ['once', 'again']) await twilio.report(last, 'failed', 63013)
    const { rows } = await app.pool.query('select surface, thrown_by from restricted_stop')
    expect(rows).toEqual([{ surface: 'twilio-sms', thrown_by: 'distri-night' }])
  })
})
