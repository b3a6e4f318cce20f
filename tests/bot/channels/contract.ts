import { afterEach, beforeEach, describe } from 'vitest'
import { contractOfBatches } from './contract-batches.ts'
import { contractOfClocks } from './contract-clocks.ts'
import { contractOfConnection } from './contract-connection.ts'
import { contractOfCredentials } from './contract-credentials.ts'
import type { ChannelHarness } from './contract-harness.ts'
import { contractOfMedia } from './contract-media.ts'
import { contractOfReceiving, contractOfRefusing } from './contract-receiving.ts'
import { contractOfSending } from './contract-sending.ts'
import { contractOfSignals } from './contract-signals.ts'
import { contractOfTime } from './contract-time.ts'

/** One suite judges every adapter. `harness` is called for each test, so nothing passes from one to the next. */
export function channelContract(name: string, harness: () => Promise<ChannelHarness>): void {
  describe(`channel contract: ${name}`, () => {
    let at: ChannelHarness
    beforeEach(async () => {
      at = await harness()
    })
    afterEach(() => at.close())

    contractOfReceiving(() => at)
    contractOfRefusing(() => at)
    contractOfSending(() => at)
    contractOfSignals(() => at)
    contractOfTime(() => at)
    contractOfBatches(() => at)
    contractOfClocks(() => at)
    contractOfMedia(() => at)
    contractOfCredentials(() => at)
    contractOfConnection(() => at)
  })
}
