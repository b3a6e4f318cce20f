import type { Pool } from 'pg'
import { openPool } from '../../domain/work/pool.ts'
import { statement } from '../../domain/work/sql.ts'
import { type Check, checkAll, passTheMinute, quiet, whatHappened } from './checks.ts'
import { startLoad } from './load.ts'
import { client, seeded, stranger, supplier } from './phones.ts'
import { victimOn } from './server.ts'

/** What is done to the running system, once each, in this order. */
export interface Blow {
  readonly name: string
  /** `server` is alive and loaded when it begins, and must be when it ends */
  strike(server: { kill(): Promise<void>; start(): Promise<void> }): Promise<void>
}

/** kill -9 of the program, and a new one. */
export const killTheProgram: Blow = {
  name: 'kill -9',
  async strike(server) {
    await server.kill()
    await server.start()
  },
}

export interface Struck {
  readonly name: string
  /** messages taken before it */
  readonly accepted: number
  /** until the server took messages again */
  readonly milliseconds: number
}

export interface Outcome {
  readonly struck: readonly Struck[]
  readonly accepted: number
  readonly checks: readonly Check[]
  readonly happened: Awaited<ReturnType<typeof whatHappened>>
  /** what the server wrote last */
  readonly lines: readonly string[]
}

const STRANGERS = 6
const MOST_ROUNDS = 40
/** Phones wait a minute for what a dead process had claimed: between most blows no order gets as far as its payment. */
const KILLS_A_SALE = 4
/** At least and at most this many messages between two blows: the moment is drawn. */
const BETWEEN = { least: 40, most: 160 }

/**
 * Runs the whole program under about 20 writing phones, strikes it again and again, and says what is broken afterwards.
 * @param parts.isHurried the minute after which a claimed send is looked at again passes in the database, not here
 */
export async function torture(parts: {
  readonly databaseUrl: string
  readonly blows: readonly Blow[]
  readonly seed: number
  readonly isHurried: boolean
  readonly onStruck?: (struck: Struck) => void
}): Promise<Outcome> {
  const random = seeded(parts.seed)
  const server = await victimOn(parts.databaseUrl)
  const pool = openPool(parts.databaseUrl, 2)
  const struck: Struck[] = []
  try {
    await server.start()
    const { clients, suppliers } = await demoPeople(pool, random)
    const strangers = Array.from({ length: STRANGERS }, (_, n) => stranger(`+22507070707${10 + n}`, random))
    const load = startLoad(server.url, [...clients, ...suppliers, ...strangers], `kill-${parts.seed}`)
    let booked = 0
    /** On until money has moved again, so that blows fall on sales and payments too. */
    async function untilSold(): Promise<void> {
      for (let rounds = 0; rounds < MOST_ROUNDS; rounds += 1) {
        await Promise.race([load.more(BETWEEN.least), server.died])
        const { ledger } = await whatHappened(pool)
        if (ledger <= booked) continue
        booked = ledger
        return
      }
    }
    // First until there is something to break, while nothing is broken yet: without a chosen offer the checks prove little.
    for (let rounds = 0; rounds < MOST_ROUNDS && (await whatHappened(pool)).chosen === 0; rounds += 1) {
      await Promise.race([load.more(BETWEEN.least), server.died])
    }
    for (const [place, blow] of parts.blows.entries()) {
      if (!parts.isHurried && place % KILLS_A_SALE === KILLS_A_SALE - 1) await untilSold()
      const moment = BETWEEN.least + Math.floor(random() * (BETWEEN.most - BETWEEN.least))
      await Promise.race([load.more(moment), server.died])
      const began = performance.now()
      const accepted = load.accepted.length
      await blow.strike(server)
      const one = { name: blow.name, accepted, milliseconds: Math.round(performance.now() - began) }
      struck.push(one)
      parts.onStruck?.(one)
    }
    await Promise.race([load.more(BETWEEN.most), server.died])
    await Promise.race([load.stop(), server.died])
    if (parts.isHurried) {
      await server.kill()
      await passTheMinute(pool)
      await server.start()
    }
    await quiet(pool)
    const probes = suppliers.flatMap((one) => one.probes())
    const checks = await checkAll(pool, { accepted: load.accepted, probes })
    const happened = await whatHappened(pool)
    return { struck, accepted: load.accepted.length, checks, happened, lines: server.lines() }
  } finally {
    await server.stop()
    await pool.end()
  }
}

const approved = statement<{ phone: string; kind: 'client' | 'supplier' }>(
  'kill.approved',
  `select c.address as phone, a.kind from contact c join account a on a.id = c.account_id
   where a.status = 'approved' order by c.address`,
)

/** Those of the demonstration market, which the server loaded at its first start. */
async function demoPeople(pool: Pool, random: () => number) {
  const phones = await approved(pool, [])
  const ofKind = (kind: 'client' | 'supplier') => phones.filter((one) => one.kind === kind).map(({ phone }) => phone)
  return {
    clients: ofKind('client').map((phone) => client(phone, random)),
    suppliers: ofKind('supplier').map((phone, place) => supplier(phone, 3_000 + 1_000 * place, random)),
  }
}
