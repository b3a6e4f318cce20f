import multipart from '@fastify/multipart'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Imported } from '../domain/catalogue/importing.ts'
import { isRefused } from '../domain/work/refusals.ts'
import type { Work } from '../domain/work/work.ts'
import { guarded } from './keys.ts'
import { problems } from './openapi.ts'
import type { Api, ApiParts } from './parts.ts'
import { sendProblem } from './problems.ts'
import { staffAction } from './staff-work.ts'

const LARGEST_FILE_BYTES = 2 * 1024 * 1024

const query = z.object({
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .describe('true: only say what would happen'),
})
const done = z.object({
  imported: z.number().int().describe('rows of the catalogue or zones written'),
  dryRun: z.boolean(),
})

/** Carries the outcome out of a transaction that is to leave nothing. */
class NothingWritten extends Error {
  readonly outcome: Imported
  constructor(outcome: Imported) {
    super('rolled back on purpose')
    this.outcome = outcome
  }
}

interface CsvImport {
  readonly url: string
  readonly operationId: string
  readonly tag: 'catalogue' | 'zones'
  readonly summary: string
  readonly columns: string
  readonly load: (work: Work, csv: string) => Promise<Imported>
}

/** Adds a route that takes a CSV file, as the body or as a form's file: all of it or, with one mistake, nothing. */
export async function csvImport(api: Api, parts: ApiParts, one: CsvImport): Promise<void> {
  await api.register(async (scope: Api) => {
    await scope.register(multipart, { limits: { fileSize: LARGEST_FILE_BYTES, files: 1 } })
    scope.addContentTypeParser(
      'text/csv',
      { parseAs: 'string' },
      async (_request: FastifyRequest, body: string) => body,
    )
    scope.post(
      one.url,
      {
        ...guarded(parts.pool, 'catalogue.write'),
        schema: {
          operationId: one.operationId,
          tags: [one.tag],
          summary: one.summary,
          description: `Columns: ${one.columns}. Comma or semicolon; lists are separated by |.`,
          consumes: ['text/csv', 'multipart/form-data'],
          querystring: query,
          body: z.string().nullish().describe('the CSV itself, or a form with one file'),
          response: { 200: done, ...problems('CSV_INVALID', 'BODY_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE') },
        },
      },
      async (request, reply) => {
        const csv = request.body ?? (await fileOf(request))
        if (csv === null) return sendProblem(reply, 'INVALID', { detail: 'The form has no file.' })
        const { dryRun } = request.query
        const imported = await load(parts, request, one, csv, dryRun)
        if ('mistakes' in imported) return sendMistakes(reply, imported.mistakes)
        if (!dryRun) await parts.onCatalogueChanged()
        return { imported: imported.imported, dryRun }
      },
    )
  })
}

async function fileOf(request: FastifyRequest): Promise<string | null> {
  const file = request.isMultipart() ? await request.file() : undefined
  return file === undefined ? null : (await file.toBuffer()).toString('utf8')
}

async function load(
  parts: ApiParts,
  request: FastifyRequest,
  { tag, load: write }: CsvImport,
  csv: string,
  dryRun: boolean,
): Promise<Imported> {
  const what = { action: `${tag}.import`, subject: tag, after: (outcome: Imported) => outcome }
  try {
    const outcome = await staffAction<Imported>(parts, request, what, async (work) => {
      const imported = await write(work, csv)
      if (dryRun || 'mistakes' in imported) throw new NothingWritten(imported)
      return imported
    })
    return isRefused(outcome) ? { mistakes: [] } : outcome
  } catch (error) {
    if (error instanceof NothingWritten) return error.outcome
    throw error
  }
}

function sendMistakes(
  reply: FastifyReply,
  mistakes: Extract<Imported, { mistakes: unknown }>['mistakes'],
): FastifyReply {
  const errors = mistakes.map(({ line, column, problem }) => ({
    where: column === null ? `line ${line}` : `line ${line}, column ${column}`,
    what: problem,
  }))
  const detail = errors.slice(0, 10).map(({ where, what }) => `${where}: ${what}`)
  return sendProblem(reply, 'CSV_INVALID', { errors, detail: detail.join('; ') })
}
