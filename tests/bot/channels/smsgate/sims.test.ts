import fc from 'fast-check'
import pino from 'pino'
import { expect, it } from 'vitest'
import { sharingSims } from '../../../../bot/channels/smsgate/sims.ts'
import { stoppedClock } from '../../../harness/app.ts'
import { freshDatabase } from '../../../harness/database.ts'
import { SIMS } from './harness.ts'

const { pool } = await freshDatabase()

const base = {
  apiBaseUrl: 'http://127.0.0.1',
  user: 'distri',
  password: 'secret',
  signingKeys: [],
  sims: SIMS,
  offlineMinutes: 3,
  toleranceSeconds: 300,
  publicUrl: 'http://127.0.0.1',
  log: pino({ level: 'silent' }),
}

const step = fc.record({ seconds: fc.integer({ min: 0, max: 40 }), segments: fc.integer({ min: 1, max: 3 }) })

interface Place {
  readonly sender: string
  readonly segments: number
  readonly at: number
}

it('never gives a SIM more than its rate and its burst in any minute, nor more than its day', async () => {
  let run = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 40 }),
      fc.integer({ min: 4, max: 30 }),
      fc.integer({ min: 5, max: 60 }),
      async (steps, perMinute, perDay) => {
        run += 1
        await pool.query('truncate smsgate_send, smsgate_sim')
        const clock = stoppedClock()
        const sims = sharingSims({ ...base, pool, clock, perMinute, perDay })
        const places: Place[] = []
        for (const [index, { seconds, segments }] of steps.entries()) {
          clock.move(seconds / 60)
          const taken = await sims.take({ messageId: `${run}-${index}`, segments, candidates: SIMS })
          if (taken === null) continue
          places.push({ sender: taken.sender, segments, at: clock.now().getTime() + taken.waitMs })
        }
        const burst = Math.max(1, Math.floor(perMinute / 4))
        for (const { sender } of SIMS) {
          const ofSim = places.filter((place) => place.sender === sender)
          expect(count(ofSim)).toBeLessThanOrEqual(perDay)
          for (const { at } of ofSim) {
            const inMinute = ofSim.filter((place) => place.at >= at && place.at < at + 60_000)
            // the last one may have up to 3 segments of which only the first has its place
            expect(count(inMinute)).toBeLessThanOrEqual(perMinute + burst + 2)
          }
        }
      },
    ),
    { numRuns: 30 },
  )
})

const count = (places: readonly Place[]): number => places.reduce((sum, { segments }) => sum + segments, 0)

it('forgets what nobody can ask about any more', async () => {
  await pool.query('truncate smsgate_send, smsgate_sim')
  const clock = stoppedClock()
  const sims = sharingSims({ ...base, pool, clock, perMinute: 20, perDay: 500 })
  await sims.take({ messageId: '1', segments: 1, candidates: SIMS })
  clock.move(6 * 24 * 60)
  await sims.forget()
  expect(await sims.find('1')).toBeDefined()
  clock.move(2 * 24 * 60)
  await sims.forget()
  expect(await sims.find('1')).toBeUndefined()
})

it('gives away no place twice when processes ask at the same instant, again and again', async () => {
  const clock = stoppedClock()
  for (let round = 0; round < 10; round += 1) {
    await pool.query('truncate smsgate_send, smsgate_sim')
    const processes = Array.from({ length: 4 }, () =>
      sharingSims({ ...base, pool, clock, perMinute: 10_000, perDay: 10 }),
    )
    // the first makes the rows of the SIMs, so that the others meet only at the counting
    await processes[0]?.take({ messageId: 'first', segments: 1, candidates: SIMS })
    const asked = processes.flatMap((sims, process) =>
      Array.from({ length: 20 }, (_, index) =>
        sims.take({ messageId: `${process}-${index}`, segments: 1, candidates: SIMS }),
      ),
    )
    const taken = (await Promise.all(asked)).filter((one) => one !== null)
    expect(taken).toHaveLength(29)
    const { rows } = await pool.query<{ sent: number }>('select sent from smsgate_sim')
    expect(rows.map(({ sent }) => sent)).toEqual([10, 10, 10])
  }
})

it('gives a message one SIM when all processes try it at the same instant', async () => {
  const clock = stoppedClock()
  await pool.query('truncate smsgate_send, smsgate_sim')
  const processes = Array.from({ length: 4 }, () => sharingSims({ ...base, pool, clock, perMinute: 20, perDay: 500 }))
  for (let round = 0; round < 20; round += 1) {
    const request = { messageId: `m${round}`, segments: 1, candidates: SIMS }
    const taken = await Promise.all(processes.map((sims) => sims.take(request)))
    expect(new Set(taken.map((one) => one?.providerId)).size).toBe(1)
  }
})
