import { Socket } from 'node:net'

/**
 * A socket that sends in one write what is written to it in one tick. `begin` and the first statement, or the last one
 * and `commit`, then cost one system call, and wake PostgreSQL once.
 */
export class OneWriteATick extends Socket {
  #isGathering = false

  override cork(): void {
    super.cork()
    if (this.#isGathering) return
    this.#isGathering = true
    super.cork()
    process.nextTick(() => {
      this.#isGathering = false
      super.uncork()
    })
  }
}
