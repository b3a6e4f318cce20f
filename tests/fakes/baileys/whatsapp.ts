import type {
  Connecting,
  Device,
  LetterContent,
  SeenStatus,
  WhatsAppWeb,
  Written,
} from '../../../bot/channels/baileys/whatsapp-web.ts'
import type { FetchedMedia } from '../../../bot/channels/channel.ts'
import { type FakeMessage, received } from './messages.ts'

export interface WrittenMessage {
  readonly id: string
  readonly jid: string
  readonly content: LetterContent
}

/** What the next write gets: lost before WhatsApp had it, or after; refused with a code; or thrown away with the line. */
export type Misbehaviour = 'lost' | 'lost_after' | 'dropped' | { readonly error: string }

export interface FakeWhatsApp extends WhatsAppWeb {
  /** what the phones have, a repeated id once, as phones show it */
  readonly onPhones: readonly WrittenMessage[]
  /** what was done on connections, in order: connect, open, typing, write, read, code, close, log_out */
  readonly done: readonly string[]
  readonly connections: number
  readonly isOpen: boolean
  /** somebody scans the QR or types the code that is shown */
  link(phone: string, lid?: string): Promise<void>
  /** as `link`, before there is any program: the credentials a later connection brings are these */
  accept(phone: string, lid?: string): void
  /** comes now, or when the connection is open again */
  deliver(...messages: readonly FakeMessage[]): void
  status(...updates: readonly SeenStatus[]): void
  map(lid: string, phone: string): void
  restrict(why: string, until: Date | null, isActive?: boolean): void
  /** WhatsApp ends the connection */
  hangUp(code: number): void
  /** the next connections end at once with these */
  refuseNext(...codes: readonly number[]): void
  /** no connection succeeds until it is ended: 503 */
  outage(isOn: boolean): void
  misbehave(how: Misbehaviour): void
  /** what ends by our side is down only then */
  goodbye(said: Promise<void>): void
  knowsNumber(phone: string, isKnown: boolean): void
  media(answer: FetchedMedia): void
  /** called with each id that is marked as read */
  onRead(listen: (id: string) => void): void
  shownQr(): string | null
}

interface Live {
  readonly how: Connecting
  isOpen: boolean
  isOver: boolean
}

const REPLACED = 440
const RESTART = 515

