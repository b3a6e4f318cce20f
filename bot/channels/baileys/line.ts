import type { Logger } from 'pino'
import type { Inbox } from '../channel.ts'
import { keepingChats } from './chats.ts'
import { connecting } from './connection.ts'
import { afterClosing, countingFailures } from './disconnects.ts'
import { healthOfStop, OFFLINE, tellingHealth } from './health.ts'
import { hearing } from './hearing.ts'
import { personIn } from './jids.ts'
import type { Ownership, Renewed } from './lease.ts'
import type { LetterBox } from './letters.ts'
import type { BaileysOptions, Pace } from './options.ts'
import { receiving } from './receiving.ts'
import { restriction } from './restriction.ts'
import { sealAgain, sealedKeys } from './sealed-keys.ts'
import type { Sealing } from './sealing.ts'
import { readSessions, sessionRecord } from './session-row.ts'
import { reportSeen } from './statuses.ts'
import { forgetOld } from './stored-messages.ts'
import { untilDone } from './trying.ts'
import { takingTurns } from './turns.ts'
import type { DeviceEvents, WhatsAppWeb } from './whatsapp-web.ts'
import { writing } from './writing.ts'

export interface LineParts extends Pick<BaileysOptions, 'pool' | 'clock' | 'typing' | 'mayWriteFirst'> {
  readonly log: Logger
  readonly owned: Ownership
  readonly sealing: Sealing
  readonly letters: LetterBox
  readonly inbox: Inbox
  readonly whatsapp: WhatsAppWeb
  readonly pace: Pace
  /** given when the lease is lost or the program stops */
  readonly closing: AbortSignal
  readonly onSettled: (id: string) => void
  readonly onLeaseLost: () => void
}

// Two short gaps are the network; at the third somebody should know.
const FAILURES_BEFORE_ALARM = 3

