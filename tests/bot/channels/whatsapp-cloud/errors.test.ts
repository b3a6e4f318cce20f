import { describe, expect, it } from 'vitest'
import { judge, type SendWaits } from '../../../../bot/channels/whatsapp-cloud/errors.ts'
import { growingWaits } from '../../../../bot/channels/whatsapp-cloud/waits.ts'

const waits = (): SendWaits => ({
  sender: growingWaits({ firstMs: 1_000, factor: 2, mostMs: 60_000 }, () => 0),
  pair: growingWaits({ firstMs: 1_000, factor: 4, mostMs: 4 ** 5 * 1_000 }, () => 0),
  message: growingWaits({ firstMs: 5_000, factor: 1, mostMs: 5_000 }, () => 0),
})
const FAILED = { sender: '1', to: '+2250700000001', messageId: '7' }
const refused = (code: number, status = 400, known = waits()) =>
  judge({ kind: 'refused', status, error: { code, detail: 'said' } }, FAILED, known)

describe('what Meta answers to a send', () => {
  it.each([
    [368, 'policy'],
    [131031, 'policy'],
    [130497, 'policy'],
    [141014, 'policy'],
    [131049, 'held_back'],
    [130472, 'policy'],
    [132007, 'policy'],
    [130403, 'opted_out'],
    [131050, 'opted_out'],
    [131026, 'unreachable'],
    [131047, 'outside_window'],
    [131021, 'invalid_address'],
    [100, 'configuration'],
    [131008, 'configuration'],
    [131009, 'configuration'],
    [131042, 'configuration'],
    [131051, 'configuration'],
    [131064, 'configuration'],
    [132000, 'configuration'],
    [132001, 'configuration'],
    [132005, 'configuration'],
    [132012, 'configuration'],
    [132015, 'configuration'],
    [132016, 'configuration'],
    [999_999, 'configuration'],
  ])('%i is refused for good: %s', (code, because) => {
    expect(refused(code).result).toEqual({ kind: 'refused', because, errorCode: String(code) })
  })

  it.each([
    0, 3, 4, 10, 190, 200, 230, 299, 80007, 130429, 131000, 131005, 131016, 131045, 131048, 131052, 131053, 131056,
    131057, 133010,
  ])('%i is for later', (code) => {
    expect(refused(code).result).toMatchObject({ kind: 'retry', errorCode: String(code) })
  })

  it.each([
    [190, [{ kind: 'stopped', why: 'token', detail: '190 said', until: null }]],
    [230, [{ kind: 'stopped', why: 'token' }]],
    [133010, [{ kind: 'stopped', why: 'logged_out' }]],
    [368, [{ kind: 'stopped', why: 'restricted' }]],
    [141014, [{ kind: 'stopped', why: 'banned' }]],
    [
      130497,
      [
        { kind: 'violation', of: 'restricted_goods' },
        { kind: 'stopped', why: 'restricted' },
      ],
    ],
    [132007, [{ kind: 'violation', of: 'other' }]],
    [130429, [{ kind: 'throttled', errorCode: '130429', afterMs: 1000 }]],
    [131048, [{ kind: 'throttled', errorCode: '131048', afterMs: 3_600_000 }]],
    [130403, [{ kind: 'blocked_by_contact', errorCode: '130403' }]],
    [131056, []],
    [131026, []],
    [131047, []],
  ])('%i says of the sender', (code, health) => {
    expect(refused(code).health).toMatchObject(health)
    expect(refused(code).health).toHaveLength(health.length)
  })

  it('waits 4^X seconds for one person, and nobody else waits', () => {
    const known = waits()
    const waited = () => {
      const { result } = refused(131056, 400, known)
      return result.kind === 'retry' ? result.afterMs : 0
    }
    expect([waited(), waited(), waited(), waited()]).toEqual([1_000, 4_000, 16_000, 64_000])
    expect(known.pair.next('+2250500000002')).toBe(1_000)
  })

  it('tries a file once more, then never', () => {
    const known = waits()
    expect(refused(131053, 400, known).result).toMatchObject({ kind: 'retry' })
    expect(refused(131053, 400, known).result).toMatchObject({ kind: 'refused' })
  })

  it('in Meta’s own form is a no, even at 5xx; in another form it may have been taken', () => {
    expect(refused(999_999, 500).result.kind).toBe('retry')
    const unclear = (status: number | null) =>
      judge({ kind: 'unclear', status, cause: 'x' }, FAILED, waits()).result.kind
    expect([500, 502, 504, 408, 200, null].map(unclear)).toEqual(Array(6).fill('unknown'))
    expect([429, 400, 404].map(unclear)).toEqual(['retry', 'refused', 'refused'])
    expect(judge({ kind: 'never_left', cause: 'ECONNREFUSED' }, FAILED, waits()).result.kind).toBe('retry')
  })
})
