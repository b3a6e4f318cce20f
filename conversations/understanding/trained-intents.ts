import { readModel } from './intent-model.ts'
import { INTENT_WEIGHTS } from './intent-weights.ts'

/** The model that ships with the program, trained by `ops/understand-train.ts` on the labelled messages. */
export const INTENT_MODEL = readModel(INTENT_WEIGHTS)
