import { describe, expect, it } from 'vitest'
import { healthOfStatus, refusedBecause, sendResultOf, slowingDown } from '../../../../bot/channels/twilio/errors.ts'

const result = (error: unknown) => sendResultOf(error, () => 200)
const answered = (status: number, code?: number) => result({ status, code, message: 'no' })

describe('what Twilio answers to a send', () => {
  it.each([
    [21610, 'opted_out'],
    [21211, 'invalid_address'],
    [21614, 'unreachable'],
    [21635, 'unreachable'],
    [63003, 'unreachable'],
    [63024, 'unreachable'],
    [30005, 'unreachable'],
    [63016, 'outside_window'],
    [63013, 'policy'],
    [30007, 'policy'],
    [20003, 'configuration'],
    [21408, 'configuration'],
    [21608, 'configuration'],
  ])('%i is refused: %s', (code, because) => {
    expect(answered(400, code)).toMatchObject({ kind: 'refused', because, errorCode: String(code) })
    expect(refusedBecause(String(code))).toBe(because)
  })

  it.each([20429, 63017, 30003, 30008, 30001, 63018, 63038])('%i is for later', (code) => {
    expect(answered(400, code)).toMatchObject({ kind: 'retry', errorCode: String(code) })
    expect(refusedBecause(String(code))).toBeUndefined()
  })

  it('is for later at HTTP 429 and 503, whatever the body', () => {
    expect(answered(429)).toMatchObject({ kind: 'retry', afterMs: 200, errorCode: 'HTTP 429' })
    expect(answered(503)).toMatchObject({ kind: 'retry' })
  })

  it('is unclear at any other 5xx: the message may have been taken', () => {
    for (const status of [500, 502, 504]) expect(answered(status, 20500).kind).toBe('unknown')
  })

  it('is our fault at a 4xx that we do not know', () => {
    expect(answered(400, 21999)).toEqual({ kind: 'refused', because: 'configuration', errorCode: '21999' })
    expect(answered(404)).toEqual({ kind: 'refused', because: 'configuration', errorCode: 'HTTP 404' })
  })
})

describe('what a refusal says of our sender', () => {
  it.each([
    [20003, { kind: 'stopped', why: 'token', until: null }],
    [20429, { kind: 'throttled', errorCode: '20429', afterMs: 200 }],
    [63017, { kind: 'throttled', afterMs: 200 }],
    [63018, { kind: 'throttled', afterMs: 60_000 }],
    [30001, { kind: 'throttled', afterMs: 60_000 }],
    [63038, { kind: 'throttled', afterMs: 3_600_000 }],
    [63013, { kind: 'violation', of: 'restricted_goods', detail: '63013' }],
    [30450, { kind: 'violation', of: 'other' }],
    [30007, { kind: 'violation', of: 'other' }],
    [63049, { kind: 'blocked_by_contact', errorCode: '63049' }],
  ])('%i, in an answer: %o', (code, health) => {
    expect(answered(400, code)).toMatchObject({ health })
  })

  it('is the same when it comes later, with a failed status', () => {
    for (const code of ['20003', '63013', '30450', '63049', '63018', '63038']) {
      expect(answered(400, Number(code))).toMatchObject({ health: healthOfStatus(code) })
    }
  })

  it('is nothing when it is about the person or about us', () => {
    for (const code of [21610, 21211, 63003, 63016, 21408, 30008])
      expect(answered(400, code)).not.toHaveProperty('health')
    expect(healthOfStatus('30003')).toBeUndefined()
  })
})

describe('a connection that fails', () => {
  it('before anything left is tried again', () => {
    expect(result({ code: 'ECONNREFUSED', message: '' })).toMatchObject({ kind: 'retry' })
    expect(result({ code: 'ENOTFOUND', message: '' })).toMatchObject({ kind: 'retry' })
    expect(result({ code: 'ETIMEDOUT', cause: { syscall: 'connect' }, message: '' })).toMatchObject({ kind: 'retry' })
    expect(result({ code: 'CERT_HAS_EXPIRED', message: '' })).toMatchObject({ kind: 'retry' })
  })

  it('after that is unknown', () => {
    for (const code of ['ECONNRESET', 'ECONNABORTED', 'EPIPE', undefined]) {
      expect(result({ code, message: 'gone' }).kind).toBe('unknown')
    }
    expect(result({ code: 'ETIMEDOUT', cause: { syscall: 'read' }, message: '' }).kind).toBe('unknown')
    expect(result('a string').kind).toBe('unknown')
  })
})

describe('slowing down', () => {
  it('doubles within 10 %, up to 30 seconds, and begins again after a success', () => {
    const middle = slowingDown(() => 0.5)
    expect(Array.from({ length: 10 }, () => middle.next())).toEqual([
      200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000,
    ])
    middle.forget()
    expect(middle.next()).toBe(200)
    expect(slowingDown(() => 0).next()).toBe(180)
  })
})
