import { createHash } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { type DownloadableMessage, downloadContentFromMessage, encryptedStream } from '@whiskeysockets/baileys'
import { selfSigned } from '../self-signed.ts'

// Where WhatsApp keeps files: encrypted by who sends them, under the hash of what it keeps. It sees no key.

/** What its next answers are: nothing there, no answer, half an answer, out of order; null: as it should. */
export type MediaTrouble = 'missing' | 'silent' | 'cut' | 'down' | null

export interface MediaHost {
  /** 127.0.0.1:12345, as WhatsApp tells its clients where to upload */
  readonly host: string
  readonly auth: string
  /** hashes of what was uploaded, oldest first */
  readonly uploaded: readonly string[]
  misbehave(how: MediaTrouble): void
  /** a phone's app puts a file here; gives what its message says of it */
  keep(bytes: Buffer, kind: FileKind): Promise<KeptFile>
  /** the same file again under a new address, as a phone does that is asked for it */
  keepAgain(file: KeptFile): string
  /** the phone's app reads what a message points to */
  open(message: DownloadableMessage | null | undefined, kind: FileKind): Promise<Buffer>
  close(): Promise<void>
}

export type FileKind = 'image' | 'audio' | 'document'

export interface KeptFile {
  readonly url: string
  readonly directPath: string
  readonly mediaKey: Uint8Array
  readonly fileSha256: Uint8Array
  readonly fileEncSha256: Uint8Array
  readonly fileLength: number
}

const AUTH = 'auth-of-the-day'

export async function startMediaHost(): Promise<MediaHost> {
  const files = new Map<string, Buffer>()
  const uploaded: string[] = []
  let trouble: MediaTrouble = null
  let again = 0

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'https://localhost')
    if (trouble === 'silent') return
    if (trouble === 'down') return void response.writeHead(503).end()
    if (request.method === 'POST') return put(request, response, pathname, searchParams)
    const file = trouble === 'missing' ? undefined : files.get(pathname)
    if (file === undefined) return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': file.length })
    if (trouble !== 'cut') return void response.end(file)
    response.write(file.subarray(0, file.length / 2), () => response.destroy())
  }

  async function put(
    request: IncomingMessage,
    response: ServerResponse,
    pathname: string,
    asked: URLSearchParams,
  ): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    const bytes = Buffer.concat(chunks)
    const hash = createHash('sha256').update(bytes).digest('base64url')
    const isNamedSo = decodeURIComponent(pathname.split('/').at(-1) ?? '').replace(/=+$/, '') === hash
    if (asked.get('auth') !== AUTH || !isNamedSo) return void response.writeHead(401).end('{}')
    uploaded.push(hash)
    const directPath = store(bytes, hash)
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ url: `https://${host}${directPath}`, direct_path: directPath }))
  }

  function store(bytes: Buffer, hash: string): string {
    const directPath = `/v/${hash}.enc`
    files.set(directPath, bytes)
    return directPath
  }

  const server = createServer(selfSigned(), (request, response) => void take(request, response))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const host = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`

  return {
    host,
    auth: AUTH,
    uploaded,
    misbehave(how) {
      trouble = how
    },
    async keep(bytes, kind) {
      const { mediaKey, fileEncSha256, fileSha256, fileLength, encFilePath } = await encryptedStream(bytes, kind)
      const directPath = store(readFileSync(encFilePath), fileEncSha256.toString('base64url'))
      rmSync(encFilePath)
      return { url: `https://${host}${directPath}`, directPath, mediaKey, fileSha256, fileEncSha256, fileLength }
    },
    keepAgain({ directPath }) {
      again += 1
      const bytes = files.get(directPath)
      files.delete(directPath)
      return store(bytes ?? Buffer.alloc(0), `again-${again}`)
    },
    async open(message, kind) {
      const stream = await downloadContentFromMessage(message ?? {}, kind)
      const chunks: Buffer[] = []
      for await (const chunk of stream) chunks.push(Buffer.from(chunk))
      return Buffer.concat(chunks)
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => void server.close(resolve))
    },
  }
}
