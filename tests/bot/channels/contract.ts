import { afterEach, beforeEach, describe } from 'vitest'
import { contractOfConnection } from './contract-connection.ts'
import type { ChannelHarness } from './contract-harness.ts'
import { contractOfReceiving, contractOfRefusing } from './contract-receiving.ts'
import { contractOfSending } from './contract-sending.ts'

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
    contractOfConnection(() => at)
  })
}
