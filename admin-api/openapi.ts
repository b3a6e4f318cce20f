import type { SwaggerOptions } from '@fastify/swagger'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { PROBLEMS, type ProblemCode, problemSchema } from './problems.ts'

/** What any route behind a key may answer. */
const ALWAYS: readonly ProblemCode[] = ['INVALID', 'UNAUTHENTICATED', 'FORBIDDEN', 'TOO_MANY_REQUESTS', 'INTERNAL']

/**
 * The problem responses of a route for its OpenAPI entry, grouped by status, each code with its meaning. Typed as
 * nothing at all, so that a handler's own answer is checked against its 200 alone.
 */
export function problems(...codes: readonly ProblemCode[]): object {
  const all = [...ALWAYS, ...codes]
  const statuses = new Set(all.map((code) => PROBLEMS[code].status))
  return Object.fromEntries(
    [...statuses].map((status) => {
      const some = all.filter((code) => PROBLEMS[code].status === status)
      const description = some.map((code) => `${code}: ${PROBLEMS[code].meaning}`).join(' ')
      return [status, { description, content: { 'application/problem+json': { schema: problemSchema } } }]
    }),
  )
}

const TAGS = {
  accounts: 'Clients and suppliers, and the approval queue',
  orders: 'Orders and the corrective actions on them',
  offers: 'Offers and why they rank as they do',
  conversations: 'The inbox: one voice at a time',
  channels: 'Channels and their senders: how they do, who stopped them, linking them',
  ledger: 'Entries that are never changed, and balances',
  catalogue: 'Products and packagings',
  understanding: 'How messages are read, what was not understood, words that staff add, habits of clients',
  zones: 'Communes, quartiers and delivery fees',
  restricted: 'What may be said where: classes of categories, the stop switch, links to the page',
  costs: 'What messages cost: tariffs, and the cost per completed order',
  settings: 'The numbers of the product, each with its history',
  keys: 'API keys',
  audit: 'Every write by staff',
  health: 'For machines, without a key',
} as const

/** OpenAPI 3.1, made from the routes themselves. */
export function openapiOptions(publicUrl: string): SwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'DISTRI-NIGHT', version: '1', description: description() },
      servers: [{ url: publicUrl }],
      tags: Object.entries(TAGS).map(([name, about]) => ({ name, description: about })),
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'An API key: npm run -s api-key -- --name N --role R' },
        },
      },
    },
    transform(document) {
      // What channels add is between us and providers: no part of this API.
      if (document.schema === undefined) return { schema: { hide: true }, url: document.url }
      const { schema, url } = jsonSchemaTransform(document)
      const right = document.route.config?.right
      if (right === undefined) return { schema: { ...schema, security: [] }, url }
      return { schema: { ...schema, security: [{ key: [] }], 'x-right': right }, url }
    },
    transformObject: jsonSchemaTransformObject,
  }
}

function description(): string {
  const codes = Object.entries(PROBLEMS).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return [
    'The staff API. Send `Authorization: Bearer dn_...`; `x-right` says which right a route needs.',
    'Lists are paged: send the `next` of a page as `after`; it is null on the last page. Amounts are whole francs (XOF).',
    '',
    'Errors are problem details (RFC 9457) with one of these codes:',
    '',
    '| code | status | meaning |',
    '| --- | --- | --- |',
    ...codes.map(([code, { status, meaning }]) => `| ${code} | ${status} | ${meaning} |`),
  ].join('\n')
}
