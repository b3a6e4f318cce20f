import type { FastifyInstance } from 'fastify'
import type { News, PhoneNews } from './watching.ts'

const HEARTBEAT_MS = 15_000

/** GET /simulator/events: `{phone, channel, seq}` for each new message on any phone, as server-sent events. */
export function streamNews(app: FastifyInstance, news: PhoneNews): void {
  const open = new Set<() => void>()

  app.get('/simulator/events', async (request, reply) => {
    reply.hijack()
    const stream = reply.raw
    stream.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // nginx would keep the events until its buffer is full
      'x-accel-buffering': 'no',
    })
    const write = (all: readonly News[]): void => {
      for (const one of all) stream.write(`event: message\nid: ${one.seq}\ndata: ${JSON.stringify(one)}\n\n`)
    }
    const heartbeat = setInterval(() => stream.write(':\n\n'), HEARTBEAT_MS)
    let unwatch = (): void => {}
    const end = (): void => {
      clearInterval(heartbeat)
      unwatch()
      open.delete(end)
      stream.end()
    }
    open.add(end)
    request.raw.on('close', end)
    try {
      unwatch = await news.watch(write)
      stream.write('event: ready\ndata: {}\n\n')
    } catch (error) {
      request.log.error({ err: error }, 'The simulator could not start to watch the phones.')
      end()
    }
  })

  app.addHook('preClose', async () => {
    for (const end of [...open]) end()
  })
}
