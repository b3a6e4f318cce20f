import type { Pool } from 'pg'
import type { Logger } from 'pino'
import type { Channel, FetchedMedia } from '../channels/channel.ts'
import type { Clock } from '../clock.ts'
import { claimMedia, endWaiting, giveUpMedia, hearVoice, postponeMedia, storeMedia, type WaitingMedia } from './rows.ts'
import type { Transcribe } from './transcribing.ts'

export interface MediaParts {
  readonly pool: Pool
  readonly clock: Clock
  readonly log: Logger
  readonly channels: ReadonlyMap<string, Channel>
  /** undefined: voice notes are stored and not heard */
  readonly transcribe: Transcribe | undefined
  readonly wakeLane: (contactId: string) => void
}

/** What WhatsApp lets people send as a photo, sound or video; a document beyond it is not a bar's. */
export const LARGEST_FILE = 16 * 1024 * 1024
const AT_ONCE = 4
const MOST_ATTEMPTS = 6

/** Fetches what people sent from its provider, once, and has voice notes heard. Rows hold what is to be done. */
export function openMedia(parts: MediaParts) {
  let running: Promise<void> | null = null
  let again = false

  async function run(): Promise<void> {
    do {
      again = false
      for (;;) {
        const due = await claimMedia(parts.pool, [parts.clock.now(), AT_ONCE])
        await Promise.all(due.map(fetchOne))
        if (due.length < AT_ONCE) break
      }
    } while (again)
  }

  async function fetchOne(file: WaitingMedia): Promise<void> {
    const fetched = await fetchFrom(parts.channels.get(file.adapter), file)
    if (fetched.kind === 'fetched') {
      await storeMedia(parts.pool, [file.itemId, fetched.bytes, fetched.contentType, parts.clock.now()])
      if (file.kind === 'voice') await hear(file, fetched)
      return
    }
    const isOver = fetched.kind === 'gone' || file.attempts >= MOST_ATTEMPTS
    parts.log.info({ item: file.itemId, adapter: file.adapter, why: fetched.why, isOver }, 'a file could not be had')
    if (!isOver) return later(file, fetched.kind === 'retry' ? fetched.afterMs : 0, fetched.why)
    await giveUpMedia(parts.pool, [file.itemId, fetched.why.slice(0, 200)])
    await readAsItIs(file)
  }

  async function hear(
    file: WaitingMedia,
    { bytes, contentType }: Extract<FetchedMedia, { kind: 'fetched' }>,
  ): Promise<void> {
    if (parts.transcribe === undefined) return
    const transcript = await parts.transcribe({ bytes, contentType, language: file.language })
    if (transcript.kind === 'heard') {
      wake(await hearVoice(parts.pool, [file.itemId, transcript.text, parts.clock.now()]))
      return
    }
    parts.log.warn({ item: file.itemId, why: transcript.why }, 'a voice note was not heard')
    await readAsItIs(file)
  }

  async function readAsItIs({ itemId }: WaitingMedia): Promise<void> {
    wake(await endWaiting(parts.pool, [itemId, parts.clock.now()]))
  }

  async function later({ itemId, attempts }: WaitingMedia, afterMs: number, why: string): Promise<void> {
    const wait = Math.max(afterMs, 2_000 * 2 ** attempts)
    await postponeMedia(parts.pool, [itemId, new Date(parts.clock.now().getTime() + wait), why.slice(0, 200)])
  }

  function wake(read: readonly { readonly contactId: string }[]): void {
    for (const { contactId } of read) parts.wakeLane(contactId)
  }

  return {
    /** Looks for files to fetch; resolves when none is due any more. */
    async look(): Promise<void> {
      again = true
      running ??= run().finally(() => {
        running = null
      })
      await running
    },
    idle: async () => void (await running),
  }
}

async function fetchFrom(
  channel: Channel | undefined,
  { ref, kind, contentType }: WaitingMedia,
): Promise<FetchedMedia> {
  if (channel === undefined) return { kind: 'retry', afterMs: 60_000, why: 'its channel is off' }
  const fetched = await channel.fetchMedia(ref, LARGEST_FILE)
  if (fetched.kind !== 'fetched') return fetched
  if (fetched.bytes.length === 0) return { kind: 'gone', why: 'empty' }
  if (fetched.bytes.length > LARGEST_FILE) return { kind: 'gone', why: 'too big' }
  const isOther = kind !== 'document' && familyOf(fetched.contentType) !== familyOf(contentType)
  return isOther ? { kind: 'gone', why: `of a wrong type: ${fetched.contentType}` } : fetched
}

/** image, audio, video; a voice note in an Ogg container comes as either. */
function familyOf(contentType: string): string {
  const [type = ''] = contentType.toLowerCase().split(';')
  return type === 'application/ogg' ? 'audio' : (type.split('/')[0] ?? '')
}
