import { writeFileSync } from 'node:fs'
import { clientMachine } from '../conversations/client/machine.ts'
import { mermaidOf } from '../conversations/diagram.ts'
import { supplierMachine } from '../conversations/supplier/machine.ts'
import { orderMachine } from '../domain/orders/lifecycle.ts'

// npm run diagrams: docs/machines.md, drawn from the machines that run.

const drawing = (machine: { readonly root: Parameters<typeof mermaidOf>[0] }) =>
  `\`\`\`mermaid\n${mermaidOf(machine.root)}\n\`\`\``

writeFileSync(
  'docs/machines.md',
  `# The machines

Drawn from the code by \`npm run diagrams\`; a test compares. Each state of a dialogue also answers help, cancel, an agent, what is
not understood, and silence: those arrows are left out.

## An order
\`domain/orders/lifecycle.ts\`. The database refuses every other arrow (trigger \`order_moves\`).

${drawing(orderMachine)}

## The client's dialogue
\`conversations/client/machine.ts\`.

${drawing(clientMachine)}

## The supplier's dialogue
\`conversations/supplier/machine.ts\`.

${drawing(supplierMachine)}
`,
)
