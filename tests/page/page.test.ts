import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeApiKey } from '../../admin-api/keys.ts'
import { type App, openApp } from '../harness/app.ts'
import { isLeftOut, programAt } from '../harness/machine.ts'
import { BARS, bar, depot, ledgerSum, type Person, personOf, statusOf } from '../whole/people.ts'

// A whole order on our page, as a slow phone shows it: no script at all, 320 pixels. The chat goes on beside it by SMS.

const CHROMIUM = process.env.CHROMIUM_PATH ?? programAt('chromium', 'chromium-browser', 'google-chrome')
const isOut = isLeftOut('chromium', CHROMIUM)
const MOST_BYTES = 50_000

let app: App
let address = ''
let browser: Browser
let context: BrowserContext
let page: Page
let byWhatsapp: Person
let bySms: Person
let siporex: Person
let bytes = 0

beforeAll(async () => {
  if (isOut) return
  app = await openApp()
  // The switch closes even the simulated WhatsApp, and this process knows at once.
  const { key } = await makeApiKey(app.pool, { name: 'test', role: 'manager' })
  const thrown = await app.server.inject({
    method: 'POST',
    url: '/api/channels/simulator-whatsapp/restricted-stop',
    headers: { authorization: `Bearer ${key}` },
    payload: { why: 'test' },
  })
  expect(thrown.statusCode).toBe(200)
  address = await app.server.listen({ port: 0, host: '127.0.0.1' })
  browser = await chromium.launch({
    ...(CHROMIUM !== undefined && { executablePath: CHROMIUM }),
    args: ['--no-sandbox'],
  })
  context = await browser.newContext({ viewport: { width: 320, height: 640 }, javaScriptEnabled: false })
  page = await context.newPage()
  page.on('response', async (response) => {
    const body = await response.body().catch(() => Buffer.alloc(0))
    bytes = Math.max(bytes, body.length)
  })
  byWhatsapp = bar(app, 'leGrin')
  bySms = personOf(app, 'sms', BARS.leGrin)
  siporex = depot(app, 'siporex')
})
afterAll(async () => {
  await browser?.close()
  await app?.stop()
})

const shots = process.env.PAGE_SHOTS
async function look(name: string): Promise<void> {
  // What is wider than the phone cannot be read on it.
  const box = await page.locator('main').boundingBox()
  expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(320)
  if (shots === undefined) return
  await page.screenshot({ path: `${shots}/${name}-320.png`, fullPage: true })
  await page.setViewportSize({ width: 1200, height: 800 })
  await page.screenshot({ path: `${shots}/${name}-1200.png`, fullPage: true })
  await page.setViewportSize({ width: 320, height: 640 })
}

async function clicks(name: string | RegExp): Promise<void> {
  await page.getByRole('button', { name }).first().click()
  await page.waitForLoadState()
  await app.settle()
}
const text = async () => (await page.locator('body').textContent()) ?? ''

