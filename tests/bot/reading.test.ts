import { describe, expect, it } from 'vitest'
import { readingOf, withOutcome } from '../../bot/lane/reading.ts'
import { understand } from '../../conversations/understanding/understand.ts'
import { knowledge } from '../conversations/understanding/situations.ts'

describe('what is kept of a message that names no intent', () => {
  const rfqs = [{ ref: '1043', items: [] }]
  const AFTER = {
    livraison: { channel: 'whatsapp', role: 'client', context: 'cart', state: {} },
    'OUI 1042': { channel: 'sms', role: 'supplier', context: 'sup_rfq', state: { rfqs } },
    '2 casiers de zougloutchi': { channel: 'whatsapp', role: 'client', context: 'idle', state: {} },
  } as const
  const trouble = (text: keyof typeof AFTER, isDone: boolean) => {
    const heard = understand(text, AFTER[text], knowledge)
    const outcome = { did: [], learnt: [], isDone, isLeftToStaff: false }
    return withOutcome(readingOf(heard, null), { text, heard }, outcome).trouble
  }

  it('is shown to staff when nothing came of it', () => {
    expect(trouble('livraison', false)).toBe('unknown')
    expect(trouble('OUI 1042', false)).toBe('unclear')
  })

  it('is not, when the dialogue knew what to do with it', () => {
    expect(trouble('livraison', true)).toBeUndefined()
    expect(trouble('OUI 1042', true)).toBeUndefined()
  })

  it('is, when a product had to be asked for, whatever else was done', () => {
    expect(trouble('2 casiers de zougloutchi', true)).toBe('asked')
  })
})
