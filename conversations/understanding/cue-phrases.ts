import { WORD_CLASSES } from './word-classes.ts'

const classes = new Map<string, string>(Object.entries(WORD_CLASSES))

/**
 * Finds any of the phrases, one or more a line, whole words only: `{class}` is any word of that class, `annul*` any word that
 * begins so, ` .. ` up to three words between. The rest is a regular expression.
 */
export function anyOf(phrases: string): RegExp {
  const lines = phrases.split('\n').map((line) => line.trim())
  return new RegExp(
    `(?:${lines
      .filter((line) => line !== '')
      .map(patternOf)
      .join('|')})(?!\\w)`,
  )
}

function patternOf(phrase: string): string {
  const pattern = phrase
    .replace(/\{([a-zA-Z]+)\}/g, (written, name: string) => `(?:${classes.get(name) ?? written})`)
    .replace(/ \.\. /g, '(?: \\S+){0,3} ')
    .replace(/(?<=[a-z)])\*/g, '\\w*')
  return /^[a-z(\d]/.test(pattern) && !pattern.startsWith('(?<') ? `\\b(?:${pattern})` : pattern
}
