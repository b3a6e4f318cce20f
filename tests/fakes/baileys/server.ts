import {
  type BinaryNode,
  Curve,
  decodeBinaryNode,
  encodeBinaryNode,
  hmacSign,
  proto,
  WA_ADV_ACCOUNT_SIG_PREFIX,
} from '@whiskeysockets/baileys'
import { type NoiseServer, noiseServer, trustOurRoot } from './noise.ts'
import { type SocketOfServer, startSocketServer } from './websocket.ts'

// A WhatsApp on this machine for the real library: handshake, QR, linking, log-in, ends of streams.

export interface FakeServer {
  readonly url: string
  /** what another process must trust: noise-trusting.ts */
  readonly root: string
  readonly connections: number
  /** the phone scans the QR: what it reads there is all it knows of us */
  scan(qr: string, phone: string, lid: string): Promise<void>
  /** ends the stream with this code, as WhatsApp does */
  endStream(code: number): Promise<void>
  /** the next connections are refused as WhatsApp refuses a log-in */
  failNext(...reasons: readonly number[]): void
  /** the line goes dead */
  drop(): void
  /** the line stays up, and nothing is answered any more */
  fallSilent(): void
  isLoggedIn(): boolean
  close(): Promise<void>
}

const SERVER = 's.whatsapp.net'

export async function startFakeServer(): Promise<FakeServer> {
  const root = trustOurRoot()
  const account = Curve.generateKeyPair()
  const failures: number[] = []
  let connections = 0
  let isLoggedIn = false
  let live: { readonly noise: NoiseServer; readonly socket: SocketOfServer } | undefined

  const send = (noise: NoiseServer, node: BinaryNode): void => noise.send(encodeBinaryNode(node))
  const now = () => String(Math.floor(Date.now() / 1000))

  function begin(noise: NoiseServer, { username }: proto.ClientPayload): void {
    const failure = failures.shift()
    if (failure !== undefined) send(noise, { tag: 'failure', attrs: { reason: String(failure) } })
    else if (username) send(noise, { tag: 'success', attrs: { t: now(), lid: '123456789@lid' } })
    else {
      const content = ['one', 'two', 'three'].map((ref) => ({
        tag: 'ref',
        attrs: {},
        content: Buffer.from(`2@${ref}`),
      }))
      const pair: BinaryNode = { tag: 'pair-device', attrs: {}, content }
      send(noise, { tag: 'iq', attrs: { from: SERVER, type: 'set', id: 'pair', xmlns: 'md' }, content: [pair] })
    }
  }

  async function hear(noise: NoiseServer, bytes: Buffer): Promise<void> {
    const node = await decodeBinaryNode(bytes)
    const { type, id = '', xmlns } = node.attrs
    if (node.tag !== 'iq' || (type !== 'get' && type !== 'set')) return
    const [asked] = Array.isArray(node.content) ? node.content : []
    if (xmlns === 'passive') isLoggedIn = true
    const content =
      asked?.tag === 'count' ? [{ tag: 'count', attrs: { value: '50' } }] : [{ tag: asked?.tag ?? 'ok', attrs: {} }]
    send(noise, { tag: 'iq', attrs: { from: SERVER, type: 'result', id }, content })
  }

  const server = await startSocketServer((socket) => {
    connections += 1
    isLoggedIn = false
    const noise = noiseServer(
      (bytes) => socket.send(bytes),
      (payload) => begin(noise, payload),
      (bytes) => void hear(noise, bytes),
    )
    live = { noise, socket }
    socket.onBytes((bytes) => noise.take(bytes))
  })

  const line = () => {
    if (live === undefined) throw new Error('Nobody is connected.')
    return live
  }

  return {
    url: server.url,
    root,
    get connections() {
      return connections
    },
    isLoggedIn: () => isLoggedIn,
    async scan(qr, phone, lid) {
      const [, , identity = '', secret = ''] = qr.split(',')
      const deviceDetails = proto.ADVDeviceIdentity.encode({ rawId: 1, timestamp: Number(now()), keyIndex: 1 }).finish()
      const signed = Buffer.concat([WA_ADV_ACCOUNT_SIG_PREFIX, deviceDetails, Buffer.from(identity, 'base64')])
      const details = proto.ADVSignedDeviceIdentity.encode({
        details: deviceDetails,
        accountSignatureKey: account.public,
        accountSignature: Curve.sign(account.private, signed),
      }).finish()
      const hmac = hmacSign(details, Buffer.from(secret, 'base64'))
      const sealed = proto.ADVSignedDeviceIdentityHMAC.encode({ details, hmac }).finish()
      const content: BinaryNode[] = [
        { tag: 'device-identity', attrs: {}, content: Buffer.from(sealed) },
        { tag: 'device', attrs: { jid: `${phone.slice(1)}:7@${SERVER}`, lid: `${lid}:7@lid` } },
        { tag: 'platform', attrs: { name: 'android' } },
      ]
      send(line().noise, {
        tag: 'iq',
        attrs: { from: SERVER, type: 'set', id: 'paired', t: now() },
        content: [{ tag: 'pair-success', attrs: {}, content }],
      })
    },
    async endStream(code) {
      const { noise, socket } = line()
      send(noise, { tag: 'stream:error', attrs: { code: String(code) } })
      setImmediate(() => socket.close())
    },
    failNext: (...reasons) => void failures.push(...reasons),
    drop: () => line().socket.close(),
    fallSilent: () => server.fallSilent(),
    close: () => server.close(),
  }
}
