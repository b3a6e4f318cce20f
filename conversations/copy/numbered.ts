import type { Content, Row } from '../effects.ts'

/**
 * Everything that can be chosen in a content, in the order in which it is numbered: rows first, then choices. What "2"
 * means in an answer is the second of these.
 */
export function optionsOf(content: Content): readonly Row[] {
  const choices = content.choices ?? []
  return [...(content.list?.rows ?? []), ...choices.map(({ id, label }) => ({ id, title: label }))]
}

/** A text with its options as numbered lines ("1 Confirmer"), where there are no buttons. */
export function numbered(text: string, options: readonly Row[]): string {
  const lines = options.map(({ title, description }, index) => {
    return description === undefined ? `${index + 1} ${title}` : `${index + 1} ${title}: ${description}`
  })
  return [text, ...lines].filter((line) => line !== '').join('\n')
}
