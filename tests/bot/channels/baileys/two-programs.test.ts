import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it, vi } from 'vitest'
import { baileysSessions } from '../../../../bot/channels/baileys/pairing.ts'
import { openPool } from '../../../../domain/work/pool.ts'
import { startFakeServer } from '../../../fakes/baileys/server.ts'
import { freshDatabase } from '../../../harness/database.ts'
import { SESSION_KEY } from './harness.ts'

// Two real programs with the real library, one killed: what a power cut does.

const { url } = await freshDatabase()
const pool = openPool(url, 2)
const whatsapp = await startFakeServer()
const SESSION = 'principal'
const programs: ChildProcess[] = []
afterAll(async () => {
  for (const program of programs) program.kill('SIGKILL')
  await whatsapp.close()
  await pool.end()
})

async function startProgram(): Promise<ChildProcess> {
  const file = fileURLToPath(new URL('owner.ts', import.meta.url))
  const args = ['--import', 'tsx', file, url, SESSION, whatsapp.url, SESSION_KEY.toString('hex')]
  const program = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, FAKE_WHATSAPP_ROOT: whatsapp.root },
  })
  programs.push(program)
  await once(program.stdout ?? program, 'data')
  return program
}

it('the second program takes the session over within seconds when the first is killed, and not before', async () => {
  const sessions = baileysSessions(pool, { sessions: [SESSION], sessionKeys: [SESSION_KEY] })
  const first = await startProgram()
  await sessions.ask(pool, SESSION, 'pair', null)
  const qr = await vi.waitFor(
    async () => {
      const shown = (await sessions.find(SESSION))?.qr
      if (shown == null) throw new Error('no QR yet')
      return shown
    },
    { timeout: 20_000 },
  )
  await whatsapp.scan(qr, '+2250102030405', '99887766')
  await vi.waitFor(async () => expect((await sessions.find(SESSION))?.state).toBe('connecting'), 10_000)
  await whatsapp.endStream(515)
  await vi.waitFor(async () => expect((await sessions.find(SESSION))?.state).toBe('connected'), 15_000)
  const ownerOf = async () =>
    (await pool.query<{ owner: string; fence: number }>('select owner, fence from baileys_session')).rows[0]
  const before = await ownerOf()
  await startProgram()
  const connections = whatsapp.connections
  first.kill('SIGKILL')
  await once(first, 'exit')
  await vi.waitFor(async () => expect((await ownerOf())?.owner).not.toBe(before?.owner), { timeout: 20_000 })
  expect((await ownerOf())?.fence).toBe((before?.fence ?? 0) + 1)
  await vi.waitFor(() => expect([whatsapp.connections, whatsapp.isLoggedIn()]).toEqual([connections + 1, true]), 15_000)
}, 90_000)
