/**
 * Turns many small calls that come together into few large ones: while one is under way the next gather.
 * Nobody waits for a timer, so a lone call is as fast as before.
 * @param run takes what gathered and gives one result for each, in the same order
 * @param limits most calls in one run, and most runs at the same time
 */
export function gathering<In, Out>(
  run: (batch: readonly In[]) => Promise<readonly Out[]>,
  limits: { readonly size: number; readonly flights: number },
): (one: In) => Promise<Out> {
  let waiting: { one: In; resolve: (out: Out) => void; reject: (error: unknown) => void }[] = []
  let flights = 0

  async function fly(): Promise<void> {
    const batch = waiting.slice(0, limits.size)
    waiting = waiting.slice(limits.size)
    flights += 1
    try {
      const results = await run(batch.map(({ one }) => one))
      batch.forEach(({ resolve, reject }, place) => {
        const result = results[place]
        if (result === undefined)
          reject(new Error(`A gathered call gave ${results.length} results for ${batch.length}.`))
        else resolve(result)
      })
    } catch (error) {
      for (const { reject } of batch) reject(error)
    } finally {
      flights -= 1
      if (waiting.length > 0) void fly()
    }
  }

  return (one) =>
    new Promise((resolve, reject) => {
      waiting.push({ one, resolve, reject })
      // The end of this tick: calls made by the same burst of I/O go together.
      if (waiting.length === 1) setImmediate(() => waiting.length > 0 && flights < limits.flights && void fly())
    })
}
