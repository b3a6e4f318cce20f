import { createHash } from 'node:crypto'
import {
  aesDecryptGCM,
  aesEncryptGCM,
  Curve,
  hkdf,
  NOISE_MODE,
  NOISE_WA_HEADER,
  proto,
  WA_CERT_DETAILS,
} from '@whiskeysockets/baileys'

// The server's side of Noise XX, as WhatsApp speaks it. The library trusts WhatsApp's root certificate alone: in a test
// process ours takes its place.

const root = Curve.generateKeyPair()
const intermediate = Curve.generateKeyPair()

/** For this process; gives the root for another. */
export function trustOurRoot(): string {
  WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(root.public)
  return WA_CERT_DETAILS.PUBLIC_KEY.toString('hex')
}

function certificates(key: Uint8Array): Uint8Array {
  const { Details } = proto.CertChain.NoiseCertificate
  const between = Details.encode({ serial: 1, issuerSerial: 0, key: intermediate.public }).finish()
  const leaf = Details.encode({ serial: 2, issuerSerial: 1, key }).finish()
  return proto.CertChain.encode({
    intermediate: { details: between, signature: Curve.sign(root.private, between) },
    leaf: { details: leaf, signature: Curve.sign(intermediate.private, leaf) },
  }).finish()
}

export interface NoiseServer {
  /** each frame that came, decrypted: first the client's payload, then nodes */
  take(bytes: Buffer): void
  send(plain: Uint8Array): void
}

const sha256 = (data: Uint8Array): Buffer => createHash('sha256').update(data).digest()
const nonce = (counter: number): Buffer => {
  const bytes = Buffer.alloc(12)
  bytes.writeUInt32BE(counter, 8)
  return bytes
}

export function noiseServer(
  write: (bytes: Uint8Array) => void,
  onPayload: (payload: proto.ClientPayload) => void,
  onNode: (bytes: Buffer) => void,
): NoiseServer {
  const own = { ephemeral: Curve.generateKeyPair(), static: Curve.generateKeyPair() }
  let hash: Uint8Array = Buffer.from(NOISE_MODE)
  let salt: Uint8Array = hash
  let key: Uint8Array = hash
  let counter = 0
  let step: 'hello' | 'finish' | 'open' = 'hello'
  let transport = { read: key, write: key, reads: 0, writes: 0 }
  let waiting = Buffer.alloc(0)
  let isIntroduced = false

  const authenticate = (data: Uint8Array): void => {
    hash = sha256(Buffer.concat([hash, data]))
  }
  const derive = (data: Uint8Array): [Uint8Array, Uint8Array] => {
    const long = hkdf(Buffer.from(data), 64, { salt: Buffer.from(salt), info: '' })
    return [long.subarray(0, 32), long.subarray(32)]
  }
  const mix = (data: Uint8Array): void => {
    ;[salt, key] = derive(data)
    counter = 0
  }
  const encrypt = (plain: Uint8Array): Buffer => {
    const sealed = aesEncryptGCM(plain, key, nonce(counter++), hash)
    authenticate(sealed)
    return sealed
  }
  const decrypt = (sealed: Uint8Array): Buffer => {
    const plain = aesDecryptGCM(sealed, key, nonce(counter++), hash)
    authenticate(sealed)
    return plain
  }
  const frame = (bytes: Uint8Array): void => {
    const size = Buffer.alloc(3)
    size.writeUIntBE(bytes.length, 0, 3)
    write(Buffer.concat([size, bytes]))
  }

  function hello(client: Uint8Array): void {
    authenticate(NOISE_WA_HEADER)
    authenticate(client)
    authenticate(own.ephemeral.public)
    mix(Curve.sharedKey(own.ephemeral.private, client))
    const fixed = encrypt(own.static.public)
    mix(Curve.sharedKey(own.static.private, client))
    const payload = encrypt(certificates(own.static.public))
    const serverHello = { ephemeral: own.ephemeral.public, static: fixed, payload }
    frame(proto.HandshakeMessage.encode({ serverHello }).finish())
    step = 'finish'
  }

  function finish(fixed: Uint8Array, payload: Uint8Array): void {
    const client = decrypt(fixed)
    mix(Curve.sharedKey(own.ephemeral.private, client))
    const said = proto.ClientPayload.decode(decrypt(payload))
    const [read, written] = derive(new Uint8Array(0))
    transport = { read, write: written, reads: 0, writes: 0 }
    step = 'open'
    onPayload(said)
  }

  function taken(bytes: Buffer): void {
    if (step === 'open') {
      onNode(aesDecryptGCM(bytes, transport.read, nonce(transport.reads++), new Uint8Array(0)))
      return
    }
    const { clientHello, clientFinish } = proto.HandshakeMessage.decode(bytes)
    if (step === 'hello' && clientHello?.ephemeral) hello(clientHello.ephemeral)
    if (step === 'finish' && clientFinish?.static && clientFinish.payload)
      finish(clientFinish.static, clientFinish.payload)
  }

  return {
    take(bytes) {
      waiting = Buffer.concat([waiting, bytes])
      if (!isIntroduced) {
        waiting = waiting.subarray(NOISE_WA_HEADER.length)
        isIntroduced = true
      }
      while (waiting.length >= 3 && waiting.length >= 3 + waiting.readUIntBE(0, 3)) {
        const size = waiting.readUIntBE(0, 3)
        const one = waiting.subarray(3, 3 + size)
        waiting = waiting.subarray(3 + size)
        taken(one)
      }
    },
    send: (plain) => frame(aesEncryptGCM(plain, transport.write, nonce(transport.writes++), new Uint8Array(0))),
  }
}
