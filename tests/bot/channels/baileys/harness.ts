import type { Pool } from 'pg'
import pino from 'pino'
import { vi } from 'vitest'
import { baileysChannel } from '../../../../bot/channels/baileys/channel.ts'
import { type BaileysOptions, NATURAL_PACE, type Pace } from '../../../../bot/channels/baileys/options.ts'
import { type BaileysSessions, baileysSessions } from '../../../../bot/channels/baileys/pairing.ts'
import type { Channel } from '../../../../bot/channels/channel.ts'
import { systemClock } from '../../../../bot/clock.ts'
import { jidOf, messageOf } from '../../../fakes/baileys/messages.ts'
import { type FakeWhatsApp, fakeWhatsApp, type Misbehaviour } from '../../../fakes/baileys/whatsapp.ts'
import type { ChannelHarness, ProviderFailure } from '../contract-harness.ts'
import { type RecordingInbox, recordingInbox } from '../recording-inbox.ts'

export const SESSION_KEY = Buffer.alloc(32, 1)
export const OUR_PHONE = '+2250102030405'
export const OUR_LID = '99887766554433'

export interface TestPace extends Pace {
  /** waits that were asked for, other than those between two looks */
  readonly waits: readonly number[]
  /** the next wait for the database lasts until `goOn` */
  holdRetry(): Promise<void>
  goOn(): void
}

const RENEW_MS = 10
const LONGEST_MS = 15

/** Real waiting, much shortened; what was asked for is kept. */
export function testPace(more: Partial<Pace> = {}): TestPace {
  const waits: number[] = []
  let held: { readonly reached: () => void; readonly open: Promise<void> } | undefined
  let letGo = (): void => {}
  return {
    random: () => 0.5,
    renewMs: RENEW_MS,
    patienceMs: 200,
    ...more,
    waits,
    async pause(ms, signal) {
      if (ms !== RENEW_MS) waits.push(ms)
      const gate = ms >= 500 ? held : undefined
      if (gate === undefined) return NATURAL_PACE.pause(Math.min(ms, LONGEST_MS), signal)
      held = undefined
      gate.reached()
      await Promise.race([gate.open, given(signal)])
    },
    holdRetry: () =>
      new Promise((reached) => {
        const open = new Promise<void>((resolve) => {
          letGo = resolve
        })
        held = { reached, open }
      }),
    goOn: () => letGo(),
  }
}

const given = (signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted === true) resolve()
    signal?.addEventListener('abort', () => resolve(), { once: true })
  })

let lastSession = 0

export function freshSession(): string {
  lastSession += 1
  return `s${lastSession}`
}

export interface BaileysHarness extends ChannelHarness {
  readonly fake: FakeWhatsApp
  readonly session: string
  readonly sessions: BaileysSessions
  readonly pace: TestPace
  readonly inbox: RecordingInbox
}

export interface Opened {
  readonly channel: Channel
  readonly inbox: RecordingInbox
}

export const optionsFor = (pool: Pool, session: string, fake: FakeWhatsApp, pace: Pace): BaileysOptions => ({
  pool,
  clock: systemClock,
  log: pino({ level: process.env.TEST_LOG ?? 'silent' }),
  sessionKeys: [SESSION_KEY],
  sessions: [session],
  typing: { leastMs: 0, mostMs: 0 },
  mayWriteFirst: false,
  whatsapp: fake,
  pace,
})

/** Pairs by the way staff do: asks, and scans what is shown. */
export async function pairs(pool: Pool, sessions: BaileysSessions, session: string, fake: FakeWhatsApp): Promise<void> {
  await sessions.ask(pool, session, 'pair', null)
  await vi.waitFor(async () => {
    if ((await sessions.find(session))?.qr == null) throw new Error('no QR yet')
  })
  await fake.link(OUR_PHONE, OUR_LID)
  await isConnected(sessions, session)
}

export async function isConnected(sessions: BaileysSessions, session: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const state = (await sessions.find(session))?.state
      if (state !== 'connected') throw new Error(`the session is ${state}`)
    },
    { timeout: 15_000 },
  )
}

