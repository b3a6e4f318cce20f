import { createInterface } from 'node:readline'
import { explain } from '../conversations/understanding/explain.ts'
import { understand } from '../conversations/understanding/understand.ts'
import { type LabelledMessage, loadKnowledge, predictionOf, situationOf } from './understand-labels.ts'

// npm run -s understand: JSON Lines in, JSON Lines out, as data/README.md describes. --explain shows how each was read.
const knowledge = loadKnowledge(process.cwd())
const explaining = process.argv.includes('--explain')

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === '') continue
  const message: LabelledMessage = JSON.parse(line)
  const situation = situationOf(message)
  if (explaining) console.log(explain(message.text, situation, knowledge))
  else console.log(JSON.stringify(predictionOf(message.id, understand(message.text, situation, knowledge))))
}
