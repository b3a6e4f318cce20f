import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Duplex } from 'node:stream'

// As much of RFC 6455 as a test needs: binary frames, both ways.

export interface SocketOfServer {
  send(bytes: Uint8Array): void
  onBytes(listen: (bytes: Buffer) => void): void
  close(): void
}

export interface SocketServer {
  readonly url: string
  /** the machine is gone, and nothing says so: not even a goodbye is answered */
  fallSilent(): void
  close(): Promise<void>
}

const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

export async function startSocketServer(accept: (socket: SocketOfServer) => void): Promise<SocketServer> {
  const server = createServer((_request, response) => response.writeHead(426).end())
  const open = new Set<Duplex>()
  let isSilent = false
  server.on('upgrade', (request, socket) => {
    const key = String(request.headers['sec-websocket-key'])
    const answer = createHash('sha1')
      .update(key + MAGIC)
      .digest('base64')
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${answer}\r\n\r\n`,
    )
    open.add(socket)
    socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy())
    accept(framed(socket, () => isSilent))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `ws://127.0.0.1:${port}/ws/chat`,
    fallSilent() {
      isSilent = true
    },
    async close() {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function framed(socket: Duplex, isSilent: () => boolean): SocketOfServer {
  let waiting = Buffer.alloc(0)
  let heard: (bytes: Buffer) => void = () => {}
  socket.on('data', (chunk: Buffer) => {
    if (isSilent()) return
    waiting = Buffer.concat([waiting, chunk])
    for (let frame = takeFrame(waiting); frame !== undefined; frame = takeFrame(waiting)) {
      waiting = waiting.subarray(frame.length)
      if (frame.opcode === 2) heard(frame.bytes)
      if (frame.opcode === 8) socket.end()
    }
  })
  return {
    send: (bytes) => void socket.write(Buffer.concat([head(bytes.length), bytes])),
    onBytes(listen) {
      heard = listen
    },
    close: () => socket.destroy(),
  }
}

function head(length: number): Buffer {
  if (length < 126) return Buffer.of(0x82, length)
  const long = Buffer.alloc(4)
  long.writeUInt8(0x82, 0)
  long.writeUInt8(126, 1)
  long.writeUInt16BE(length, 2)
  return long
}

function takeFrame(bytes: Buffer): { opcode: number; bytes: Buffer; length: number } | undefined {
  if (bytes.length < 6) return undefined
  const short = bytes.readUInt8(1) & 0x7f
  const [size, at] = short < 126 ? [short, 2] : [bytes.readUInt16BE(2), 4]
  const length = at + 4 + size
  if (bytes.length < length) return undefined
  const mask = bytes.subarray(at, at + 4)
  const plain = Buffer.from(bytes.subarray(at + 4, length).map((byte, place) => byte ^ (mask[place % 4] ?? 0)))
  return { opcode: bytes.readUInt8(0) & 0x0f, bytes: plain, length }
}
