import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChannelName } from '../../config.ts'
import { checkAddress } from '../../ops/doctor/address.ts'
import { checkReach } from '../../ops/doctor/baileys.ts'
import { skewFinding } from '../../ops/doctor/database.ts'
import { diagnose } from '../../ops/doctor/diagnose.ts'
import { hiding } from '../../ops/doctor/hiding.ts'
import { diskFinding, nodeFinding } from '../../ops/doctor/machine.ts'
import { type FakeTwilio, startFakeTwilio } from '../fakes/twilio/server.ts'
import { freshDatabase } from '../harness/database.ts'

const accountSid = `AC${'d'.repeat(32)}`
const authToken = 'secret-token-of-doctor'

let twilio: FakeTwilio
let database: Awaited<ReturnType<typeof freshDatabase>>
let env: Record<string, string>
beforeAll(async () => {
  database = await freshDatabase()
  twilio = await startFakeTwilio({ accountSid, authToken })
  env = {
    DATABASE_URL: database.url,
    CHANNELS: 'twilio',
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_SMS_FROM: 'DISTRI',
    TWILIO_API_BASE_URL: twilio.url,
    PUBLIC_URL: 'https://distri.invalid',
  }
})
afterAll(() => twilio.close())

async function errors(changes: Record<string, string> = {}): Promise<string[]> {
  const chapters = await diagnose({ ...env, ...changes })
  return chapters.flatMap(({ findings }) =>
    findings.filter(({ level }) => level === 'error').map(({ what, todo }) => `${what} ${todo}`),
  )
}
/** The database of the tests is told not to wait for the disk, and doctor sees it. */
const besideTheDisk = (found: readonly string[]) => found.filter((line) => !line.includes('fsync'))

describe('npm run doctor', () => {
  it('sees that the database of the tests would lose data in a power cut, and else nothing wrong', async () => {
    const found = await errors()
    expect(besideTheDisk(found)).toEqual([])
    const { rows } = await database.pool.query<{ fsync: string }>('show fsync')
    expect(found).toHaveLength(rows[0]?.fsync === 'off' ? 1 : 0)
  })

  it.each([
    [{ PORT: 'abc' }, /^PORT: « abc » n’est pas un port/],
    [{ CHANNELS: 'pigeon' }, /^CHANNELS: « pigeon » n’existe pas/],
    [{ TWILIO_AUTH_TOKEN: '' }, /^TWILIO_AUTH_TOKEN: manque/],
    [{ TWILIO_AUTH_TOKEN: 'wrong-token-of-doctor' }, /^Twilio refuse le compte ou le jeton/],
    [{ TWILIO_API_BASE_URL: 'http://127.0.0.1:9' }, /^Twilio ne répond pas/],
    [{ PUBLIC_URL: 'http://distri.invalid' }, /^PUBLIC_URL n’est pas en https/],
    [{ PUBLIC_URL: 'https://distri_night.invalid' }, /contient « _ »/],
    [{ PUBLIC_URL: 'https://localhost' }, /ne se voit que d’ici/],
    [{ REDIS_URL: 'redis://:secret-of-redis@127.0.0.1:9' }, /^Redis ne répond pas \(ECONNREFUSED\)/],
  ])('says the one thing that is wrong: %o', async (changes, words) => {
    expect(besideTheDisk(await errors(changes))).toEqual([expect.stringMatching(words)])
  })

  it('tells databases apart: nobody there, another name, none of that name', async () => {
    const url = new URL(env.DATABASE_URL ?? '')
    const at = (change: Partial<Pick<URL, 'port' | 'pathname' | 'hostname'>>) => ({
      DATABASE_URL: Object.assign(new URL(url), change).href,
    })
    expect(await errors(at({ port: '9' }))).toEqual([expect.stringContaining('Rien n’écoute')])
    expect(await errors(at({ pathname: '/none' }))).toEqual([expect.stringContaining('n’existe pas : créez-la')])
    expect(await errors(at({ hostname: 'db.invalid' }))).toEqual([expect.stringContaining('vérifiez son nom')])
  })

  it('counts migrations that wait, and sees one that changed', async () => {
    const warnings = async () =>
      (await diagnose(env))
        .flatMap(({ findings }) => findings.filter(({ level }) => level === 'warning'))
        .map(({ what }) => what)
    await database.pool.query(
      `update _prisma_migrations set rolled_back_at = now() where migration_name like '%_health'`,
    )
    expect(await warnings()).toContain('1 migration(s) à appliquer.')
    await database.pool.query(
      `update _prisma_migrations set rolled_back_at = null, checksum = 'x' where migration_name like '%_health'`,
    )
    expect(besideTheDisk(await errors())).toEqual([expect.stringContaining('_health a changé')])
  })

  it('warns where alcohol is opened on WhatsApp, and where it can be ordered nowhere', async () => {
    const warnings = async (changes: Record<string, string>) => {
      const chapters = await diagnose({ ...env, TWILIO_SMS_FROM: '', TWILIO_WHATSAPP_FROM: '+14155238886', ...changes })
      const found = chapters.find(({ about }) => about.startsWith('Alcool'))?.findings ?? []
      return found.filter(({ level }) => level === 'warning').map(({ what }) => what)
    }
    expect(await warnings({ RESTRICTED_GOODS_OPEN: 'twilio-whatsapp' })).toEqual([
      expect.stringContaining('RESTRICTED_GOODS_OPEN'),
    ])
    expect(await warnings({})).toEqual([expect.stringContaining('nulle part')])
  })
})

