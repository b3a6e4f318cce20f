import type { View } from './view.ts'

const DIGIT: ReadonlyMap<string, string> = new Map(
  Object.entries({
    zero: '0',
    un: '1',
    deux: '2',
    trois: '3',
    quatre: '4',
    cinq: '5',
    six: '6',
    sept: '7',
    huit: '8',
    neuf: '9',
    one: '1',
    two: '2',
    three: '3',
    four: '4',
    five: '5',
    seven: '7',
    eight: '8',
    nine: '9',
    o: '0',
  }),
)

/** The client's code: four to six digits, together, apart ("1 1 9 4", "55 07") or spelled out; zeros kept. */
export function codeIn(view: View): string | null {
  const spelled = view.reading.normalised.replace(/[a-z]+/g, (word) => DIGIT.get(word) ?? word)
  const runs = [
    ...spelled.matchAll(
      /(?<![\d.,])\d{1,6}(?:[ -]\d{1,4})*(?![\d]|[.,]\d| ?(?:h\b|mn\b|min|f\b|fr|cfa|k\b|mille|cas|car|pack|bout|heure))/g,
    ),
  ]
  const digits = runs.map((run) => run[0].replace(/\D/g, '')).filter((run) => run.length >= 4 && run.length <= 6)
  const named = /\b(?:code|pin)\b[^\d]{0,20}(\d[\d -]*)/.exec(spelled)
  const said = named?.[1]?.replace(/\D/g, '')
  return said !== undefined && said.length >= 3 && said.length <= 6 ? said : (digits[0] ?? null)
}
