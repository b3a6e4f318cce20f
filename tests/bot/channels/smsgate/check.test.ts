import { createServer } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Checked, checkSmsgate } from '../../../../bot/channels/smsgate/check.ts'
import { connectGateway } from '../../../../bot/channels/smsgate/client.ts'
import { registerWebhooks } from '../../../../bot/channels/smsgate/registering.ts'
import { checkSignature } from '../../../../bot/channels/smsgate/signature.ts'
import { systemClock } from '../../../../bot/clock.ts'
import { type FakeDevice, type FakeSmsgate, startFakeSmsgate } from '../../../fakes/smsgate/server.ts'
import { KEY, PASSWORD, SIMS, USER } from './harness.ts'

const DEVICES: readonly FakeDevice[] = [
  {
    id: 'phone-a',
    simCards: [
      { simNumber: 1, carrierName: 'Orange CI' },
      { simNumber: 2, carrierName: 'MTN CI' },
    ],
  },
  { id: 'phone-b', simCards: [{ simNumber: 1, carrierName: 'Moov Africa' }] },
]

const SIM = { sender: 'phone-a:1', deviceId: 'phone-a', simNumber: 1, operator: 'orange' } as const

let gateway: FakeSmsgate
/** what answers at the public address, and how */
let program: { readonly url: string; status: number | null; close(): Promise<void> }
let right: Checked

async function start(devices = DEVICES): Promise<void> {
  gateway = await startFakeSmsgate({ user: USER, password: PASSWORD, signingKey: KEY, devices })
  right = {
    apiBaseUrl: gateway.url,
    user: USER,
    password: PASSWORD,
    sims: SIMS,
    signingKeys: [KEY],
    publicUrl: program.url,
    clock: systemClock,
    timeoutMs: 1000,
  }
}
const registered = (publicUrl = right.publicUrl) => registerWebhooks(connectGateway(right), { publicUrl })
const troubles = async (changes: Partial<Checked> = {}) => {
  const findings = await checkSmsgate({ ...right, ...changes })
  return findings.filter(({ level }) => level !== 'ok')
}

/** A program that takes what its phones sign with this key. */
async function startProgram() {
  const state: { url: string; status: number | null; close(): Promise<void> } = { url: '', status: null, close }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    const { 'x-signature': signature, 'x-timestamp': timestamp } = request.headers
    const signed = checkSignature(
      { signature, timestamp, body: Buffer.concat(chunks) },
      { signingKeys: [KEY], toleranceSeconds: 300, clock: systemClock },
    )
    response.writeHead(state.status ?? (signed.kind === 'signed' ? 204 : 403)).end()
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  state.url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  async function close(): Promise<void> {
    server.closeAllConnections()
    await new Promise((resolve) => void server.close(resolve))
  }
  return state
}

beforeEach(async () => {
  program = await startProgram()
  await start()
})
afterEach(async () => {
  await gateway.close()
  await program.close()
})

describe('doctor on the SMS gateway', () => {
  it('finds nothing wrong when nothing is', async () => {
    await registered()
    const findings = await checkSmsgate(right)
    expect(findings.length).toBeGreaterThan(2)
    expect(findings.filter(({ level }) => level !== 'ok')).toEqual([])
  })

  it.each<[string, Partial<Checked>, RegExp, RegExp]>([
    ['a wrong password', { password: 'wrong' }, /refuse/, /SMSGATE_PASSWORD/],
    ['nobody there', { apiBaseUrl: 'http://127.0.0.1:4/3rdparty/v1' }, /ne répond pas/, /SMSGATE_API_BASE_URL/],
    ['a phone that nobody knows', { sims: [{ ...SIM, sender: 'x:1', deviceId: 'x' }] }, /x .* n’existe pas/, /phone-a/],
    ['an address without https', { publicUrl: 'http://distri.example.ci' }, /https/, /https/],
    [
      'a slot without a SIM',
      { sims: [{ ...SIM, sender: 'phone-b:2', deviceId: 'phone-b', simNumber: 2 }] },
      /SIM 2/,
      /SMSGATE_SIMS/,
    ],
    ['a SIM of another operator', { sims: [{ ...SIM, operator: 'moov' }] }, /Orange CI/, /SMSGATE_SIMS/],
  ])('says of %s what is wrong and what to do, alone', async (_, changes, what, todo) => {
    await registered()
    const found = await troubles(changes)
    expect(found).toEqual([
      { level: expect.any(String), what: expect.stringMatching(what), todo: expect.stringMatching(todo) },
    ])
    expect(JSON.stringify(found)).not.toContain('wrong')
  })

  it('calls the program as a phone would: another key, another program and nobody there are told apart', async () => {
    await registered()
    expect(await troubles({ signingKeys: ['another-key'] })).toMatchObject([
      { level: 'error', what: expect.stringContaining('403'), todo: expect.stringContaining('SMSGATE_SIGNING_KEY') },
    ])
    program.status = 404
    expect(await troubles()).toMatchObject([{ level: 'error', what: expect.stringContaining('404') }])
    const nobody = 'http://127.0.0.1:4'
    await registered(nobody)
    const [found] = await troubles({ publicUrl: nobody })
    expect(found).toMatchObject({ level: 'warning', what: expect.stringContaining('ne répond pas') })
  })

  it('knows another server by its answer', async () => {
    const [found] = await troubles({ apiBaseUrl: gateway.url.replace('/3rdparty/v1', '/elsewhere') })
    expect(found).toMatchObject({ level: 'error', todo: expect.stringContaining('/3rdparty/v1') })
  })

  it('says when the events do not come here yet, and when they go elsewhere too', async () => {
    expect(await troubles()).toMatchObject([{ level: 'warning', what: expect.stringContaining('sms:received') }])
    await registered()
    await registered('https://old.example.ci')
    expect(await troubles()).toMatchObject([{ level: 'warning', what: expect.stringContaining('old.example.ci') }])
  })

  it('says when a phone has been away for long', async () => {
    await gateway.close()
    await start([{ id: 'phone-a', lastSeen: new Date(Date.now() - 3_600_000) }, { id: 'phone-b' }])
    await registered()
    expect(await troubles()).toMatchObject([{ level: 'warning', what: expect.stringMatching(/phone-a .* 60 minutes/) }])
  })
})