describe('the command', () => {
  function run(changes: Record<string, string>, ...args: string[]): Promise<{ code: number | null; out: string }> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, ['ops/with-dependencies.mjs', 'ops/doctor.ts', ...args], {
        env: { ...process.env, ...env, ...changes },
      })
      let out = ''
      const hear = (chunk: Buffer) => {
        out += chunk.toString()
      }
      child.stdout.on('data', hear)
      child.stderr.on('data', hear)
      child.on('error', reject)
      child.on('close', (code) => resolve({ code, out }))
    })
  }

  it('ends with 1 when something is wrong, in French, and prints no secret', async () => {
    const { code, out } = await run({
      TWILIO_AUTH_TOKEN: 'wrong-secret-token',
      REDIS_URL: 'redis://:secret-of-redis@127.0.0.1:9',
    })
    expect(code).toBe(1)
    expect(out).toMatch(/✗ Twilio refuse le compte/)
    expect(out).toMatch(/erreur\(s\) à corriger/)
    for (const secret of [
      'wrong-secret-token',
      'secret-of-redis',
      accountSid,
      new URL(env.DATABASE_URL ?? '').password,
    ]) {
      if (secret !== '') expect(out).not.toContain(secret)
    }
  })

  it('gives programs the same as JSON', async () => {
    const { code, out } = await run({ PORT: '0' }, '--json')
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      ready: false,
      errors: 1,
      findings: [{ about: 'Configuration', level: 'error', what: expect.stringContaining('PORT') }],
    })
  })
})

describe('what is measured', () => {
  it('is judged by its number', () => {
    expect([nodeFinding('20.18.9'), nodeFinding('20.19.0'), nodeFinding('24.1.0')].map(({ level }) => level)).toEqual([
      'error',
      'ok',
      'ok',
    ])
    expect([0.5, 0.2, 0.19, 0.05, 0.04].map((free) => diskFinding(free).level)).toEqual([
      'ok',
      'ok',
      'warning',
      'warning',
      'error',
    ])
    expect([0, 1_999, -2_000, 29_999, -30_000].map((ms) => skewFinding(ms).level)).toEqual([
      'ok',
      'ok',
      'warning',
      'warning',
      'error',
    ])
    expect(skewFinding(-2_000).what).toContain('retarde de 2 s')
  })

  it('hides every secret of the environment, whoever quotes it', () => {
    const hide = hiding({ A_TOKEN: 'tok-123456', DB: 'postgres://u:p%40ssword@h/d', PORT: '3000', B_KEY: 'ab' })
    expect(hide('tok-123456 p%40ssword p@ssword 3000 ab')).toBe('••• ••• ••• 3000 ab')
  })

  it('asks for an address only where somebody calls: WhatsApp Web does not', () => {
    const found = (...channels: readonly ChannelName[]) =>
      checkAddress({ publicUrl: 'http://localhost:3000', channels })
    expect(found('baileys')).toMatchObject([{ level: 'warning', what: expect.stringContaining('n’appelle personne') }])
    expect(found('baileys', 'smsgate')).toMatchObject([{ level: 'error' }])
  })

  it('says when WhatsApp Web cannot be reached from here', async () => {
    const server = createServer((_request, response) => response.writeHead(302, { location: '/' }).end())
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
    expect(await checkReach(url)).toMatchObject({ level: 'ok' })
    server.closeAllConnections()
    await new Promise((resolve) => void server.close(resolve))
    expect(await checkReach(url)).toMatchObject({ level: 'error', todo: expect.stringContaining('whatsapp.net') })
  })

  it('asks nothing of the address where all phones are simulated', () => {
    expect(
      checkAddress({ publicUrl: 'http://localhost:3000', channels: ['simulator'] }).map(({ level }) => level),
    ).toEqual(['ok'])
  })
})
