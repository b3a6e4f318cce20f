import pg from 'pg'
import { OneWriteATick } from '../../domain/work/one-write.ts'

/** How often a statement ran, and for how long it was waited for. */
export interface StatementFigures {
  readonly name: string
  count: number
  milliseconds: number
}

export interface DatabaseFigures {
  readonly statements: readonly StatementFigures[]
  /** packets sent to PostgreSQL: the statements of one packet are one round trip */
  readonly roundTrips: number
}

/** Counts every statement of this process from now on, and the packets that they travel in. */
export function countStatements(): () => DatabaseFigures {
  const roundTrips = countPackets()
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
  return () => ({ statements: [...counted.values()], roundTrips: roundTrips() })
}

function countPackets(): () => number {
  let packets = 0
  const { _write, _writev } = OneWriteATick.prototype
  Object.assign(OneWriteATick.prototype, {
    _write(this: OneWriteATick, ...args: Parameters<typeof _write>) {
      packets += 1
      Reflect.apply(_write, this, args)
    },
    _writev(this: OneWriteATick, ...args: unknown[]) {
      packets += 1
      if (_writev !== undefined) Reflect.apply(_writev, this, args)
    },
  })
  return () => packets
}

function nameOf(statement: unknown): string {
  if (typeof statement === 'string') return statement.slice(0, 40)
  if (typeof statement !== 'object' || statement === null) return 'other'
  if ('name' in statement && typeof statement.name === 'string') return statement.name
  return 'text' in statement && typeof statement.text === 'string' ? statement.text.slice(0, 40) : 'other'
}

/** @param messages how many were handled between the two countings */
export function showStatements(before: DatabaseFigures, after: DatabaseFigures, messages: number): string[] {
  const earlier = new Map(before.statements.map((one) => [one.name, one]))
  const between = after.statements
    .map(({ name, count, milliseconds }) => ({
      name,
      count: count - (earlier.get(name)?.count ?? 0),
      milliseconds: milliseconds - (earlier.get(name)?.milliseconds ?? 0),
    }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.milliseconds - a.milliseconds)
  const total = between.reduce((sum, { count }) => sum + count, 0)
  return [
    `    statements: ${(total / messages).toFixed(2)} a message, in ${((after.roundTrips - before.roundTrips) / messages).toFixed(2)} round trips`,
    ...between
      .slice(0, 12)
      .map(
        ({ name, count, milliseconds }) =>
          `      ${name.padEnd(28)} ${(count / messages).toFixed(3)} a message, ${(milliseconds / count).toFixed(2)} ms each`,
      ),
  ]
}
