import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The longest, which would else begin last and leave one core with nothing to do; the first two do not need much of it. */
const FIRST = ['kill/draining/', 'whole/sms-cost', 'kill/kill', 'phones/']

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const place = ({ moduleId }: TestSpecification) => {
      const found = FIRST.findIndex((name) => moduleId.includes(`/tests/${name}`))
      return found < 0 ? FIRST.length : found
    }
    return sorted.toSorted((a, b) => place(a) - place(b))
  }
}

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Files share a process: what they import is read once, a third of the time. The product keeps nothing in its modules
    // (style.md 4), so that there is nothing for one file to leave to the next but the numbers of its helpers.
    isolate: false,
    // Starts PostgreSQL (0.6 s) and applies the migrations once; a file that wants a database copies the result.
    globalSetup: ['tests/harness/global-setup.ts'],
    sequence: { sequencer: LongestFirst },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
