import { understand } from '../conversations/understanding/understand.ts'
import { fuzzySearch, nodeNlp } from './understand-baselines.ts'
import { foldsOf, withoutOwnWording } from './understand-folds.ts'
import { type GoldMessage, type Judgement, judge } from './understand-judging.ts'
import { loadData, loadKnowledge, type Prediction, predictionOf, situationOf } from './understand-labels.ts'
import { givenMessages, labelledFiles } from './understand-messages.ts'
import { timesOfReadings } from './understand-timing.ts'

// Accuracy on every labelled file, as shipped and cross-validated on wording, the confusions, two baselines on the same
// messages, and the time a reading takes. `npm run understand:report -- misses` lists what was misread.
const knowledge = loadKnowledge(process.cwd())
const files = labelledFiles()
const given = givenMessages(files)
const all = files.flatMap(({ messages }) => messages)

interface Judged {
  message: GoldMessage
  prediction: Prediction
  judgement: Judgement
}

function judgeAll(messages: readonly GoldMessage[], predict: (message: GoldMessage) => Prediction): Judged[] {
  return messages.map((message) => {
    const prediction = predict(message)
    return { message, prediction, judgement: judge(message, prediction) }
  })
}

const share = (part: number, whole: number) =>
  `${part}/${whole}${whole === 0 ? '' : ` ${((100 * part) / whole).toFixed(1)} %`}`

function summarise(name: string, judged: readonly Judged[]): void {
  const withItems = judged.filter(({ message }) => message.items.length > 0)
  const without = judged.filter(({ message }) => message.items.length === 0)
  const bids = judged.filter(({ message }) => message.intent === 'bid')
  const count = (list: readonly Judged[], test: (judgement: Judgement) => boolean) =>
    share(list.filter(({ judgement }) => test(judgement)).length, list.length)
  console.log(
    `${name.padEnd(22)} intent ${count(judged, (each) => each.intent)}, lines ${count(withItems, (each) => each.items)}, ` +
      `bids ${count(bids, (each) => each.full)}, asks ${count(judged, (each) => each.clarify)}, ` +
      `all right ${count(judged, (each) => each.full)}, false lines ${count(without, (each) => each.spurious)}`,
  )
}

const reading = (message: GoldMessage) =>
  predictionOf(message.id, understand(message.text, situationOf(message), knowledge))
const blind = withoutOwnWording(all, knowledge)
const readingBlind = (message: GoldMessage) =>
  predictionOf(message.id, understand(message.text, situationOf(message), blind.get(message) ?? knowledge))

console.log('As shipped: the grammar, and the intent model trained on all of these messages')
for (const { name, messages } of files) summarise(name, judgeAll(messages, reading))
console.log('\nCross-validated: the intent model never saw the wording it is asked about (5 folds)')
for (const { name, messages } of files) summarise(name, judgeAll(messages, readingBlind))
const crossed = judgeAll(all, readingBlind)
summarise('together', crossed)

console.log('\nConfusions, cross-validated')
const confusions = new Map<string, number>()
for (const { message, prediction, judgement } of crossed) {
  if (judgement.intent) continue
  const key = `${message.intent} read as ${prediction.intent}`
  confusions.set(key, (confusions.get(key) ?? 0) + 1)
}
for (const [key, times] of [...confusions].sort((a, b) => b[1] - a[1])) console.log(`  ${times} ${key}`)

console.log('\nBaselines, on the same messages')
for (const [name, messages] of Object.entries({ given, all }))
  summarise(`fuse.js, ${name}`, judgeAll(messages, fuzzySearch(knowledge.catalogue)))
const theirs = await nodeNlp(all, foldsOf(all, knowledge))
for (const [name, messages] of Object.entries({ given, all }))
  console.log(
    `node-nlp, ${name}`.padEnd(22),
    `intent ${share(messages.filter((message) => theirs.get(message)).length, messages.length)} (same folds)`,
  )
for (const [name, messages] of Object.entries({ given, all }))
  summarise(`ours blind, ${name}`, judgeAll(messages, readingBlind))

console.log('\nTime of a reading')
const { catalogue, zones } = loadData(process.cwd())
for (const line of timesOfReadings(catalogue, zones, given)) console.log(line)

if (process.argv.includes('misses')) {
  console.log('\nMisread, cross-validated')
  for (const { message, prediction, judgement } of crossed) {
    if (judgement.full) continue
    console.log(`${message.id} ${message.context} ${JSON.stringify(message.text)}`)
    for (const [name, each] of Object.entries({ want: message, read: prediction }))
      console.log(
        `   ${name} ${each.intent} ${JSON.stringify(each.items)} ${each.clarify} ${JSON.stringify(each.extra)}`,
      )
  }
}
