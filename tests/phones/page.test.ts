import pino from 'pino'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../bot/clock.ts'
import { readConfig } from '../../config.ts'
import { seedDemoMarket } from '../../domain/demo/seed.ts'
import { openProgram, type Program } from '../../program.ts'
import { freshDatabase } from '../harness/database.ts'
import { isLeftOut, programAt } from '../harness/machine.ts'

const CHROMIUM = process.env.CHROMIUM_PATH ?? programAt('chromium', 'chromium-browser', 'google-chrome')
const isOut = isLeftOut('chromium', CHROMIUM)
const LAPTOP = { width: 1440, height: 900 }
const TELEPHONE = { width: 390, height: 844 }

let program: Program
let browser: Browser
let address = ''

beforeAll(async () => {
  if (isOut) return
  if (CHROMIUM === undefined)
    throw new Error('No Chromium: install it (apt-get install chromium) or set CHROMIUM_PATH.')
  const { url, pool } = await freshDatabase()
  await seedDemoMarket(pool, systemClock.now())
  program = await openProgram({
    config: readConfig({ DATABASE_URL: url, CHANNELS: 'simulator', BURST_PAUSE_MS: '0' }),
    databaseUrl: url,
    // Real time: a payment is confirmed three seconds after it was asked for.
    clock: systemClock,
    log: pino({ level: process.env.TEST_LOG ?? 'silent' }),
  })
  address = await program.server.listen({ port: 0, host: '127.0.0.1' })
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
})
afterAll(async () => {
  await browser?.close()
  await program?.stop()
})

/** A page without a mistake: what its console or its policy complains of fails the test. */
async function openPage(
  viewport: { width: number; height: number },
  query = '',
): Promise<Page & { complaints: string[] }> {
  const page = await browser.newPage({ viewport })
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.goto(`${address}/${query}`)
  await page.locator('.phone:visible').first().waitFor()
  return Object.assign(page, { complaints })
}

describe.skipIf(isOut)('the phones page', () => {
  it('plays a whole order by itself, paid at the end', async () => {
    const page = await openPage(LAPTOP, '?speed=20')
    await page.locator('#play').click()
    await expect
      .poll(() => page.locator('#guide-title').textContent(), { timeout: 90_000, interval: 250 })
      .toBe('Commande terminée')
    const bar = await page.locator('.phone.whatsapp').textContent()
    expect(bar).toMatch(/Paiement reçu/)
    expect(await page.locator('.phone.sms').filter({ hasText: 'GAGNE' }).count()).toBe(1)
    expect(page.complaints).toEqual([])
    await page.close()
  }, 120_000)

  it('registers a new number in the chat', async () => {
    const page = await openPage(LAPTOP)
    await page.locator('#new-number').click()
    await page.locator('#new-number-dialog button[type=submit]').click()
    const phone = page.locator('.phone.whatsapp')
    await phone.locator('textarea').fill('bonsoir')
    await phone.locator('textarea').press('Enter')
    await phone.locator('.message.got', { hasText: 'Bienvenue' }).waitFor()
    expect(page.complaints).toEqual([])
    await page.close()
  })

  it('shows one phone at a time on a small screen, with what is unread on its tab', async () => {
    const page = await openPage(TELEPHONE)
    expect(await page.locator('.phone:visible').count()).toBe(1)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(TELEPHONE.width)
    const depot = page.locator('.tab:has(.avatar.sms)').first()
    await depot.click()
    await page.locator('.phone.sms:visible textarea').fill('AIDE')
    await page.locator('.phone.sms:visible button[type=submit]').click()
    await page.locator('.tab:has(.avatar.whatsapp)').first().click()
    await depot.locator('.badge').waitFor()
    expect(page.complaints).toEqual([])
    await page.close()
  })
})
