import type { App, Medium } from '../harness/app.ts'

/** Somebody of the demonstration market, with their phone in hand. */
export interface Person {
  /** writes, waits for all that follows, and reads what came on this phone since the last look, buttons as [label] */
  writes(text: string): Promise<string>
  presses(choice: string): Promise<string>
  /** what came since the last look, without writing */
  reads(): Promise<string>
}

export function personOf(app: App, channel: Medium, phone: string): Person {
  let seen = 0
  async function reads(): Promise<string> {
    const shown = await app.shows(channel, phone, seen)
    seen = Math.max(seen, ...shown.map(({ seq }) => seq))
    return shown
      .filter(({ direction }) => direction === 'out')
      .flatMap(({ text, choices }) => [text, ...choices.map(({ label }) => `[${label}]`)])
      .join('\n')
  }
  return {
    reads,
    async writes(text) {
      await app.type(channel, phone, text)
      return reads()
    },
    async presses(choice) {
      await app.press(channel, phone, choice)
      return reads()
    },
  }
}

export const BARS = {
  leGrin: '+2250700000001',
  tantieRose: '+2250700000002',
  cocotiers: '+2250500000003',
  palmier: '+2250700000004',
} as const

/** The three that serve Yopougon. */
export const DEPOTS = { siporex: '+2250700000011', niangon: '+2250500000012', angre: '+2250100000013' } as const

export function bar(app: App, name: keyof typeof BARS): Person {
  return personOf(app, 'whatsapp', BARS[name])
}

export function depot(app: App, name: keyof typeof DEPOTS): Person {
  return personOf(app, 'sms', DEPOTS[name])
}

/** The number in "Commande 1001 envoyée…"; the words themselves when there is none, so that the test says what came. */
export function numberIn(words: string): string {
  return /Commande (\d+)/.exec(words)?.[1] ?? `no order in: ${words}`
}

/** Five cases of Flag, delivered now: asked of the depots. Gives the order's number. */
export async function placesOrder(client: Person, words = '5 casiers de flag 65'): Promise<string> {
  await client.writes(words)
  await client.writes('ok')
  return numberIn(await client.writes('1'))
}

/** An order that a depot has won and confirmed. */
export async function winsOrder(client: Person, supplier: Person, price = 30_000): Promise<string> {
  const number = await placesOrder(client)
  await supplier.writes(`${number} ${price} 30`)
  await client.writes('1')
  await supplier.writes(`OUI ${number}`)
  return number
}

/** An order that was delivered, for 49,500 francs, and not paid. */
export async function isDelivered(client: Person, supplier: Person): Promise<string> {
  const number = await winsOrder(client, supplier)
  await supplier.writes(`ROUTE ${number} 20`)
  await client.writes('bien reçu')
  return number
}

/** What the ledger holds, all of it: zero, at any time. */
export async function ledgerSum(app: App): Promise<number> {
  const { rows } = await app.pool.query<{ sum: number }>('select coalesce(sum(amount), 0) as sum from ledger_entry')
  return Number(rows[0]?.sum)
}

export async function statusOf(app: App, number: string): Promise<string> {
  const { rows } = await app.pool.query<{ status: string }>('select status from "order" where number = $1', [number])
  return rows[0]?.status ?? 'no such order'
}
