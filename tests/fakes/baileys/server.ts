import {
  type BinaryNode,
  Curve,
  decodeBinaryNode,
  encodeBinaryNode,
  hmacSign,
  proto,
  WA_ADV_ACCOUNT_SIG_PREFIX,
} from '@whiskeysockets/baileys'
import { chats, type Reupload, SERVER } from './chats.ts'
import type { MediaHost } from './media-host.ts'
import { type NoiseServer, noiseServer, trustOurRoot } from './noise.ts'
import type { FakePhone } from './phone.ts'
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
  /** somebody who is on WhatsApp */
  joins(phone: FakePhone): void
  /** they write to our number; what travels is sealed for our device */
  writes(from: FakePhone, id: string, said: string | proto.IMessage): Promise<void>
  /** what the phone answers that is asked for the file of this message again */
  reuploads(id: string, answer: Reupload): void
  /** ids of messages that our device says it has */
  readonly receipts: readonly string[]
  close(): Promise<void>
}

export async function startFakeServer(media?: MediaHost): Promise<FakeServer> {
  const root = trustOurRoot()
  const account = Curve.generateKeyPair()
  const failures: number[] = []
  const directory = chats({ now: () => String(Math.floor(Date.now() / 1000)), media })
  let connections = 0
  let isLoggedIn = false
  let live: { readonly noise: NoiseServer; readonly socket: SocketOfServer } | undefined

  const send = (noise: NoiseServer, node: BinaryNode): void => noise.send(encodeBinaryNode(node))
  const now = () => String(Math.floor(Date.now() / 1000))

  function begin(noise: NoiseServer, { username }: proto.ClientPayload): void {
    const failure = failures.shift()
    if (failure !== undefined) send(noise, { tag: 'failure', attrs: { reason: String(failure) } })
    else if (username) send(noise, { tag: 'success', attrs: { t: now(), lid: directory.ours()?.lid ?? '' } })
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
    for (const answer of await directory.answersTo(node)) send(noise, answer)
    if (node.tag !== 'iq' || directory.isAnswered(node) || (type !== 'get' && type !== 'set')) return
    const [asked] = Array.isArray(node.content) ? node.content : []
    send(noise, {
      tag: 'iq',
      attrs: { from: SERVER, type: 'result', id },
      content: [{ tag: asked?.tag ?? 'ok', attrs: {} }],
    })
    if (xmlns !== 'passive') return
    isLoggedIn = true
    // What waited for us is told: nothing. Until then the library keeps what comes to itself.
    send(noise, { tag: 'ib', attrs: { from: SERVER }, content: [{ tag: 'offline', attrs: { count: '0' } }] })
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
      directory.links({ jid: `${phone.slice(1)}:7@${SERVER}`, lid: `${lid}:7@lid` })
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
    joins: directory.joins,
    reuploads: directory.reuploads,
    async writes(from, id, said) {
      const message = typeof said === 'string' ? { conversation: said } : said
      const sealed = await directory.sealedBy(from, message)
      send(line().noise, {
        tag: 'message',
        attrs: {
          id,
          from: `${from.lid}@lid`,
          sender_pn: `${from.phone.slice(1)}@${SERVER}`,
          addressing_mode: 'lid',
          type: typeof said === 'string' ? 'text' : 'media',
          notify: 'Awa',
          t: now(),
        },
        content: [sealed],
      })
    },
    receipts: directory.receipts,
    failNext: (...reasons) => void failures.push(...reasons),
    drop: () => line().socket.close(),
    fallSilent: () => server.fallSilent(),
    close: () => server.close(),
  }
}
