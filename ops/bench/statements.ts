import pg from 'pg'

/** How often a statement ran, and for how long it was waited for. */
export interface StatementFigures {
  readonly name: string
  count: number
  milliseconds: number
}

/** Counts every statement of this process from now on: each is one round trip. */
export function countStatements(): () => StatementFigures[] {
  const counted = new Map<string, StatementFigures>()
  const { query } = pg.Client.prototype
  const counting = function (this: pg.Client, ...args: Parameters<typeof query>) {
    const name = nameOf(args[0])
    const began = performance.now()
    const answer: unknown = Reflect.apply(query, this, args)
    const figures = counted.get(name) ?? { name, count: 0, milliseconds: 0 }
    counted.set(name, figures)
    figures.count += 1
    const done = () => {
      figures.milliseconds += performance.now() - began
    }
    if (answer instanceof Promise) answer.then(done, done)
    return answer
  }
  Object.assign(pg.Client.prototype, { query: counting })
  return () => [...counted.values()]
}

function nameOf(statement: unknown): string {
  if (typeof statement === 'string') return statement.slice(0, 40)
  if (typeof statement !== 'object' || statement === null) return 'other'
  if ('name' in statement && typeof statement.name === 'string') return statement.name
  return 'text' in statement && typeof statement.text === 'string' ? statement.text.slice(0, 40) : 'other'
}

/** @param messages how many were handled between the two countings */
export function showStatements(
  before: readonly StatementFigures[],
  after: readonly StatementFigures[],
  messages: number,
): string[] {
  const earlier = new Map(before.map((one) => [one.name, one]))
  const between = after
    .map(({ name, count, milliseconds }) => ({
      name,
      count: count - (earlier.get(name)?.count ?? 0),
      milliseconds: milliseconds - (earlier.get(name)?.milliseconds ?? 0),
    }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.milliseconds - a.milliseconds)
  const total = between.reduce((sum, { count }) => sum + count, 0)
  return [
    `    statements (each one round trip): ${(total / messages).toFixed(2)} a message`,
    ...between
      .slice(0, 12)
      .map(
        ({ name, count, milliseconds }) =>
          `      ${name.padEnd(28)} ${(count / messages).toFixed(3)} a message, ${(milliseconds / count).toFixed(2)} ms each`,
      ),
  ]
}
