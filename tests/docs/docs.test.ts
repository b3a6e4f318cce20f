import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { clientMachine } from '../../conversations/client/machine.ts'
import { mermaidOf } from '../../conversations/diagram.ts'
import { supplierMachine } from '../../conversations/supplier/machine.ts'
import { orderMachine } from '../../domain/orders/lifecycle.ts'

const PAGES = [
  'README.md',
  'AGENTS.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]
const scripts = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8'))).scripts

describe('the documents', () => {
  it('draw the machines as they run: after a change, npm run diagrams', () => {
    const drawn = readFileSync('docs/machines.md', 'utf8')
    for (const machine of [orderMachine, clientMachine, supplierMachine])
      expect(drawn).toContain(mermaidOf(machine.root))
  })

  it.each(PAGES)('%s leads only to files that are there', (page) => {
    const links = [...readFileSync(page, 'utf8').matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, link]) => link ?? '')
    const local = links.filter((link) => !/^https?:/.test(link))
    for (const link of local) expect(existsSync(path.join(path.dirname(page), link)), `${page} -> ${link}`).toBe(true)
  })

  it.each(PAGES)('%s names only commands that exist', (page) => {
    const named = [...readFileSync(page, 'utf8').matchAll(/npm run (?:-s )?([a-z:-]+)/g)].map(([, name]) => name ?? '')
    for (const name of named) expect(Object.keys(scripts), `${page}: npm run ${name}`).toContain(name)
  })
})
