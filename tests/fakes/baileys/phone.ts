import {
  addTransactionCapability,
  type BinaryNode,
  Curve,
  DEFAULT_CONNECTION_CONFIG,
  encodeBigEndian,
  encodeWAMessage,
  generateSignalPubKey,
  getBinaryNodeChild,
  getBinaryNodeChildBuffer,
  getBinaryNodeChildUInt,
  initAuthCreds,
  KEY_BUNDLE_TYPE,
  proto,
  type SignalDataTypeMap,
  type SignalKeyStore,
  unpadRandomMax16,
  xmppPreKey,
  xmppSignedPreKey,
} from '@whiskeysockets/baileys'
import pino from 'pino'

// Somebody's phone: it has keys of its own, and what it writes only our device can read. The Signal protocol is the
// library's, on both ends; WhatsApp between them sees what WhatsApp sees.

export interface FakePhone {
  readonly phone: string
  readonly lid: string
  /** what it read, oldest first */
  readonly read: readonly { readonly id: string; readonly text: string; readonly message: proto.IMessage }[]
  /** how what came was sealed: pkmsg begins a session, msg goes on with it */
  readonly seals: readonly string[]
  /** its keys as WhatsApp's server gives them to whoever wants to write first */
  bundle(): Promise<BinaryNode>
  /** seals a message for our device, whose keys are asked for once */
  seal(message: proto.IMessage, to: string, bundle: BinaryNode): Promise<BinaryNode>
  /** opens what our device sealed */
  open(id: string, from: string, enc: BinaryNode): Promise<void>
}

const PRE_KEY = 1

export function fakePhone(phone: string, lid: string): FakePhone {
  const creds = initAuthCreds()
  const log = pino({ level: 'silent' })
  const keys = addTransactionCapability(keysInMemory(), log, { maxCommitRetries: 1, delayBetweenTriesMs: 1 })
  const signal = DEFAULT_CONNECTION_CONFIG.makeSignalRepository({ creds, keys }, log, async () => undefined)
  const preKey = Curve.generateKeyPair()
  const read: { id: string; text: string; message: proto.IMessage }[] = []
  const seals: string[] = []

  return {
    phone,
    lid,
    read,
    seals,
    async bundle() {
      await keys.set({ 'pre-key': { [PRE_KEY]: preKey } })
      return {
        tag: 'user',
        attrs: { jid: `${lid}@lid` },
        content: [
          { tag: 'registration', attrs: {}, content: encodeBigEndian(creds.registrationId) },
          { tag: 'type', attrs: {}, content: KEY_BUNDLE_TYPE },
          { tag: 'identity', attrs: {}, content: creds.signedIdentityKey.public },
          xmppSignedPreKey(creds.signedPreKey),
          xmppPreKey(preKey, PRE_KEY),
        ],
      }
    },
    async seal(message, to, bundle) {
      if (!(await signal.validateSession(to)).exists) {
        await signal.injectE2ESession({ jid: to, session: sessionIn(bundle) })
      }
      const { type, ciphertext } = await signal.encryptMessage({
        jid: to,
        data: encodeWAMessage(message),
      })
      return { tag: 'enc', attrs: { v: '2', type }, content: ciphertext }
    },
    async open(id, from, { attrs: { type }, content }) {
      if ((type !== 'pkmsg' && type !== 'msg') || !(content instanceof Uint8Array)) throw new Error('nothing sealed')
      seals.push(type)
      const plain = await signal.decryptMessage({ jid: from, type, ciphertext: content })
      const message = proto.Message.decode(unpadRandomMax16(plain))
      read.push({ id, text: message.conversation || message.extendedTextMessage?.text || '', message })
    },
  }
}

function sessionIn(bundle: BinaryNode) {
  const key = (name: string) => {
    const node = getBinaryNodeChild(bundle, name)
    if (node === undefined) throw new Error(`The keys of our device have no ${name}.`)
    return {
      keyId: getBinaryNodeChildUInt(node, 'id', 3) ?? 0,
      publicKey: generateSignalPubKey(bytesIn(node, 'value')),
      signature: getBinaryNodeChildBuffer(node, 'signature') ?? Buffer.alloc(0),
    }
  }
  return {
    registrationId: getBinaryNodeChildUInt(bundle, 'registration', 4) ?? 0,
    identityKey: generateSignalPubKey(bytesIn(bundle, 'identity')),
    signedPreKey: key('skey'),
    preKey: key('key'),
  }
}

function bytesIn(node: BinaryNode, name: string): Uint8Array {
  const bytes = getBinaryNodeChildBuffer(node, name)
  if (bytes === undefined || typeof bytes === 'string') throw new Error(`No bytes in ${name}.`)
  return bytes
}

function keysInMemory(): SignalKeyStore {
  const kept = new Map<string, Map<string, unknown>>()
  return {
    async get(type, ids) {
      const values: { [id: string]: SignalDataTypeMap[typeof type] } = {}
      const found = kept.get(type)
      for (const id of ids) if (found?.has(id)) Object.assign(values, { [id]: found.get(id) })
      return values
    },
    async set(data) {
      for (const [type, values] of Object.entries(data)) {
        const mine = kept.get(type) ?? new Map<string, unknown>()
        kept.set(type, mine)
        for (const [id, value] of Object.entries(values ?? {})) {
          if (value === null) mine.delete(id)
          else mine.set(id, value)
        }
      }
    },
  }
}
