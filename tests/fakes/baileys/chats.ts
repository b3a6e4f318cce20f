import {
  aesEncryptGCM,
  type BinaryNode,
  getBinaryNodeChild,
  getBinaryNodeChildren,
  hkdf,
  proto,
} from '@whiskeysockets/baileys'
import type { MediaHost } from './media-host.ts'
import type { FakePhone } from './phone.ts'

// What WhatsApp's server does for people who talk: keeps everybody's keys, says which devices they have, and carries
// what it cannot read.

export const SERVER = 's.whatsapp.net'

/** What a phone answers that is asked for the file of a message again; no path: it has it no more. */
export interface Reupload {
  readonly mediaKey: Uint8Array
  readonly directPath: string | null
}

const NONCE = Buffer.alloc(12, 9)

function reuploaded(id: string, { mediaKey, directPath }: Reupload): BinaryNode[] {
  const { SUCCESS, NOT_FOUND } = proto.MediaRetryNotification.ResultType
  const answer = { stanzaId: id, directPath, result: directPath === null ? NOT_FOUND : SUCCESS }
  const plain = proto.MediaRetryNotification.encode(answer).finish()
  const key = hkdf(mediaKey, 32, { info: 'WhatsApp Media Retry Notification' })
  const content: BinaryNode[] = [
    { tag: 'enc_p', attrs: {}, content: aesEncryptGCM(plain, key, NONCE, Buffer.from(id)) },
    { tag: 'enc_iv', attrs: {}, content: NONCE },
  ]
  return [{ tag: 'encrypt', attrs: {}, content }]
}

/** Our device, as it was linked. */
interface Ours {
  readonly jid: string
  readonly lid: string
}

export function chats({ now, media }: { readonly now: () => string; readonly media: MediaHost | undefined }) {
  const people: FakePhone[] = []
  const receipts: string[] = []
  const reuploads = new Map<string, Reupload>()
  let ours: Ours | undefined
  /** our device's keys, as it put them here */
  let bundle: BinaryNode | undefined

  const userOf = (jid: string): string => jid.split(/[@:]/)[0] ?? ''
  const personOf = (jid: string): FakePhone | undefined =>
    people.find(({ phone, lid }) => [phone.slice(1), lid].includes(userOf(jid)))
  const result = (to: BinaryNode, content: BinaryNode[]): BinaryNode => ({
    tag: 'iq',
    attrs: { from: SERVER, type: 'result', id: to.attrs.id ?? '' },
    content,
  })

  function asked(node: BinaryNode): 'count' | 'keys' | 'put' | 'devices' | 'media' | null {
    if (node.tag !== 'iq') return null
    if (node.attrs.xmlns === 'usync') return 'devices'
    if (node.attrs.xmlns === 'w:m') return 'media'
    if (node.attrs.xmlns !== 'encrypt') return null
    if (getBinaryNodeChild(node, 'count') !== undefined) return 'count'
    if (getBinaryNodeChild(node, 'key') !== undefined) return 'keys'
    return getBinaryNodeChild(node, 'list') === undefined ? null : 'put'
  }

  function devicesOf(jid: string): BinaryNode {
    const isOurs = ours !== undefined && [userOf(ours.jid), userOf(ours.lid)].includes(userOf(jid))
    const device = { tag: 'device', attrs: isOurs ? { id: '7', 'key-index': '1' } : { id: '0' } }
    const isThere = isOurs || personOf(jid) !== undefined
    return {
      tag: 'user',
      attrs: { jid },
      content: [
        {
          tag: 'devices',
          attrs: {},
          content: [{ tag: 'device-list', attrs: {}, content: isThere ? [device] : [] }],
        },
      ],
    }
  }

  async function keysOf(node: BinaryNode): Promise<BinaryNode> {
    const wanted = getBinaryNodeChildren(getBinaryNodeChild(node, 'key'), 'user')
    const found = wanted.flatMap(({ attrs: { jid = '' } }) => personOf(jid) ?? [])
    return { tag: 'list', attrs: {}, content: await Promise.all(found.map((person) => person.bundle())) }
  }

  /** Carries a message to whom it is sealed for; the server's word comes first, then the phone's. */
  async function carry(node: BinaryNode): Promise<BinaryNode[]> {
    const { id = '', to = '' } = node.attrs
    const ack: BinaryNode = { tag: 'ack', attrs: { class: 'message', id, from: to, t: now() } }
    const sealed = getBinaryNodeChildren(getBinaryNodeChild(node, 'participants'), 'to')
    const seen: BinaryNode[] = []
    for (const { attrs, content } of sealed) {
      const person = personOf(attrs.jid ?? '')
      const [enc] = Array.isArray(content) ? content : []
      if (person === undefined || enc === undefined || ours === undefined) continue
      await person.open(id, ours.lid, enc)
      seen.push({ tag: 'receipt', attrs: { id, from: to, t: now() } })
    }
    return [ack, ...seen]
  }

  /** The phone that sent a file is asked for it; one that is off says nothing. */
  function askedAgain(node: BinaryNode): BinaryNode[] {
    const { id = '' } = node.attrs
    const [answer, asked] = [reuploads.get(id), getBinaryNodeChild(node, 'rmr')]
    if (answer === undefined || asked === undefined) return []
    const attrs = { id, from: SERVER, type: 'mediaretry', t: now() }
    return [{ tag: 'notification', attrs, content: [asked, ...reuploaded(id, answer)] }]
  }

  return {
    receipts,
    ours: () => ours,
    links(device: Ours): void {
      ours = device
    },
    joins: (phone: FakePhone): void => void people.push(phone),
    reuploads: (id: string, answer: Reupload): void => void reuploads.set(id, answer),
    isAnswered: (node: BinaryNode): boolean => asked(node) !== null,
    /** what the server sends because of a node, in order; nothing where it is none of ours */
    async answersTo(node: BinaryNode): Promise<BinaryNode[]> {
      if (node.tag === 'message') return carry(node)
      if (node.tag === 'receipt' && node.attrs.type === 'server-error') return askedAgain(node)
      if (node.tag === 'receipt' && node.attrs.id !== undefined) receipts.push(node.attrs.id)
      switch (asked(node)) {
        case 'count':
          return [result(node, [{ tag: 'count', attrs: { value: bundle === undefined ? '0' : '800' } }])]
        case 'put':
          bundle = node
          return [result(node, [])]
        case 'keys':
          return [result(node, [await keysOf(node)])]
        case 'devices': {
          const users = getBinaryNodeChildren(getBinaryNodeChild(getBinaryNodeChild(node, 'usync'), 'list'), 'user')
          const list = { tag: 'list', attrs: {}, content: users.map(({ attrs: { jid = '' } }) => devicesOf(jid)) }
          return [result(node, [{ tag: 'usync', attrs: {}, content: [list] }])]
        }
        case 'media': {
          const host: BinaryNode = { tag: 'host', attrs: { hostname: media?.host ?? '' } }
          const attrs = { auth: media?.auth ?? '', ttl: '300' }
          return [result(node, [{ tag: 'media_conn', attrs, content: media === undefined ? [] : [host] }])]
        }
        case null:
          return []
      }
    },
    async sealedBy(from: FakePhone, message: proto.IMessage): Promise<BinaryNode> {
      if (ours === undefined || bundle === undefined) throw new Error('Our device has put no keys here yet.')
      const [key] = getBinaryNodeChildren(getBinaryNodeChild(bundle, 'list'), 'key')
      const parts = Array.isArray(bundle.content) ? bundle.content : []
      return from.seal(message, ours.lid, { ...bundle, content: key === undefined ? parts : [...parts, key] })
    },
  }
}
