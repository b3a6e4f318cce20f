import { existsSync, readFileSync } from 'node:fs'
import { understand } from '../conversations/understanding/understand.ts'
import { type GoldMessage, type Judgement, judge } from './understand-judging.ts'
import { loadKnowledge, predictionOf, situationOf } from './understand-labels.ts'

// Accuracy on the labelled files, per role, with the confusions; the words "misses" or an intent list what was misread.
const FILES = ['../shared/data/messages.dev.jsonl', '../shared/data/messages.more.jsonl']
const knowledge = loadKnowledge(process.cwd())
const messages: GoldMessage[] = FILES.filter((file) => existsSync(file)).flatMap((file) =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line): GoldMessage => JSON.parse(line)),
)
const judged = messages.map((message) => {
  const prediction = predictionOf(message.id, understand(message.text, situationOf(message), knowledge))
  return { message, prediction, judgement: judge(message, prediction) }
})

const share = (part: number, whole: number) =>
  `${part}/${whole} ${whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`}`
function summarise(name: string, of: typeof judged): void {
  const withItems = of.filter(({ message }) => message.items.length > 0)
  const without = of.filter(({ message }) => message.items.length === 0)
  const count = (list: typeof judged, test: (judgement: Judgement) => boolean) =>
    list.filter(({ judgement }) => test(judgement)).length
  const slots = of.reduce((sum, { judgement }) => sum + judgement.slots, 0)
  const slotsRight = of.reduce((sum, { judgement }) => sum + judgement.slotsRight, 0)
  console.log(
    `${name}: intent ${share(
      count(of, (j) => j.intent),
      of.length,
    )}, items ${share(
      count(withItems, (j) => j.items),
      withItems.length,
    )}, clarify ${share(
      count(of, (j) => j.clarify),
      of.length,
    )}, slots ${share(slotsRight, slots)}, full ${share(
      count(of, (j) => j.full),
      of.length,
    )}, spurious ${share(
      count(without, (j) => j.spurious),
      without.length,
    )}`,
  )
}

summarise('all', judged)
for (const role of ['client', 'supplier'] as const)
  summarise(
    role,
    judged.filter(({ message }) => message.role === role),
  )
summarise(
  'bids',
  judged.filter(({ message }) => message.intent === 'bid'),
)
const confusions = new Map<string, number>()
for (const { message, prediction, judgement } of judged) {
  if (judgement.intent) continue
  const key = `${message.intent} read as ${prediction.intent}`
  confusions.set(key, (confusions.get(key) ?? 0) + 1)
}
for (const [key, times] of [...confusions].sort((a, b) => b[1] - a[1])) console.log(`  ${times} ${key}`)
if (process.argv.includes('misses')) {
  for (const { message, prediction, judgement } of judged) {
    if (judgement.full) continue
    console.log(`${message.id} ${message.context} ${JSON.stringify(message.text)}`)
    console.log(
      `   want ${message.intent} ${JSON.stringify(message.items)} ${message.clarify} ${JSON.stringify(message.extra)}`,
    )
    console.log(
      `   read ${prediction.intent} ${JSON.stringify(prediction.items)} ${prediction.clarify} ${JSON.stringify(prediction.extra)}`,
    )
  }
}
