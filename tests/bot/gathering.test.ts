import { expect, it } from 'vitest'
import { gathering } from '../../bot/gathering.ts'

/** Runs that end when they are told to. */
function underControl() {
  const runs: { readonly batch: readonly number[]; end(): void }[] = []
  const run = (batch: readonly number[]) =>
    new Promise<number[]>((resolve) => runs.push({ batch, end: () => resolve(batch.map((one) => one * 10)) }))
  return { runs, run }
}

const tick = () => new Promise((resolve) => setImmediate(resolve))

it('runs the calls of one moment together, and those that come meanwhile next', async () => {
  const { runs, run } = underControl()
  const call = gathering(run, { size: 10, flights: 1 })
  const first = [call(1), call(2)]
  await tick()
  const second = [call(3), call(4)]
  await tick()
  expect(runs.map(({ batch }) => batch)).toEqual([[1, 2]])
  runs[0]?.end()
  expect(await Promise.all(first)).toEqual([10, 20])
  await tick()
  expect(runs.map(({ batch }) => batch)).toEqual([
    [1, 2],
    [3, 4],
  ])
  runs[1]?.end()
  expect(await Promise.all(second)).toEqual([30, 40])
})

it('takes no more than its size in one run', async () => {
  const sizes: number[] = []
  const call = gathering(
    async (batch: readonly number[]) => {
      sizes.push(batch.length)
      return batch
    },
    { size: 3, flights: 1 },
  )
  expect(await Promise.all([1, 2, 3, 4, 5, 6, 7].map(call))).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect(sizes).toEqual([3, 3, 1])
})

it('holds what is wrong with one call against no other', async () => {
  const call = gathering(
    async (batch: readonly number[]) => {
      if (batch.includes(13)) throw new Error('thirteen')
      return batch
    },
    { size: 10, flights: 1 },
  )
  const settled = await Promise.allSettled([12, 13, 14].map(call))
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})
