import { spawn } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshDatabase } from '../harness/database.ts'
import { type AdminApi, openAdminApi } from './api.ts'

let api: AdminApi
let url: string
beforeAll(async () => {
  url = (await freshDatabase()).url
  api = await openAdminApi(url)
})
afterAll(() => api.close())

interface Ran {
  readonly code: number | null
  readonly out: string
  readonly said: string
}

function run(...args: readonly string[]): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, DATABASE_URL: url }
    const child = spawn(process.execPath, ['ops/with-dependencies.mjs', 'ops/api-key.ts', ...args], { env })
    let [out, said] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
    })
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out, said }))
  })
}

describe('npm run api-key', () => {
  it('prints the key alone, and the running server takes it at once', async () => {
    const { code, out } = await run('--name', 'console', '--role', 'auditor')
    expect([code, out]).toEqual([0, expect.stringMatching(/^dn_[\w-]{43}\n$/)])
    const ask = (path: string) => api.app.inject({ url: path, headers: { authorization: `Bearer ${out.trim()}` } })
    expect((await ask('/api/orders')).statusCode).toBe(200)
    expect(
      (await api.app.inject({ method: 'POST', url: '/api/keys', headers: { authorization: `Bearer ${out.trim()}` } }))
        .statusCode,
    ).toBe(403)
  })

  it.each([
    [['--name', 'x', '--role', 'chef'], /« chef » n’existe pas ; choix possibles : support_l1/],
    [['--role', 'admin'], /--name: manque/],
    [['--name', 'x'], /--role: manque/],
    [['--nom', 'x'], /Usage/],
  ])('says in French what is wrong with %j, and prints nothing else', async (args, words) => {
    const { code, out, said } = await run(...args)
    expect([code, out]).toEqual([1, ''])
    expect(said).toMatch(words)
    expect(said).not.toContain('    at ')
  })
})
