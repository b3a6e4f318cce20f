import { optionsOf } from '../copy/numbered.ts'
import type { ClientCopyKey } from '../copy/render.ts'
import type { Content } from '../effects.ts'
import type { Expectation } from '../understanding/types.ts'
import type { Here } from './known.ts'

/** One thing the dialogue asks: its words, and what the next short answer means. */
export interface Question {
  /** key of the copy, for measuring */
  readonly copy: ClientCopyKey
  readonly content: (here: Here) => Content
  /** absent: a choice among the buttons and rows of the content, or nothing in particular */
  readonly expects?: (here: Here) => Expectation | null
}

/** The buttons and rows of a content as what an answer may be: rows first, then choices, as they are numbered. */
export function choiceAmong(content: Content): Expectation | null {
  const options = optionsOf(content).map(({ id, title }) => ({ id, label: title }))
  return options.length === 0 ? null : { kind: 'choice', options }
}
