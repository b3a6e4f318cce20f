import { describe, expect, it } from 'vitest'
import { isFixedLine, phoneOf, preferredSims } from '../../../../bot/channels/smsgate/operators.ts'
import { operatorOf } from '../../../../domain/accounts/operators.ts'
import { SIMS } from './harness.ts'

const ORANGE = '+2250700000001'
const MTN = '+2250500000002'
const MOOV = '+2250100000003'

describe('numbers', () => {
  it('are read as people and networks write them', () => {
    expect(['0707070707', '+225 07 07 07 07 07', '002250707070707', '+33612345678'].map(phoneOf)).toEqual([
      '+2250707070707',
      '+2250707070707',
      '+2250707070707',
      '+33612345678',
    ])
    expect(['ORANGE', '98164', '*144#', '', '0807060504', '07070707'].map(phoneOf)).toEqual(Array(6).fill(undefined))
  })

  it('say their network, or that they are fixed', () => {
    expect([ORANGE, MTN, MOOV, '+33612345678'].map(operatorOf)).toEqual(['orange', 'mtn', 'moov', undefined])
    expect(['+2252721234567', ORANGE].map(isFixedLine)).toEqual([true, false])
    expect(preferredSims(SIMS, MOOV, 'phone-a:2').map(({ sender }) => sender)).toEqual([
      'phone-a:2',
      'phone-b:1',
      'phone-a:1',
    ])
  })
})
