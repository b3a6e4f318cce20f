import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { EDGE_PROBLEMS } from '../../admin-api/problems.ts'
import { REFUSALS } from '../../domain/work/refusals.ts'
import { freshDatabase } from '../harness/database.ts'
import { type AdminApi, openAdminApi } from './api.ts'

const operation = z.object({
  operationId: z.string().min(3),
  summary: z.string().min(5),
  tags: z.array(z.string()).length(1),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  responses: z.record(z.string(), z.looseObject({ description: z.string(), content: z.unknown() })),
})
const documentSchema = z.object({
  openapi: z.string(),
  info: z.object({ title: z.string(), version: z.string(), description: z.string() }),
  tags: z.array(z.object({ name: z.string() })),
  components: z.object({
    securitySchemes: z.object({ key: z.object({ type: z.literal('http'), scheme: z.literal('bearer') }) }),
  }),
  paths: z.record(z.string().startsWith('/'), z.partialRecord(z.enum(['get', 'post', 'put', 'delete']), operation)),
})

let api: AdminApi
let document: z.infer<typeof documentSchema>
let text: string
beforeAll(async () => {
  api = await openAdminApi((await freshDatabase()).url)
  text = (await api.app.inject('/api/openapi.json')).body
  document = documentSchema.parse(JSON.parse(text))
})
afterAll(() => api.close())

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => ({ path, method, ...one })),
  )

describe('the OpenAPI document', () => {
  it('is 3.1 and describes each operation under an id of its own and a tag that exists', () => {
    expect(document.openapi).toBe('3.1.0')
    const ids = operations().map(({ operationId }) => operationId)
    expect(ids.length).toBeGreaterThan(45)
    expect(new Set(ids).size).toBe(ids.length)
    const tags = document.tags.map(({ name }) => name)
    expect(operations().filter((one) => !tags.includes(one.tags[0] ?? ''))).toEqual([])
  })

  it('names the parameters of each path', () => {
    const { paths = {} } = api.app.swagger()
    for (const [path, methods] of Object.entries(paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      for (const one of Object.values(methods ?? {})) {
        const described = JSON.stringify(one)
        for (const name of inPath) expect(described, path).toContain(`"in":"path","name":"${name}"`)
      }
    }
  })

  it('resolves every reference', () => {
    const { components } = JSON.parse(text)
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name ?? '')
    expect(references.length).toBeGreaterThan(0)
    expect(references.filter((name) => !(name in components.schemas))).toEqual([])
    expect(text).not.toMatch(/"\$ref":"(?!#\/components\/schemas\/)/)
  })

  it('asks for the key wherever the API does, and documents the problems of each route', () => {
    for (const { path, method, security, responses } of operations()) {
      const isBehindKey = path.startsWith('/api/')
      expect(security, `${method} ${path}`).toEqual(isBehindKey ? [{ key: [] }] : [])
      const statuses = isBehindKey ? ['400', '401', '403', '429', '500'] : []
      for (const status of statuses) {
        expect(responses[status]?.content, `${method} ${path} ${status}`).toHaveProperty(['application/problem+json'])
      }
    }
  })

  it('has every code of the two tables in its description, with its status, and no other', () => {
    const rows = [...document.info.description.matchAll(/^\| ([A-Z_]+) \| (\d+) \| (.+) \|$/gm)]
    const written = Object.fromEntries(
      rows.map(([, code, status, meaning]) => [code, { status: Number(status), meaning }]),
    )
    expect(written).toEqual({ ...REFUSALS, ...EDGE_PROBLEMS })
  })

  it('mentions only codes that exist in its responses', () => {
    // and settings, which a problem may tell to make
    const known = new Set([...Object.keys({ ...REFUSALS, ...EDGE_PROBLEMS }), 'PUBLIC_URL'])
    const named = operations().flatMap(({ responses }) =>
      Object.values(responses).flatMap(
        ({ description }) => description.match(/\b[A-Z]+(_[A-Z]+)+\b|\bINVALID\b/g) ?? [],
      ),
    )
    expect(named.length).toBeGreaterThan(100)
    expect(named.filter((code) => !known.has(code))).toEqual([])
  })

  it('leaves what channels add to the same server as it is, and out of the document', async () => {
    expect((await api.app.inject('/')).body).toBe('<p>page</p>')
    const heard = await api.app.inject({ method: 'POST', url: '/webhooks/test', payload: { a: 1 } })
    expect(heard.json()).toEqual({ heard: { a: 1 } })
    expect(Object.keys(document.paths).filter((path) => !/^\/(api|health|metrics)/.test(path))).toEqual([])
  })

  it('has a page for people that needs nothing from elsewhere', async () => {
    const page = await api.app.inject('/api/docs/')
    expect(page.statusCode).toBe(200)
    expect(page.headers['content-type']).toContain('text/html')
    expect(page.body).not.toMatch(/<(script|link)[^>]+(src|href)="https?:/)
  })
})
