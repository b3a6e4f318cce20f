import { expect, it } from 'vitest'
import { clientMachine } from '../../../conversations/client/machine.ts'
import { mermaidOf } from '../../../conversations/diagram.ts'

it('draws every state of the client machine, with the events between them', () => {
  const diagram = mermaidOf(clientMachine.root)
  expect(diagram).toMatch(/^stateDiagram-v2\n {2}\[\*\] --> arriving/)
  expect(diagram).toContain('state "offers" as serving_engaged_offers')
  expect(diagram).toContain('serving_engaged_cart_shown --> serving_engaged_placing : said.confirm')
  const begun = diagram.match(/\{$/gm) ?? []
  expect(begun).toHaveLength((diagram.match(/^ *\}$/gm) ?? []).length)
})