describe.skipIf(isOut)('a whole order on the page, without any script', () => {
  let number = ''

  it('comes by SMS, and asks once for the age', async () => {
    expect(await byWhatsapp.writes('2 casiers de flag 65')).toContain('continue par SMS')
    const told = await bySms.reads()
    const path = /\/c\/[\w-]{22}/.exec(told)?.[0] ?? 'no link'
    await page.goto(`${address}${path}`)
    expect(await text()).toContain('18 ans ou plus')
    expect(await text()).not.toContain('Flag')
    await look('1-age')
    await clicks(/18 ans/)
    expect(await text()).toContain('Flag 65cl')
  })

  it('shows the cart, takes a new quantity, removes, finds and adds', async () => {
    await page.getByLabel(/Quantité : Flag 65cl/).fill('4')
    await clicks('Mettre à jour')
    expect(await page.getByLabel(/Quantité : Flag 65cl/).inputValue()).toBe('4')
    await page.getByLabel('Nom du produit').fill('heineken')
    await clicks('Chercher')
    await look('2-search')
    await clicks(/Ajouter Heineken 33cl/)
    expect(await text()).toContain('Heineken 33cl')
    await page.getByLabel('Nom du produit').fill('coca')
    await clicks('Chercher')
    await clicks(/Ajouter Coca/)
    await clicks(/Enlever Heineken/)
    expect(await text()).not.toContain('Heineken 33cl')
    await look('3-cart')
    // the chat has the same cart
    expect(await bySms.writes('mon panier')).toContain('4 cas Flag 65')
  })

  it('is placed with a time and a landmark, and the SMS says so', async () => {
    await page.getByLabel('Repère pour le livreur').fill('portail bleu')
    await clicks('Demander les offres')
    number = /Commande (\d+)/.exec(await text())?.[1] ?? 'none'
    expect(await text()).toContain('3 dépôts consultés')
    expect(await bySms.reads()).toContain(`Commande ${number}`)
    expect(await siporex.reads()).toContain(`DISTRI ${number}`)
    await look('4-waiting')
  })

  it('shows offers best first, and one is chosen', async () => {
    await siporex.writes(`${number} 30000 30`)
    await depot(app, 'niangon').writes(`${number} 29000 45 SANS COCA`)
    await page.reload()
    expect(await text()).toContain('2 offres')
    expect((await text()).indexOf('Siporex')).toBeLessThan((await text()).indexOf('Niangon'))
    await look('5-offers')
    await clicks(/Choisir Dépôt Siporex/)
    expect(await text()).toContain('doit confirmer')
    expect(await bySms.reads()).toContain(number)
    await look('6-chosen')
  })

  it('follows the order with its code to the door', async () => {
    await siporex.writes(`OUI ${number}`)
    await siporex.writes(`ROUTE ${number} 20`)
    await page.reload()
    expect(await text()).toContain('En route')
    const code = /Code de livraison\s*(\d{4})/.exec(await text())?.[1] ?? 'none'
    expect(await bySms.reads()).toContain(code)
    await look('7-road')
    await clicks('Tout est bien reçu')
    expect(await statusOf(app, number)).toBe('delivered')
    await look('8-delivered')
  })

  it('is paid by Wave, and the receipt comes by SMS', async () => {
    await page.getByLabel('Avec').selectOption('wave')
    await clicks(/^Payer$/)
    expect(await text()).toContain('Confirmez sur votre téléphone')
    await look('9-paying')
    await app.pass(1)
    await page.reload()
    expect(await text()).toContain('Paiement reçu')
    expect(await bySms.reads()).toContain('par Wave')
    expect(await statusOf(app, number)).toBe('paid')
    expect(await ledgerSum(app)).toBe(0)
    await look('10-paid')
  })

  it('goes back to WhatsApp once nothing restricted is left in the cart', async () => {
    expect(await byWhatsapp.writes('1 casier de flag 65')).toContain('continue par SMS')
    const path = (await bySms.writes('lien')).match(/\/c\/[\w-]{22}/g)?.at(-1) ?? 'no link'
    await page.goto(`${address}${path}`)
    await clicks(/18 ans/)
    expect(await text()).not.toContain('Continuer sur WhatsApp')
    await page.getByLabel('Nom du produit').fill('awa')
    await clicks('Chercher')
    await clicks(/Ajouter Awa 1,5/)
    await clicks(/Enlever Flag/)
    await clicks('Continuer sur WhatsApp')
    expect(await byWhatsapp.reads()).toMatch(/Votre panier :\n1 pack Awa 1,5/)
    expect(await byWhatsapp.writes('ok')).toContain('Comment faire')
    expect(await text()).toContain('panier est vide')
  })

  it('is sent by SMS when it is asked for on WhatsApp, never told there', async () => {
    expect(await byWhatsapp.writes('lien')).not.toMatch(/http/)
    expect(await bySms.reads()).toMatch(/\/c\/[\w-]{22}/)
  })

  it('weighs less than 50 kB, whatever it shows', () => {
    expect(bytes).toBeGreaterThan(1_000)
    expect(bytes).toBeLessThan(MOST_BYTES)
  })

  it('has said on WhatsApp nothing but neutral words', async () => {
    const shown = await app.shows('whatsapp', BARS.leGrin)
    for (const { direction, text: said } of shown) {
      if (direction === 'out') expect(said).not.toMatch(/flag|heineken|coca|http/i)
    }
  })
})
