import { createHash, randomBytes } from 'node:crypto'
import type http from 'node:http'
import { addressOf, closed, listening, refuse, sendJson } from './http.ts'

// Files at Meta: described by their id, handed out by storage to who shows the token, taken from us.

export interface FakeFile {
  readonly contentType: string
  readonly bytes: Buffer
  /** how it fails to be had */
  readonly how?: 'expired' | 'wrong_type' | 'broken' | 'unavailable' | 'elsewhere'
}

const newId = (): string => String(randomBytes(6).readUIntBE(0, 6) + 1_000_000)

/** @param base where Meta itself answers */
export async function startStorage(base: string) {
  const files = new Map<string, FakeFile>()
  const uploads = new Map<string, FakeFile>()
  const seenElsewhere: (string | undefined)[] = []
  // Storage on another host: whoever shows it the token has given the token away.
  const elsewhere = await listening((request, response) => {
    seenElsewhere.push(request.headers.authorization)
    const file = files.get((request.url ?? '/').slice(1))
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file?.bytes)
  })

  function described(id: string, { contentType, bytes, how }: FakeFile) {
    return {
      messaging_product: 'whatsapp',
      url: `${base}/storage/${id}`,
      mime_type: contentType,
      sha256: createHash('sha256')
        .update(how === 'broken' ? 'other bytes' : bytes)
        .digest('hex'),
      file_size: bytes.length,
      id,
    }
  }

  return {
    uploads,
    seenElsewhere,
    /** puts a file that somebody sent; its id */
    keep(file: FakeFile): string {
      const id = newId()
      files.set(id, file)
      return id
    },
    describe(id: string, response: http.ServerResponse): void {
      const file = files.get(id)
      if (file === undefined || file.how === 'expired') {
        refuse(response, { status: 400, code: 100, details: 'Object does not exist or cannot be loaded' })
      } else if (file.how === 'unavailable') {
        refuse(response, { status: 503, code: 131016, details: 'Service unavailable' })
      } else sendJson(response, 200, described(id, file))
    },
    hand(id: string, isTrusted: boolean, response: http.ServerResponse): void {
      const file = files.get(id)
      if (file === undefined) return void response.writeHead(404).end()
      if (!isTrusted) return void response.writeHead(401).end()
      if (file.how === 'elsewhere') {
        return void response.writeHead(302, { location: `${addressOf(elsewhere)}/${id}` }).end()
      }
      const contentType = file.how === 'wrong_type' ? 'text/html' : file.contentType
      response.writeHead(200, { 'content-type': contentType }).end(file.bytes)
    },
    async take(body: Buffer, contentType: string, response: http.ServerResponse): Promise<void> {
      const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData()
      const file = form.get('file')
      if (!(file instanceof Blob) || form.get('messaging_product') !== 'whatsapp') {
        return refuse(response, { status: 400, code: 100, details: 'file and messaging_product are needed' })
      }
      const id = newId()
      uploads.set(id, { contentType: String(form.get('type')), bytes: Buffer.from(await file.arrayBuffer()) })
      sendJson(response, 200, { id })
    },
    close: () => closed(elsewhere),
  }
}
