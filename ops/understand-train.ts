import { writeFileSync } from 'node:fs'
import { writeModel } from '../conversations/understanding/intent-model.ts'
import { backgroundMessages } from './understand-background.ts'
import { loadKnowledge } from './understand-labels.ts'
import { labelledFiles } from './understand-messages.ts'
import { examplesOf, trainIntentModel } from './understand-training.ts'

// node ops/with-dependencies.mjs ops/understand-train.ts: the intent model from every labelled message of the tests.
const messages = [...labelledFiles().flatMap((file) => file.messages), ...backgroundMessages()]
const model = trainIntentModel(examplesOf(messages, loadKnowledge(process.cwd())))
writeFileSync(
  'conversations/understanding/intent-weights.ts',
  `// Written by ops/understand-train.ts: feature, then label:weight in hundredths. Not to be edited by hand.\nexport const INTENT_WEIGHTS = \`\n${writeModel(model)}\n\`\n`,
)
console.log(`${messages.length} messages, ${model.weights.size} features`)
