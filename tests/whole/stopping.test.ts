import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeApiKey } from '../../admin-api/keys.ts'
import { another } from '../bot/another.ts'
import { testChannel } from '../bot/test-channel.ts'
import { type App, openApp } from '../harness/app.ts'
import { BARS, bar, depot, type Person, personOf, placesOrder, statusOf, winsOrder } from './people.ts'

// The switch is thrown in the middle of the evening, while orders are under way on the surface that it closes.

let app: App
let key = ''
beforeAll(async () => {
  app = await openApp()
  key = (await makeApiKey(app.pool, { name: 'test', role: 'manager' })).key
})
afterAll(() => app.stop())

const url = '/api/channels/simulator-whatsapp/restricted-stop'
const call = (method: 'POST' | 'DELETE') =>
  app.server.inject({
    method,
    url,
    headers: { authorization: `Bearer ${key}` },
    ...(method === 'POST' && { payload: { why: 'avertissement' } }),
  })
const bySms = (who: keyof typeof BARS): Person => personOf(app, 'sms', BARS[who])

it('closes the surface at once: orders, offers, prices and payments that were there go on by SMS', async () => {
  const rose = bar(app, 'tantieRose')
  const grin = bar(app, 'leGrin')
  const siporex = depot(app, 'siporex')
  const paying = await winsOrder(rose, siporex)
  const waiting = await placesOrder(grin)
  await rose.reads()
  expect((await call('POST')).statusCode).toBe(200)

  await siporex.writes(`${waiting} 30000 30`)
  expect(await grin.reads()).toBe('La suite de cette commande vous arrive par SMS.')
  expect(await bySms('leGrin').reads()).toMatch(/Siporex.*F/)
  expect(await grin.writes('1')).not.toMatch(/\d F\b|Siporex/)

  await siporex.writes(`ROUTE ${paying} 20`)
  expect(await rose.reads()).toBe('La suite de cette commande vous arrive par SMS.')
  expect(await bySms('tantieRose').reads()).toContain('en route')
  expect(await rose.writes('wave')).not.toMatch(/\d F\b|07/)
  expect(await statusOf(app, paying)).toBe('delivering')
})

it('takes a cart that was being filled to SMS, whatever is said next', async () => {
  await call('DELETE')
  const cocotiers = bar(app, 'palmier')
  expect(await cocotiers.writes('4 casiers de flag 65')).toContain('Flag')
  await call('POST')
  expect(await cocotiers.writes('ok')).toContain('continue par SMS')
  expect(await bySms('palmier').reads()).toMatch(/Panier: 4 cas Flag 65.*\/c\/[\w-]{22}/s)
})

it('is lifted: the next order is on WhatsApp again', async () => {
  await call('DELETE')
  const grin = bar(app, 'leGrin')
  await grin.reads()
  expect(await grin.writes('3 casiers de castel 66')).toContain('Castel')
})

it('asks for a person when nobody can be written to by SMS, and says neither goods nor link', async () => {
  await call('POST')
  const sms = personOf(app, 'sms', BARS.tantieRose)
  await sms.writes('STOP')
  const rose = bar(app, 'tantieRose')
  await rose.reads()
  expect(await rose.writes('2 casiers de flag 65')).toMatch(/Un collègue vous appelle/)
  const { rows } = await app.pool.query(
    `select hand_over_reason as why from conversation where hand_over_requested_at is not null`,
  )
  expect(rows).toContainEqual({ why: 'restricted_goods' })
})

it('is known to another process within seconds', async () => {
  const channel = testChannel()
  const second = await another(app, channel)
  await second.server.ready()
  await call('DELETE')
  // The second process read the stop when it started; now it must hear that it is over.
  await expect
    .poll(
      async () => {
        await channel.receives(BARS.leGrin, '1 casier de heineken 33', { medium: 'whatsapp' })
        await second.idle()
        return channel.sent.some(({ to, text }) => to === BARS.leGrin && text.includes('Heineken'))
      },
      { timeout: 20_000, interval: 500 },
    )
    .toBe(true)
  await second.stop()
}, 30_000)
