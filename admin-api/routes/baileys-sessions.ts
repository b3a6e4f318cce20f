import { z } from 'zod'
import type { SessionRequest, SessionShown } from '../../bot/channels/baileys/pairing.ts'
import { guarded } from '../keys.ts'
import { maskPhone } from '../masking.ts'
import { problems } from '../openapi.ts'
import type { Api, ApiParts } from '../parts.ts'
import { sendProblem } from '../problems.ts'
import { answer, staffAction } from '../staff-work.ts'

const BASE = '/channels/baileys/sessions'

const sessionShown = z.object({
  id: z.string(),
  state: z.enum(['unpaired', 'pairing', 'connecting', 'connected', 'stopped']),
  stoppedBecause: z.enum(['logged_out', 'replaced', 'banned', 'version', 'session']).nullable(),
  stateSince: z.date(),
  isOwned: z.boolean().describe('whether a process looks after it now'),
  phone: z.string().nullable().describe('our own number'),
  restrictedBecause: z.string().nullable(),
  restrictedUntil: z.date().nullable().describe('null while it is restricted: until `resume`'),
  pairingCode: z.string().nullable().describe('to be typed on the phone: linked devices, link with phone number'),
  qr: z
    .object({ png: z.string().describe('a data: URL'), svg: z.string() })
    .nullable()
    .describe('to be scanned; a new one comes every 20 to 60 seconds'),
})

const byName = z.object({ id: z.string().regex(/^[a-z0-9-]{1,32}$/) })
const pairing = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('qr') }),
  z.strictObject({ by: z.literal('code'), phone: z.string().regex(/^\+[1-9]\d{7,14}$/) }),
])
const asked = z.object({ id: z.string(), asked: z.enum(['pair', 'pair_by_code', 'log_out', 'resume']) })

/** /api/channels/baileys/sessions: our WhatsApp numbers. The process that owns a session does what is asked, soon after. */
export async function baileysSessionRoutes(api: Api, parts: ApiParts): Promise<void> {
  const { pool, baileysSessions: sessions } = parts

  api.get(
    BASE,
    {
      ...guarded(pool, 'channels.pair'),
      schema: {
        operationId: 'listBaileysSessions',
        tags: ['channels'],
        summary: 'List our WhatsApp sessions and how they do',
        response: { 200: z.object({ items: z.array(sessionShown) }), ...problems() },
      },
    },
    async () => ({ items: await Promise.all(((await sessions?.list()) ?? []).map(shown)) }),
  )

  api.get(
    `${BASE}/:id`,
    {
      ...guarded(pool, 'channels.pair'),
      schema: {
        operationId: 'readBaileysSession',
        tags: ['channels'],
        summary: 'How a session does, with the QR or the code to link a phone while it is being paired',
        params: byName,
        response: { 200: sessionShown, ...problems('SESSION_NOT_FOUND') },
      },
    },
    async ({ params }, reply) => {
      const session = await sessions?.find(params.id)
      return session === undefined ? sendProblem(reply, 'SESSION_NOT_FOUND') : shown(session)
    },
  )

  api.post(
    `${BASE}/:id/pair`,
    {
      ...guarded(pool, 'channels.pair'),
      schema: {
        operationId: 'pairBaileysSession',
        tags: ['channels'],
        summary: 'Link a phone: read the session again for the QR, or for the code to type',
        params: byName,
        body: pairing,
        response: { 200: asked, ...problems('SESSION_NOT_FOUND', 'SESSION_PAIRED') },
      },
    },
    async (request, reply) => {
      const { params, body } = request
      const session = await sessions?.find(params.id)
      if (sessions === undefined || session === undefined) return sendProblem(reply, 'SESSION_NOT_FOUND')
      if (session.phone !== null) return sendProblem(reply, 'SESSION_PAIRED')
      const what = {
        action: 'session.pair',
        subject: `baileys:${params.id}`,
        after: () => (body.by === 'qr' ? body : { by: body.by, phone: maskPhone(body.phone) }),
      }
      const wanted = body.by === 'qr' ? 'pair' : 'pair_by_code'
      const phone = body.by === 'qr' ? null : body.phone.slice(1)
      return answer(
        reply,
        await staffAction(parts, request, what, async (work) => {
          await sessions.ask(work.sql, params.id, wanted, phone)
          return { id: params.id, asked: wanted } as const
        }),
      )
    },
  )

  const simple = (path: string, operationId: string, summary: string, wanted: SessionRequest): void => {
    api.post(
      `${BASE}/:id/${path}`,
      {
        ...guarded(pool, 'channels.pair'),
        schema: {
          operationId,
          tags: ['channels'],
          summary,
          params: byName,
          response: { 200: asked, ...problems('SESSION_NOT_FOUND') },
        },
      },
      async (request, reply) => {
        const { id } = request.params
        const session = await sessions?.find(id)
        if (sessions === undefined || session === undefined) return sendProblem(reply, 'SESSION_NOT_FOUND')
        const { state, stoppedBecause } = session
        const what = {
          action: `session.${wanted}`,
          subject: `baileys:${id}`,
          before: async () => ({ state, stoppedBecause }),
          after: () => ({ asked: wanted }),
        }
        return answer(
          reply,
          await staffAction(parts, request, what, async (work) => {
            await sessions.ask(work.sql, id, wanted, null)
            return { id, asked: wanted }
          }),
        )
      },
    )
  }
  simple('log-out', 'logOutBaileysSession', 'Unlink the phone and forget its keys', 'log_out')
  simple(
    'resume',
    'resumeBaileysSession',
    'Connect again what was stopped (another program, a ban, a restriction): once its cause is gone',
    'resume',
  )
}

/** Loaded when there is something to draw. */
async function shown({ qr, ...session }: SessionShown) {
  if (qr === null) return { ...session, qr }
  const { toDataURL, toString: draw } = await import('qrcode')
  return { ...session, qr: { png: await toDataURL(qr, { width: 320 }), svg: await draw(qr, { type: 'svg' }) } }
}
