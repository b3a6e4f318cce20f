import type { Pool } from 'pg'
import { expect, vi } from 'vitest'
import { baileysChannel } from '../../../../bot/channels/baileys/channel.ts'
import { baileysLibrary, type LibraryOptions } from '../../../../bot/channels/baileys/library.ts'
import { baileysSessions } from '../../../../bot/channels/baileys/pairing.ts'
import type { FakeServer } from '../../../fakes/baileys/server.ts'
import { fakeWhatsApp } from '../../../fakes/baileys/whatsapp.ts'
import { recordingInbox } from '../recording-inbox.ts'
import { freshSession, optionsFor, testPace } from './harness.ts'

/** Our adapter with the library itself, asked to pair with a WhatsApp on this machine. */
export async function connectedTo(
  server: FakeServer,
  { pool, open, library }: { pool: Pool; open: { close(): Promise<void> }[]; library?: LibraryOptions },
) {
  const session = freshSession()
  const pace = testPace({ patienceMs: 5_000 })
  const inbox = recordingInbox()
  const base = optionsFor(pool, session, fakeWhatsApp(), pace)
  const whatsapp = baileysLibrary({ url: server.url, connectTimeoutMs: 5_000, ...library })
  const channel = baileysChannel({ ...base, whatsapp })
  open.push(channel)
  const sessions = baileysSessions(pool, base)
  await channel.open?.(inbox)
  await sessions.ask(pool, session, 'pair', null)
  const becomes = (state: string) =>
    vi.waitFor(async () => expect((await sessions.find(session))?.state).toBe(state), { timeout: 15_000 })
  async function qr(): Promise<string> {
    return vi.waitFor(
      async () => {
        const shown = (await sessions.find(session))?.qr
        if (shown == null) throw new Error('no QR yet')
        return shown
      },
      { timeout: 15_000 },
    )
  }
  return {
    session,
    sessions,
    channel,
    inbox,
    pace,
    becomes,
    qr,
    /** somebody scans the QR; the connection is made anew, as WhatsApp asks */
    async isLinked(): Promise<void> {
      await server.scan(await qr(), '+2250102030405', '99887766')
      await becomes('connecting')
      await server.endStream(515)
      await becomes('connected')
    },
  }
}