/** A WhatsApp with one number of ours: one connection at a time, as the real one. */
export function fakeWhatsApp(): FakeWhatsApp {
  const onPhones: WrittenMessage[] = []
  const done: string[] = []
  const missed: FakeMessage[] = []
  const refusals: number[] = []
  const misbehaviours: Misbehaviour[] = []
  const strangers = new Set<string>()
  const phones = new Map<string, string>()
  let readers: ((id: string) => void)[] = []
  let owner: { readonly phone: string; readonly lid: string | null } | null = null
  let live: Live | null = null
  let connections = 0
  let isOut = false
  let qr: string | null = null
  let goodbye: Promise<void> = Promise.resolve()
  let media: FetchedMedia = { kind: 'gone', why: 'nothing there' }

  function end(one: Live, code: number): void {
    if (one.isOver) return
    one.isOver = true
    one.isOpen = false
    if (live === one) live = null
    one.how.events.closed(code, `closed with ${code}`)
  }

  async function begin(one: Live): Promise<void> {
    const refusal = isOut ? 503 : refusals.shift()
    if (refusal !== undefined) return end(one, refusal)
    const creds = (await one.how.keys.read('creds', ['creds'])).get('creds')
    if (one.isOver) return
    if (creds === undefined) {
      qr = `2@qr-${connections}`
      one.how.events.qr(qr)
      return
    }
    if (owner === null) return end(one, 401)
    if (live !== null && live !== one) end(live, REPLACED)
    live = one
    one.isOpen = true
    done.push('open')
    one.how.events.open({ jid: `${owner.phone.slice(1)}:7@s.whatsapp.net`, lid: owner.lid && `${owner.lid}:7@lid` })
    const kept = missed.splice(0)
    if (kept.length > 0) one.how.events.received({ arrived: 'missed', messages: kept.map(received) })
  }

  function keep(written: WrittenMessage): void {
    if (!onPhones.some(({ id }) => id === written.id)) onPhones.push(written)
  }

  function write(one: Live, written: WrittenMessage): Written {
    if (!one.isOpen) return { kind: 'failed', why: 'Connection Closed' }
    done.push(`write ${written.content.text}`)
    const how = misbehaviours.shift()
    if (how === undefined) {
      keep(written)
      return { kind: 'sent', message: Buffer.from([10, 2, 111, 107]) }
    }
    if (typeof how === 'object') return { kind: 'refused', errorCode: how.error }
    if (how === 'lost_after') keep(written)
    if (how === 'dropped') return { kind: 'failed', why: 'Connection Closed' }
    return { kind: 'unanswered', why: 'no ack' }
  }

  let waitingForCode: Live | null = null

  return {
    onPhones,
    done,
    get connections() {
      return connections
    },
    get isOpen() {
      return live?.isOpen === true
    },
    async connect(how) {
      connections += 1
      done.push('connect')
      const one: Live = { how, isOpen: false, isOver: false }
      waitingForCode = one
      setImmediate(() => void begin(one))
      return deviceOn(one)
    },
    download: async () => media,
    async link(phone, lid) {
      owner = { phone, lid: lid ?? null }
      qr = null
      const one = waitingForCode
      if (one === null || one.isOver) throw new Error('Nothing is waiting to be linked.')
      await one.how.keys.write([{ type: 'creds', keyId: 'creds', json: JSON.stringify({ me: { id: phone } }) }])
      one.how.events.paired()
      end(one, RESTART)
    },
    accept(phone, lid) {
      owner = { phone, lid: lid ?? null }
    },
    deliver(...messages) {
      if (live === null) missed.push(...messages)
      else live.how.events.received({ arrived: 'now', messages: messages.map(received) })
    },
    status: (...updates) => live?.how.events.statuses(updates),
    map(lid, phone) {
      phones.set(lid, phone)
      live?.how.events.mapped([{ lid, phone }])
    },
    restrict: (why, until, isActive = true) => live?.how.events.restricted({ isActive, why, until }),
    hangUp(code) {
      if (code === 401 || code === 419) owner = null
      if (live !== null) end(live, code)
    },
    refuseNext: (...codes) => void refusals.push(...codes),
    outage(isOn) {
      isOut = isOn
    },
    misbehave: (how) => void misbehaviours.push(how),
    goodbye(said) {
      goodbye = said
    },
    knowsNumber(phone, isKnown) {
      if (isKnown) strangers.delete(phone)
      else strangers.add(phone)
    },
    media(answer) {
      media = answer
    },
    onRead: (listen) => {
      readers = [...readers, listen]
    },
    shownQr: () => qr,
  }

  function deviceOn(one: Live): Device {
    return {
      async requestPairingCode(digits) {
        done.push(`code ${digits}`)
        return 'ABCD1234'
      },
      findOnWhatsApp: async (digits) => (strangers.has(`+${digits}`) ? null : `${digits}@s.whatsapp.net`),
      phoneOf: async (lid) => phones.get(lid) ?? null,
      async showTyping(_jid, isTyping) {
        if (isTyping) done.push('typing')
      },
      write: async (jid, content, id) => write(one, { id, jid, content }),
      async markRead(_chat, ids) {
        for (const id of ids) for (const listen of readers) listen(id)
      },
      async logOut() {
        done.push('log_out')
        owner = null
        one.isOver = true
        if (live === one) live = null
      },
      async close() {
        done.push('close')
        one.isOver = true
        one.isOpen = false
        if (live === one) live = null
        await goodbye
      },
    }
  }
}
