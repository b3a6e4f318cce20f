interface Waiting<In, Out> {
  readonly one: In
  resolve(out: Out): void
  reject(error: unknown): void
}

/**
 * Turns many small calls that come together into few large ones: while one is under way the next gather.
 * Nobody waits for a timer, so a lone call is as fast as before. When a run fails, each of its calls is tried alone: what
 * is wrong with one is not held against the others.
 * @param run takes what gathered and gives one result for each, in the same order; all of it happens or nothing
 * @param limits most calls in one run, and most runs at the same time
 */
export function gathering<In, Out>(
  run: (batch: readonly In[]) => Promise<readonly Out[]>,
  limits: { readonly size: number; readonly flights: number },
): (one: In) => Promise<Out> {
  let waiting: Waiting<In, Out>[] = []
  let flights = 0

  async function fly(): Promise<void> {
    const batch = waiting.slice(0, limits.size)
    waiting = waiting.slice(limits.size)
    flights += 1
    await settle(batch)
    flights -= 1
    if (waiting.length > 0) void fly()
  }

  async function settle(batch: readonly Waiting<In, Out>[]): Promise<void> {
    try {
      const results = await run(batch.map(({ one }) => one))
      batch.forEach(({ resolve, reject }, place) => {
        const result = results[place]
        if (result === undefined)
          reject(new Error(`A gathered call gave ${results.length} results for ${batch.length}.`))
        else resolve(result)
      })
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error)
      else await Promise.all(batch.map((one) => settle([one])))
    }
  }

  return (one) =>
    new Promise((resolve, reject) => {
      waiting.push({ one, resolve, reject })
      // The end of this tick: calls made by the same burst of I/O go together.
      if (waiting.length === 1) setImmediate(() => waiting.length > 0 && flights < limits.flights && void fly())
    })
}
