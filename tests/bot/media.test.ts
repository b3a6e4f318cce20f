import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FetchedMedia } from '../../bot/channels/channel.ts'
import { LARGEST_FILE } from '../../bot/media/fetching.ts'
import { type App, openApp } from '../harness/app.ts'
import { testChannel } from './test-channel.ts'

const BAR = '+2250700000001'
const JPEG: FetchedMedia = { kind: 'fetched', contentType: 'image/jpeg', bytes: Buffer.from('a photo') }

let answers: FetchedMedia[]
let asked: string[]
let app: App
let receive: (id: string) => Promise<void>

beforeEach(async () => {
  answers = []
  asked = []
  const channel = {
    ...testChannel(),
    fetchMedia: async (ref: string): Promise<FetchedMedia> => {
      asked.push(ref)
      return answers.shift() ?? JPEG
    },
  }
  app = await openApp({ channels: () => [channel] })
  receive = async (id) => {
    await channel.inbox().receive([
      {
        adapter: 'simulator',
        medium: 'whatsapp',
        address: BAR,
        identities: [{ kind: 'phone', value: BAR }],
        providerId: id,
        name: null,
        sender: null,
        body: { kind: 'photo', ref: `ref-${id}`, contentType: 'image/jpeg', caption: '' },
      },
    ])
    await app.settle()
  }
})
afterEach(() => app.stop())

async function files() {
  const { rows } = await app.pool.query(
    'select ref, status, convert_from(bytes, $1) as bytes, why, attempts from media order by item_id',
    ['utf8'],
  )
  return rows
}

describe('a photo that came in', () => {
  it('is fetched once, however often the provider delivers its message', async () => {
    await receive('one')
    await receive('one')
    expect(await files()).toEqual([{ ref: 'ref-one', status: 'stored', bytes: 'a photo', why: null, attempts: 1 }])
    expect(asked).toEqual(['ref-one'])
  })

  it('is tried again later, a little later each time, when the provider does not answer', async () => {
    answers = [
      { kind: 'retry', afterMs: 0, why: 'no answer' },
      { kind: 'retry', afterMs: 0, why: 'no answer' },
    ]
    await receive('two')
    expect(await files()).toMatchObject([{ status: 'waiting', attempts: 1 }])
    await app.pass(1)
    await app.pass(1)
    expect(await files()).toMatchObject([{ status: 'stored', attempts: 3 }])
  })

  it('is given up after six tries, with the reason', async () => {
    answers = Array.from({ length: 10 }, () => ({ kind: 'retry', afterMs: 0, why: 'HTTP 503' }))
    await receive('three')
    for (let minutes = 0; minutes < 10; minutes += 1) await app.pass(5)
    expect(await files()).toMatchObject([{ status: 'gone', why: 'HTTP 503', attempts: 6, bytes: null }])
  })

  it.each([
    ['expired at the provider', { kind: 'gone', why: 'HTTP 404' }, 'HTTP 404'],
    ['of a wrong type', { ...JPEG, contentType: 'text/html' }, 'of a wrong type: text/html'],
    ['empty', { ...JPEG, bytes: Buffer.alloc(0) }, 'empty'],
    ['too big', { ...JPEG, bytes: Buffer.alloc(LARGEST_FILE + 1) }, 'too big'],
  ] as const)('is not kept when it is %s, and the person is answered all the same', async (_, answer, why) => {
    answers = [answer]
    await receive('four')
    expect(await files()).toMatchObject([{ status: 'gone', why }])
    expect(await app.pool.query('select id from outbox_message')).toMatchObject({ rowCount: 1 })
  })

  it('is fetched by another process when the first dies with it', async () => {
    await receive('five')
    await app.pool.query(`update media set status = 'waiting', bytes = null, due_at = $1`, [app.clock.now()])
    await app.settle()
    expect(await files()).toMatchObject([{ status: 'stored', attempts: 2 }])
  })
})
