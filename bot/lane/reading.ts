import type { Learnt } from '../../conversations/effects.ts'
import { type Trouble, troubleWith } from '../../conversations/not-understood.ts'
import type { Situation, Understanding, UnknownKind } from '../../conversations/understanding/types.ts'

/**
 * Kept beside a message (mailbox_item.reading): how it was read and what came of it. Enough to read the text again as it
 * was read then, with other words in the catalogue.
 */
export interface StoredReading {
  /** `answer` to what the dialogue expected, else the intent */
  readonly intent: string
  readonly confidence: number
  readonly lines: Understanding['lines']
  readonly clarifications?: Understanding['clarifications']
  readonly usual?: Understanding['usual']
  readonly kind?: UnknownKind
  /** absent when nothing was read: a button, a photo */
  readonly situation?: Situation
  /** the keys of what was said next, in order */
  readonly did?: readonly string[]
  /** it settled a question about a product */
  readonly settled?: true
  /** what it taught: a trigger keeps it as evidence (docs/learning.md) */
  readonly learnt?: Learnt['evidence']
  readonly trouble?: Trouble
  /** by which messages that were not understood are grouped */
  readonly wording?: string
}

/** How a message was read, before the dialogue goes on. */
export function readingOf(heard: Understanding, situation: Situation | null): StoredReading {
  const { intent, confidence, lines, clarifications, usual, slots } = heard
  return {
    intent: slots.answer === undefined ? intent : 'answer',
    confidence,
    lines,
    ...(clarifications.length > 0 && { clarifications }),
    ...(usual !== undefined && { usual }),
    ...(slots.kind !== undefined && { kind: slots.kind }),
    ...(situation !== null && { situation }),
  }
}

/** What came of it: said next, learnt, and whether staff should look at it. */
export function withOutcome(
  reading: StoredReading,
  heard: { readonly text: string; readonly heard: Understanding },
  outcome: {
    readonly did: readonly string[]
    readonly learnt: readonly Learnt[]
    /** a command did what it was for */
    readonly isDone: boolean
    readonly isLeftToStaff: boolean
  },
): StoredReading {
  const trouble = troubleWith(heard.text, heard.heard)
  // "livraison" to "livrer, ou chercher ?" names no intent, OUI 1042 no price: the dialogue knew what to do with them.
  const isNone = outcome.isDone && (trouble?.trouble === 'unknown' || trouble?.trouble === 'unclear')
  const evidence = outcome.learnt.flatMap((one) => one.evidence)
  return {
    ...reading,
    ...(outcome.did.length > 0 && { did: outcome.did }),
    ...(outcome.learnt.some(({ settled }) => settled) && { settled: true }),
    ...(evidence.length > 0 && { learnt: evidence }),
    // What was left to a person was not ours to understand.
    ...(!outcome.isLeftToStaff && !isNone && trouble),
  }
}
