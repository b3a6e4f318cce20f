import { describe, expect, it } from 'vitest'
import { readingOf, withOutcome } from '../../bot/lane/reading.ts'
import { understand } from '../../conversations/understanding/understand.ts'
import { knowledge } from '../conversations/understanding/situations.ts'

describe('what is kept of a message that names no intent', () => {
  const text = 'livraison'
  const heard = understand(text, { channel: 'whatsapp', role: 'client', context: 'cart', state: {} }, knowledge)
  const after = (did: readonly string[]) =>
    withOutcome(readingOf(heard, null), { text, heard }, { did, learnt: [], isLeftToStaff: false })

  it('is shown to staff when nothing came of it', () => {
    expect(after(['client.misunderstood']).trouble).toBe('unknown')
  })

  it('is not, when the dialogue knew what to do with it', () => {
    expect(after(['client.waiting:done.placeOrder']).trouble).toBeUndefined()
  })
})
