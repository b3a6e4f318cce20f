/**
 * Runs work for a key one at a time; asking again while it runs means once more afterwards, however often it was asked.
 * @param work must not throw: it deals with its own failures
 */
export function oneAtATime(work: (key: string) => Promise<void>): {
  wake(key: string): void
  /** resolves when nothing runs */
  idle(): Promise<void>
} {
  const again = new Map<string, boolean>()
  let settled: (() => void)[] = []

  async function run(key: string): Promise<void> {
    do {
      again.set(key, false)
      await work(key)
    } while (again.get(key) === true)
    again.delete(key)
    if (again.size === 0) {
      for (const resolve of settled) resolve()
      settled = []
    }
  }

  return {
    wake(key) {
      if (again.has(key)) again.set(key, true)
      else void run(key)
    },
    idle: () => (again.size === 0 ? Promise.resolve() : new Promise((resolve) => settled.push(resolve))),
  }
}
