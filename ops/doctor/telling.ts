import type { Finding } from '../../bot/channels/finding.ts'

/** What was found about one thing: the database, a channel. */
export interface Chapter {
  readonly about: string
  readonly findings: readonly Finding[]
}

const MARKS = { ok: '✓', warning: '!', error: '✗' } as const

const count = (chapters: readonly Chapter[], level: Finding['level']): number =>
  chapters.flatMap(({ findings }) => findings).filter((finding) => finding.level === level).length

/** One line a finding, and under what is not well what to do. */
export function asLines(chapters: readonly Chapter[]): string {
  const lines = chapters.flatMap(({ about, findings }) => [
    about,
    ...findings.flatMap(({ level, what, todo }) => [
      `  ${MARKS[level]} ${what}`,
      ...(todo === '' ? [] : [`      ${todo}`]),
    ]),
    '',
  ])
  return `${[...lines, summary(count(chapters, 'error'), count(chapters, 'warning'))].join('\n')}\n`
}

function summary(errors: number, warnings: number): string {
  const attention = warnings === 0 ? '' : ` ${warnings} point(s) d’attention.`
  return errors === 0 ? `Prêt.${attention}` : `${errors} erreur(s) à corriger.${attention}`
}

/** For programs: the same, with the number of errors and warnings. */
export function asJson(chapters: readonly Chapter[]): string {
  const findings = chapters.flatMap(({ about, findings: found }) => found.map((finding) => ({ about, ...finding })))
  const errors = count(chapters, 'error')
  const warnings = count(chapters, 'warning')
  return `${JSON.stringify({ ready: errors === 0, errors, warnings, findings }, null, 2)}\n`
}
