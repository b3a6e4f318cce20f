import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Attachment } from '../../../../bot/channels/channel.ts'
import type { TwilioOptions } from '../../../../bot/channels/twilio/client.ts'
import { canServeFiles } from '../../../../bot/channels/twilio/files.ts'
import { outgoing, sentId } from '../contract-harness.ts'
import { type TwilioHarness, twilioHarness } from './harness.ts'

// Staff's files over Twilio: it fetches them from a signed address of ours, which ends.

const PDF = Buffer.from('%PDF-1.7 the map of the way in')
const HOUR = 3_600_000

let now: Date
let kept: Map<string, Attachment>
let at: TwilioHarness

async function open(changes: Partial<TwilioOptions> = {}): Promise<TwilioHarness> {
  now = new Date('2026-11-20T20:00:00Z')
  kept = new Map()
  const files = { clock: { now: () => now }, find: async (id: string) => kept.get(id) }
  at = await twilioHarness({ files, ...changes })
  return at
}
afterEach(() => at.close())

function fileOf(id: string, fileName = 'plan du dépôt.pdf'): Attachment {
  const file = { contentType: 'application/pdf', fileName, read: async () => PDF }
  kept.set(id, file)
  return file
}

async function addressOf(id = '41', text = 'Le plan'): Promise<string> {
  sentId(await at.channel.send(outgoing({ text }, { id, attachment: fileOf(id) })))
  return at.twilio.messages.at(-1)?.params.MediaUrl ?? 'none'
}

describe('a file that staff send over Twilio', () => {
  it('is fetched from our address with its type and its name, asked about first', async () => {
    const { twilio, url } = await open()
    const address = await addressOf()
    expect(address).toMatch(new RegExp(`^${url}/files/twilio/41/\\d+/[\\w-]{43}/plan%20du%20d%C3%A9p%C3%B4t\\.pdf$`))
    expect(twilio.messages[0]?.params).toMatchObject({ Body: 'Le plan', To: 'whatsapp:+2250700000001' })
    await vi.waitFor(() =>
      expect(twilio.files).toEqual([
        { sid: twilio.messages[0]?.resource.sid, status: 200, contentType: 'application/pdf', bytes: PDF },
      ]),
    )
    const head = await fetch(address, { method: 'HEAD' })
    expect(Object.fromEntries(head.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(PDF.length),
      'content-disposition': `inline; filename*=UTF-8''plan%20du%20d%C3%A9p%C3%B4t.pdf`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    })
    expect((await head.arrayBuffer()).byteLength).toBe(0)
  })

  it('is nobody’s without its signature, nor the file of another message, nor for longer', async () => {
    await open()
    const address = await addressOf()
    fileOf('42')
    const [, , , , , , until = '', signature = ''] = address.split('/')
    const later = String(Number(until) + HOUR)
    const other = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`
    const forged = [
      address.replace('/twilio/41/', '/twilio/42/'),
      address.replace(until, later),
      address.replace(signature, other),
      address.replace(signature, 'A'.repeat(43)),
      address.replace(signature, 'A'),
      address.replace(signature, 'é'.repeat(43)),
      address.replace('/twilio/41/', '/twilio/41%27/'),
    ]
    for (const one of forged) {
      for (const method of ['GET', 'HEAD']) expect((await fetch(one, { method })).status, one).toBe(403)
    }
  })

  it('is not had after four hours, nor when it is kept no more', async () => {
    await open()
    const address = await addressOf()
    now = new Date(now.getTime() + 4 * HOUR - 1)
    expect((await fetch(address)).status).toBe(200)
    kept.clear()
    expect((await fetch(address)).status).toBe(404)
    fileOf('41')
    now = new Date(now.getTime() + 1)
    expect((await fetch(address)).status).toBe(410)
    expect((await fetch(address, { method: 'HEAD' })).status).toBe(410)
  })

  it('that Twilio could not fetch is told as failed', async () => {
    const { inbox, twilio } = await open()
    const file = { contentType: 'application/pdf', fileName: 'a.pdf', read: async () => PDF }
    const id = sentId(await at.channel.send(outgoing({ text: '' }, { id: '43', attachment: file })))
    await vi.waitFor(() =>
      expect(inbox.statuses).toContainEqual(
        expect.objectContaining({ providerId: id, status: 'failed', errorCode: '63019' }),
      ),
    )
    expect(twilio.files.at(-1)?.status).toBe(404)
  })

  it('is found again after a send without an answer, though it has no words, and words are not taken for it', async () => {
    const { channel, twilio } = await open()
    const message = outgoing({ text: '' }, { id: '44', attachment: fileOf('44') })
    twilio.misbehave('drop_before')
    expect((await channel.send(message)).kind).toBe('unknown')
    sentId(await channel.send(outgoing({ text: 'Bonsoir' }, { id: '45' })))
    expect(await channel.lookUp(message)).toEqual({ kind: 'not_sent' })
    twilio.misbehave('drop_after')
    expect((await channel.send(message)).kind).toBe('unknown')
    expect(await channel.lookUp(message)).toMatchObject({
      kind: 'sent',
      providerId: twilio.messages.at(-1)?.resource.sid,
    })
  })

  it('is refused, and says what to set, where Twilio cannot fetch from us', async () => {
    const { channel, twilio } = await open({ publicUrl: undefined })
    expect([channel.sendsFiles?.('whatsapp'), channel.filesLack?.('whatsapp')]).toEqual([false, 'PUBLIC_URL'])
    expect([channel.sendsFiles?.('sms'), channel.filesLack?.('sms')]).toEqual([false, null])
    expect(await channel.send(outgoing({ text: 'x' }, { id: '46', attachment: fileOf('46') }))).toEqual({
      kind: 'refused',
      because: 'configuration',
      errorCode: 'PUBLIC_URL',
    })
    expect(twilio.messages).toEqual([])
  })

  it.each([
    ['https://distri.example.ci', true],
    ['http://distri.example.ci', false],
    ['https://localhost:3000', false],
    [undefined, false],
  ])('can be fetched by Twilio itself from %s: %s', async (publicUrl, can) => {
    await open()
    const files = { clock: { now: () => now }, find: async () => undefined }
    expect(canServeFiles({ authToken: 'x', apiBaseUrl: undefined, publicUrl, files })).toBe(can)
  })
})
