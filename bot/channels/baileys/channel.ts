import type { Channel, Inbox, SendResult } from '../channel.ts'
import { makeSession } from './lease.ts'
import { letterBox } from './letters.ts'
import { type BaileysOptions, NATURAL_PACE } from './options.ts'
import { checkSeals } from './sealed-keys.ts'
import { sealingWith } from './sealing.ts'
import { LIMITS, lookUpLetter, type SendingParts, sendLetter, slowingDown } from './sending.ts'
import { type Session, startSession } from './session.ts'
import { readMessage } from './stored-messages.ts'
import type { WhatsAppWeb } from './whatsapp-web.ts'

/** WhatsApp through a linked device (Baileys). Unofficial: for pilots, slow, and only for people who wrote first. */
export function baileysChannel(options: BaileysOptions): Channel {
  const { pool, log, pace = NATURAL_PACE } = options
  const sealing = sealingWith(options.sessionKeys)
  const letters = letterBox(pool, sealing)
  const whatsapp = loadedOnce(options.whatsapp)
  const sessions = new Map<string, Session>()
  const waiting = waitingForLetters()
  const sending: SendingParts = {
    ...options,
    letters,
    pace,
    slowDown: slowingDown(),
    session: (id) => sessions.get(id),
    settled: (id, ms) => waiting.settled(id, (signal) => pace.pause(ms, signal)),
  }

  return {
    name: 'baileys',
    media: ['whatsapp'],
    limits: () => LIMITS,
    senders: () => options.sessions,
    // WhatsApp Web itself knows none.
    windowHours: () => null,
    sendsFiles: () => true,
    send: (message) => sendLetter(message, sending).catch(asUnknown),
    lookUp: (message) => lookUpLetter(message, sending).catch(asUnknown),
    async fetchMedia(ref, maxBytes) {
      try {
        const stored = await readMessage({ pool, sealing }, ref)
        if (stored === undefined) return { kind: 'gone', why: 'no such message, or too old' }
        return await (await whatsapp()).download(stored.bytes, maxBytes, sessions.get(stored.session)?.device())
      } catch (error) {
        log.warn({ err: error }, 'a file from WhatsApp could not be fetched')
        return { kind: 'retry', afterMs: 30_000, why: 'it could not be read' }
      }
    },
    async open(inbox: Inbox) {
      for (const id of options.sessions) {
        await makeSession(pool, id)
        await checkSeals(pool, sealing, id)
      }
      for (const id of options.sessions) {
        const parts = { ...options, id, sealing, letters, inbox, whatsapp, pace, onSettled: waiting.tell }
        sessions.set(id, startSession(parts))
      }
    },
    // WhatsApp calls nobody: the connection is ours.
    routes: () => {},
    async close() {
      await Promise.all([...sessions.values()].map((session) => session.close()))
    },
  }
}

/** Baileys is large: loaded when a session is to be connected, never where the channel is off. */
function loadedOnce(given: WhatsAppWeb | undefined): () => Promise<WhatsAppWeb> {
  let loaded: Promise<WhatsAppWeb> | undefined
  return () => {
    loaded ??=
      given === undefined ? import('./library.ts').then((file) => file.baileysLibrary()) : Promise.resolve(given)
    return loaded
  }
}

/** The database could not be asked: the letter may be written all the same. */
function asUnknown(error: unknown): Extract<SendResult, { kind: 'unknown' }> {
  return { kind: 'unknown', cause: error instanceof Error ? error.message : 'unknown' }
}

/** Sends of this process that wait for their letter. */
function waitingForLetters() {
  const waiting = new Map<string, () => void>()
  return {
    tell: (id: string): void => waiting.get(id)?.(),
    async settled(id: string, pause: (signal: AbortSignal) => Promise<void>): Promise<void> {
      const told = new AbortController()
      waiting.set(id, () => told.abort())
      await pause(told.signal)
      waiting.delete(id)
    },
  }
}