/** The connection of a session to WhatsApp, for as long as this process owns it. */
export function openLine(parts: LineParts) {
  const { owned, pool, clock, log, pace, closing, letters } = parts
  const { session } = owned
  const keys = sealedKeys(pool, parts.sealing, owned)
  const record = sessionRecord(pool, parts.sealing, owned)
  const tell = tellingHealth(parts.inbox, session, log)
  const chats = keepingChats(pool, session, () =>
    log.warn({ session }, 'a number and a LID of one person belong to two accounts: they stay two contacts'),
  )
  const received = receiving({ ...parts, session, chats })

  const connection = connecting({ ...parts, session, keys })
  const openDevice = () => (connection.isOpen() ? connection.device() : undefined)
  const failures = countingFailures()
  /** a phone has accepted us: the credentials are worth keeping */
  let isPaired = false
  let pairingPhone: string | null = null
  const restricted = restriction({
    record,
    tell,
    async onLifted() {
      if (connection.isOpen()) await tell({ kind: 'working' })
      writer.wake()
    },
  })
  const writer = writing({
    ...parts,
    session,
    fence: owned.fence,
    device: () => (restricted.isOn() ? undefined : openDevice()),
    onAccountRefused: (code) => restricted.restrict(code, null),
  })

  /** Goes on where the session was left, by this process or by one that is gone. */
  async function goOn(): Promise<void> {
    const again = await sealAgain(pool, parts.sealing, owned)
    if (again > 0) log.info({ session, rows: again }, 'the keys of a WhatsApp session are sealed with the new key')
    await letters.leaveBehind(session)
    await forgetOld(pool, clock.now())
    const [row] = await readSessions(pool, [session])
    if (row === undefined) return
    received.startAt(row.receivedUntil)
    if (row.restrictedBecause !== null) restricted.remember(row.restrictedUntil)
    // One that was stopped keeps its credentials until a person decides.
    isPaired = row.phone !== null || row.state === 'connecting'
    if (row.state === 'connecting' || row.state === 'connected') await connect()
    else if (row.state === 'pairing') await pair(null)
  }

  async function connect(): Promise<void> {
    if (closing.aborted) return
    const mine = connection.begin()
    await record.move(isPaired ? 'connecting' : 'pairing', null, clock.now())
    await connection.connect(mine, eventsOf(mine))
  }

  /** A new device: nothing of an older one may be left, it would be refused. @param phone digits; null: by QR */
  async function pair(phone: string | null): Promise<void> {
    await connection.hangUp()
    await keys.forget()
    await record.unpaired(null, clock.now())
    isPaired = false
    pairingPhone = phone
    failures.forget()
    await connect()
  }

  const turns = takingTurns((err, what) =>
    log.error({ err, session }, what === 'said' ? 'what WhatsApp said could not be handled' : 'a request failed'),
  )
  const inTurn = (mine: number, act: () => Promise<void>): void => turns.said(() => connection.isHeard(mine), act)

  const eventsOf = (mine: number): DeviceEvents =>
    hearing({
      ...restricted,
      hear: (act) => inTurn(mine, act),
      chats,
      showPairing,
      opened,
      closed,
      async paired() {
        isPaired = true
        await record.move('connecting', null, clock.now())
      },
      received: (batch) => void received.take(batch, connection.device()),
      seen: (updates) => untilDone(() => reportSeen(parts, updates), { ...parts, session }),
      leaseLost: parts.onLeaseLost,
    })

  async function showPairing(qr: string): Promise<void> {
    if (pairingPhone === null) return void (await record.showQr(qr))
    const phone = pairingPhone
    // Asked for once: the first QR says that WhatsApp listens; each further one would make the code in their hand useless.
    pairingPhone = ''
    const device = connection.device()
    if (phone !== '' && device !== undefined) await record.showPairingCode(await device.requestPairingCode(phone))
  }

  async function opened({ jid, lid }: { readonly jid: string; readonly lid: string | null }): Promise<void> {
    connection.opened()
    isPaired = true
    pairingPhone = null
    failures.forget()
    const now = clock.now()
    if (received.until() === null) received.startAt(now)
    await record.opened({ phone: personIn(jid)?.value ?? null, lid: personIn(lid)?.value ?? null }, now)
    if (!restricted.isOn()) await tell({ kind: 'working' })
    writer.wake()
  }

  async function closed(code: number, why: string): Promise<void> {
    connection.ended()
    const count = failures.closedWith(code)
    const next = afterClosing({ code, isPairing: !isPaired, ...count }, pace.random())
    log.info({ session, code, why, next: next.kind }, 'a WhatsApp connection closed')
    switch (next.kind) {
      case 'reconnect':
        if (isPaired) await record.move('connecting', null, clock.now())
        if (count.failures === FAILURES_BEFORE_ALARM) await tell(OFFLINE)
        return reconnectAfter(next.afterMs)
      case 'stop':
        await record.move('stopped', next.because, clock.now())
        return tell(healthOfStop(next.because))
      case 'unpair':
        await unpair(next.because)
        return tell(healthOfStop(next.because))
      case 'wait_for_pairing':
        await unpair(null)
    }
  }

  async function unpair(because: 'logged_out' | 'session' | null): Promise<void> {
    isPaired = false
    restricted.forget()
    received.startAt(null)
    await keys.forget()
    await record.unpaired(because, clock.now())
  }

  /** Beside the queue of events: it may take a minute, and a request of staff must not wait for it. */
  function reconnectAfter(afterMs: number): void {
    const mine = connection.generation()
    void pace.pause(afterMs, closing).then(() => inTurn(mine, tryConnect))
  }

  /** What cannot even be begun (the database is away) is a failure like the others. */
  async function tryConnect(): Promise<void> {
    const before = connection.generation()
    try {
      await connect()
    } catch (error) {
      log.error({ err: error, session }, 'a WhatsApp connection could not be begun')
      if (connection.generation() === before + 1) {
        reconnectAfter(Math.min(1_000 * 2 ** failures.another(), 60_000))
      }
    }
  }

  async function logOut(): Promise<void> {
    await openDevice()
      ?.logOut()
      .catch((error: unknown) => log.warn({ err: error, session }, 'WhatsApp was not told of the log-out'))
    await connection.hangUp()
    await unpair('logged_out')
    await tell(healthOfStop('logged_out'))
  }

  async function resume(): Promise<void> {
    await restricted.lift()
    if (connection.isOpen() || !isPaired) return
    failures.forget()
    await connection.hangUp()
    await connect()
  }

  return {
    /** first of all: what WhatsApp and staff say meanwhile comes after it */
    begin: (): Promise<void> => turns.begin(goOn),
    hangUp: connection.hangUp,
    device: openDevice,
    receivedUntil: received.until,
    /** What came with a renewed lease: requests of staff, letters of other processes, the end of a restriction. */
    onRenewed({ request, requestPhone, hasLetters }: Renewed): void {
      if (hasLetters) writer.wake()
      const act = requested(request, requestPhone)
      if (act !== undefined) turns.asked(act)
      if (restricted.isOver(clock.now())) inTurn(connection.generation(), restricted.lift)
    },
    wakeWriter: writer.wake,
    async close(): Promise<void> {
      await connection.hangUp()
      await writer.idle()
      await turns.idle()
      await received.idle()
    },
  }

  function requested(request: Renewed['request'], phone: string | null): (() => Promise<void>) | undefined {
    switch (request) {
      case 'pair':
      case 'pair_by_code':
        return () => pair(phone)
      case 'log_out':
        return logOut
      case 'connect':
      case 'resume':
        return resume
      case null:
        return undefined
    }
  }
}

export type Line = ReturnType<typeof openLine>
