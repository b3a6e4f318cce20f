import type { Mention } from './describing.ts'
import { besideGreeting, isGreeting } from './greetings.ts'
import type { Knowledge } from './knowledge.ts'
import { gatherMentions } from './mentions.ts'
import type { Piece } from './piece.ts'
import { cutIntoPieces } from './pieces.ts'
import { withoutPoliteness } from './politeness.ts'
import { type Reading, readText } from './reading.ts'
import { bareOf } from './shared-cues.ts'
import type { Intent, Line, Situation, Slots, Understanding, UnknownKind } from './types.ts'

/** Everything the rules look at for one message. */
export interface View {
  situation: Situation
  knowledge: Knowledge
  reading: Reading
  /** Respelled text; `bare` is the same without signs. */
  plain: string
  bare: string
  pieces: readonly Piece[]
  mentions: readonly Mention[]
  loose: readonly Piece[]
}

/** The text as the rules look at it. */
export function viewOf(text: string, situation: Situation, knowledge: Knowledge): View {
  return viewOfReading(readText(text, knowledge), situation, knowledge)
}

/** The same without "patron", "svp" and their like, which change nothing in what is asked. */
export function politeViewOf(text: string, situation: Situation, knowledge: Knowledge): View {
  const reading = readText(text, knowledge)
  const rest = withoutPoliteness(reading, knowledge.catalogue)
  return rest === null ? viewOfReading(reading, situation, knowledge) : viewOf(rest, situation, knowledge)
}

function viewOfReading(reading: Reading, situation: Situation, knowledge: Knowledge): View {
  // Most messages are read without their courtesy or their reference: what they are with it is never cut up.
  const pieces = once(() => cutIntoPieces(reading, knowledge.catalogue))
  const gathered = once(() => gatherMentions(pieces(), reading))
  return {
    situation,
    knowledge,
    reading,
    plain: reading.plain,
    bare: bareOf(reading.plain),
    get pieces() {
      return pieces()
    },
    get mentions() {
      return gathered().mentions
    },
    get loose() {
      return gathered().loose
    },
  }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** The text without its greeting and thanks; null when there are none, or nothing else. */
export function besideCourtesy({ reading, situation, knowledge }: View): View | null {
  const rest = besideGreeting(reading)
  // "ça va, moyen, merci" rates what was brought.
  const isOnlyGreeting = isGreeting(rest) && situation.context !== 'delivered'
  return rest === '' || isOnlyGreeting ? null : viewOf(rest, situation, knowledge)
}

export function understood(intent: Intent, slots: Slots = {}, confidence = 0.9): Understanding {
  return { intent, lines: [], clarifications: [], slots, also: [], confidence }
}

export function withLines(intent: Intent, lines: readonly Line[], slots: Slots = {}, confidence = 0.9): Understanding {
  return { ...understood(intent, slots, confidence), lines: [...lines] }
}

export function unknown(kind?: UnknownKind, confidence = 0.7): Understanding {
  return understood('unknown', kind === undefined ? {} : { kind }, confidence)
}

/** Loose numbers that may be quantities, in order. */
export function looseNumbers(view: View): number[] {
  return view.loose.flatMap((piece) => (piece.is === 'number' && !piece.money ? [piece.value] : []))
}
