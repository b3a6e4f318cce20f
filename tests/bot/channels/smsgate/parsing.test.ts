import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseEvent } from '../../../../bot/channels/smsgate/parsing.ts'
import { SIMS } from './harness.ts'

describe('reading an event', () => {
  it('never throws, whatever it holds', () => {
    const known = fc.record(
      {
        id: fc.anything(),
        event: fc.constantFrom('sms:received', 'sms:sent', 'sms:failed', 'system:ping', 'app:started', 7),
        deviceId: fc.anything(),
        payload: fc.oneof(
          fc.anything(),
          fc.record({
            sender: fc.anything(),
            message: fc.anything(),
            simNumber: fc.anything(),
            messageId: fc.anything(),
          }),
        ),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(
        fc.oneof(
          known.map((value) => JSON.stringify(value) ?? ''),
          fc.string(),
          fc.json(),
        ),
        (body) => {
          const event = parseEvent(Buffer.from(body), SIMS)
          if (event.kind === 'message') expect(event.message.address).toMatch(/^\+\d+$/)
        },
      ),
    )
  })
})
