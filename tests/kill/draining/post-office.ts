import { once } from 'node:events'
import http from 'node:http'
import { z } from 'zod'
import type { Channel, SendResult } from '../../../bot/channels/channel.ts'

// A provider that keeps what it took under the sender's own id: a look-up is exact. It takes whatever comes, however
// fast, and remembers when: keeping to its rate is the senders' affair.

export interface Arrived {
  readonly id: string
  readonly to: string
  readonly text: string
  readonly atMs: number
}

export interface PostOffice {
  readonly url: string
  readonly arrived: readonly Arrived[]
  close(): Promise<void>
}

const posted = z.object({ id: z.string(), to: z.string(), text: z.string() })

export async function openPostOffice(): Promise<PostOffice> {
  const arrived: Arrived[] = []
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
    if (request.method === 'POST') {
      arrived.push({ ...posted.parse(JSON.parse(Buffer.concat(chunks).toString('utf8'))), atMs: performance.now() })
      response.writeHead(201).end('{}')
    } else {
      const isThere = arrived.some(({ id }) => `/messages/${id}` === request.url)
      response.writeHead(isThere ? 200 : 404).end('{}')
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    arrived,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const LIMITS = {
  textLength: 1530,
  buttons: 0,
  buttonLabelLength: 0,
  rows: 0,
  rowTitleLength: 0,
  rowDescriptionLength: 0,
}

/** The adapter to it. */
export function postOfficeChannel(url: string, perSecond: number): Channel {
  const sentAs = (id: string): SendResult => ({ kind: 'sent', providerId: `post-${id}`, segments: 1, price: null })
  return {
    name: 'post',
    media: ['sms'],
    limits: () => ({ ...LIMITS, perSecond }),
    senders: () => ['counter'],
    windowHours: () => null,
    async send({ id, to, content }) {
      try {
        await fetch(`${url}/messages`, { method: 'POST', body: JSON.stringify({ id, to, text: content.text }) })
        return sentAs(id)
      } catch (error) {
        return { kind: 'unknown', cause: String(error) }
      }
    },
    async lookUp({ id }) {
      try {
        return (await fetch(`${url}/messages/${id}`)).ok ? sentAs(id) : { kind: 'not_sent' }
      } catch (error) {
        return { kind: 'unknown', cause: String(error) }
      }
    },
    fetchMedia: async () => ({ kind: 'gone', why: 'letters only' }),
    routes: () => {},
    close: async () => {},
  }
}
