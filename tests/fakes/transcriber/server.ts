import multipart from '@fastify/multipart'
import Fastify from 'fastify'

/** What the service was sent. */
export interface HeardFile {
  readonly fileName: string
  readonly contentType: string
  readonly bytes: Buffer
  readonly fields: Readonly<Record<string, string>>
}

export interface FakeTranscriber {
  /** up to /audio/transcriptions */
  readonly url: string
  readonly heard: readonly HeardFile[]
  /** what the next voice notes say, in order; a number is an HTTP status, null an answer that is no JSON */
  says(...answers: (string | number | null)[]): void
  close(): Promise<void>
}

/** A service with OpenAI's POST /audio/transcriptions: a multipart form in, { text } out. */
export async function startFakeTranscriber(apiKey: string): Promise<FakeTranscriber> {
  const app = Fastify()
  await app.register(multipart, { limits: { fileSize: 25 * 1024 * 1024 } })
  const heard: HeardFile[] = []
  const answers: (string | number | null)[] = []

  app.post('/v1/audio/transcriptions', async (request, reply) => {
    if (request.headers.authorization !== `Bearer ${apiKey}`) {
      return reply.code(401).send({ error: { message: 'Incorrect API key provided', type: 'invalid_request_error' } })
    }
    const fields: Record<string, string> = {}
    let file: Omit<HeardFile, 'fields'> | null = null
    for await (const part of request.parts()) {
      if (part.type === 'file') {
        file = { fileName: part.filename, contentType: part.mimetype, bytes: await part.toBuffer() }
      } else fields[part.fieldname] = String(part.value)
    }
    if (file === null || fields.model === undefined) {
      return reply.code(400).send({ error: { message: 'you must provide a file and a model' } })
    }
    heard.push({ ...file, fields })
    const answer = answers.shift() ?? ''
    if (answer === null) return reply.type('text/html').send('<html>gateway</html>')
    return typeof answer === 'number'
      ? reply.code(answer).send({ error: { message: 'try again', type: 'server_error' } })
      : reply.send({ text: answer })
  })

  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  return {
    url: `${address}/v1`,
    heard,
    says: (...more) => void answers.push(...more),
    close: () => app.close(),
  }
}
