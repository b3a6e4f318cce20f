import { connect, type Socket } from 'node:net'

// The load generator shares two cores with what it measures: a full HTTP client would take a third of a core. These few
// lines keep one request in flight on each of the connections and read no more of an answer than its status and length.

interface Waiting {
  resolve(status: number): void
  reject(error: Error): void
}

export interface Wire {
  /** posts a form; resolves with the status once the answer is whole */
  post(path: string, headers: string, body: string): Promise<number>
  close(): void
}

/** Keep-alive connections to a server on this machine, each with one request at a time. */
export async function openWire(port: number, connections: number): Promise<Wire> {
  const free: Line[] = await Promise.all(Array.from({ length: connections }, () => openLine(port)))
  const all = [...free]
  const queue: ((line: Line) => void)[] = []
  const take = (): Promise<Line> => {
    const line = free.pop()
    return line === undefined ? new Promise((resolve) => queue.push(resolve)) : Promise.resolve(line)
  }
  const give = (line: Line): void => {
    const next = queue.shift()
    if (next === undefined) free.push(line)
    else next(line)
  }
  return {
    async post(path, headers, body) {
      const line = await take()
      try {
        return await line.ask(
          `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/x-www-form-urlencoded\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
        )
      } finally {
        give(line)
      }
    },
    close() {
      for (const { socket } of all) socket.destroy()
    },
  }
}

interface Line {
  readonly socket: Socket
  ask(request: string): Promise<number>
}

function openLine(port: number): Promise<Line> {
  return new Promise((opened, failed) => {
    let waiting: Waiting | null = null
    let text = ''
    const socket = connect(port, '127.0.0.1', () => {
      socket.setNoDelay(true)
      opened({
        socket,
        ask: (request) =>
          new Promise((resolve, reject) => {
            waiting = { resolve, reject }
            socket.write(request)
          }),
      })
    })
    socket.setEncoding('latin1')
    socket.on('data', (chunk: string) => {
      text += chunk
      const head = text.indexOf('\r\n\r\n')
      if (head < 0) return
      const length = Number(/content-length: (\d+)/i.exec(text.slice(0, head))?.[1] ?? 0)
      if (text.length < head + 4 + length) return
      const status = Number(text.slice(9, 12))
      text = text.slice(head + 4 + length)
      waiting?.resolve(status)
    })
    socket.on('error', (error) => {
      failed(error)
      waiting?.reject(error)
    })
  })
}