const MISBEHAVIOURS: Readonly<Partial<Record<ProviderFailure, Misbehaviour>>> = {
  rate_limited: { error: '429' },
  server_error: { error: '500' },
  silence: 'lost',
  silence_after: 'lost_after',
  dropped: 'dropped',
  dropped_after: 'lost_after',
}

const STATUSES = { sent: 2, delivered: 3, failed: 0 } as const

/** Our adapter on a real database, paired with a WhatsApp of the tests. */
export async function baileysHarness(
  pool: Pool,
  changes: Partial<BaileysOptions> = {},
  { isPaired = true }: { readonly isPaired?: boolean } = {},
): Promise<BaileysHarness> {
  const session = freshSession()
  const fake = fakeWhatsApp()
  const pace = testPace()
  const inbox = recordingInbox()
  const options = { ...optionsFor(pool, session, fake, pace), ...changes }
  const channel = baileysChannel(options)
  const sessions = baileysSessions(pool, options)
  await channel.open?.(inbox)
  if (isPaired) await pairs(pool, sessions, session, fake)

  const readers: { readonly id: string; readonly resolve: () => void }[] = []
  fake.onRead((id) => {
    const place = readers.findIndex((reader) => reader.id === id)
    for (const reader of place < 0 ? [] : readers.splice(place, 1)) reader.resolve()
  })
  const isRead = (id: string) => new Promise<void>((resolve) => void readers.push({ id, resolve }))
  let retried: Promise<void> | undefined
  /** told with 200, or 503 when it waits to be tried again */
  async function told(act: () => void, isDone: Promise<unknown>): Promise<number> {
    const isHeld = pace.holdRetry().then(() => 503)
    act()
    return Promise.race([isDone.then(() => 200), isHeld])
  }

  return {
    channel: {
      ...channel,
      async lookUp(message) {
        // The phones that have something say so in the meantime.
        const before = inbox.statuses.length
        const arrived = fake.onPhones.filter(({ id }) => !inbox.statuses.some(({ providerId }) => providerId === id))
        fake.status(...arrived.map(({ id }) => ({ id, isFromUs: true, status: 3, errorCode: null })))
        await vi.waitFor(() => {
          if (inbox.statuses.length < before + arrived.length) throw new Error('not told yet')
        })
        return channel.lookUp(message)
      },
    },
    inbox,
    fake,
    session,
    sessions,
    pace,
    async fromPhone({ phone, id, body }) {
      if (retried !== undefined) {
        // We try again by ourselves; a provider that posts it again finds it recorded.
        const recorded = retried
        retried = undefined
        pace.goOn()
        return recorded.then(() => 200)
      }
      const done = isRead(id)
      const message = { id, chat: jidOf(phone), at: new Date(), message: messageOf(body) }
      const status = await told(() => fake.deliver(message), done)
      if (status === 503) retried = done
      return status
    },
    onPhone: async (phone) => {
      return fake.onPhones.filter(({ jid }) => jid === jidOf(phone)).map(({ content }) => content.text)
    },
    async report(providerId, status, errorCode) {
      const before = inbox.statuses.length
      return told(
        () => fake.status({ id: providerId, isFromUs: true, status: STATUSES[status], errorCode: errorCode ?? null }),
        vi.waitFor(() => {
          if (inbox.statuses.length === before) throw new Error('not told yet')
        }),
      )
    },
    failNext: (how) => {
      const misbehaviour = MISBEHAVIOURS[how]
      if (misbehaviour === undefined) throw new Error(`This WhatsApp never does: ${how}.`)
      fake.misbehave(misbehaviour)
    },
    // It answers in frames that are read or not: there is no garbage in between; nobody opts out, they block.
    lacks: ['garbage', 'garbage_after', 'opted_out', 'callback_first'],
    connection: {
      lose(how) {
        if (how === 'offline') fake.outage(true)
        fake.hangUp(how === 'offline' ? 428 : 401)
      },
      comeBack: () => fake.outage(false),
      keep: ({ id, phone, body }) => fake.deliver({ id, chat: jidOf(phone), at: new Date(), message: messageOf(body) }),
    },
    async close() {
      pace.goOn()
      await channel.close()
    },
  }
}
