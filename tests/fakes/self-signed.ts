import { generateKeyPairSync, sign } from 'node:crypto'

// A certificate that nobody vouches for, for a server of the tests that speaks HTTPS. X.509 in as few words as it takes.

const part = (tag: number, ...contents: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(contents)
  const size = content.length
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}
const sequence = (...contents: readonly Uint8Array[]): Buffer => part(0x30, ...contents)
const objectId = (hex: string): Buffer => part(0x06, Buffer.from(hex, 'hex'))

const ECDSA_WITH_SHA256 = sequence(objectId('2a8648ce3d040302'))
const NAME = sequence(part(0x31, sequence(objectId('550403'), part(0x0c, Buffer.from('localhost')))))
const EVER = sequence(part(0x17, Buffer.from('200101000000Z')), part(0x17, Buffer.from('491231235959Z')))

/** PEM, as `node:https` takes it. */
export function selfSigned(): { readonly key: string; readonly cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const version = part(0xa0, part(0x02, Buffer.of(2)))
  const serial = part(0x02, Buffer.of(1))
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const signed = sequence(version, serial, ECDSA_WITH_SHA256, NAME, EVER, NAME, spki)
  const signature = part(0x03, Buffer.of(0), sign('sha256', signed, privateKey))
  const base64 = sequence(signed, ECDSA_WITH_SHA256, signature).toString('base64')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  }
}
