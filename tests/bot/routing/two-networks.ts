import { type App, openApp } from '../../harness/app.ts'
import { BARS, DEPOTS } from '../../whole/people.ts'
import { type SentMessage, type TestChannel, type TestChannelOptions, testChannel } from '../test-channel.ts'

// The market on two networks of their own: WhatsApp with its window on one adapter, SMS on another.

export const BAR = BARS.leGrin
export const DEPOT = DEPOTS.siporex

export interface TwoNetworks {
  readonly app: App
  readonly cloud: TestChannel
  readonly gate: TestChannel
  /** the bar writes, and what follows happens */
  bar(text: string): Promise<void>
  barBySms(text: string): Promise<void>
  depot(text: string): Promise<void>
  /** phones confirm everything that WhatsApp has sent so far */
  confirm(): Promise<void>
  /** what the bar's phone got by SMS */
  smsOfBar(): readonly SentMessage[]
  /** the bar orders, a depot bids: the offer is on its way to the bar, unconfirmed. Gives the order's number */
  getsAnOffer(): Promise<string>
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>
}

export async function twoNetworks(
  options: {
    readonly env?: Readonly<Record<string, string>>
    readonly cloud?: TestChannelOptions
    readonly withoutSms?: boolean
  } = {},
): Promise<TwoNetworks> {
  const cloud = testChannel([], {
    name: 'cloud',
    media: ['whatsapp'],
    senders: ['main'],
    windowHours: 24,
    ...options.cloud,
  })
  const gate = testChannel([], { name: 'gate', media: ['sms'], senders: ['sim'] })
  const channels = options.withoutSms === true ? [cloud] : [cloud, gate]
  const env = { RESTRICTED_GOODS_OPEN: '', ...options.env }
  const app = await openApp({ env, channels: () => channels })
  await app.pool.query(
    `update contact set adapter = case channel when 'sms' then 'gate' else 'cloud' end, last_inbound_at = $1`,
    [app.clock.now()],
  )

  async function write(channel: TestChannel, medium: 'whatsapp' | 'sms', phone: string, text: string): Promise<void> {
    await channel.receives(phone, text, { medium })
    await app.settle()
  }
  async function query<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await app.pool.query<Row>(sql, [...values])).rows
  }
  const bar = (text: string) => write(cloud, 'whatsapp', BAR, text)
  const depot = (text: string) => write(gate, 'sms', DEPOT, text)
  async function confirm(): Promise<void> {
    const providerIds = cloud.sent.map(({ id }) => `cloud-${id}`)
    await cloud.inbox().reportStatus(
      providerIds.map((providerId) => ({
        adapter: 'cloud',
        providerId,
        status: 'delivered',
        errorCode: null,
        segments: null,
        price: null,
      })),
    )
  }
  return {
    app,
    cloud,
    gate,
    bar,
    depot,
    confirm,
    query,
    barBySms: (text) => write(gate, 'sms', BAR, text),
    smsOfBar: () => gate.sent.filter(({ to }) => to === BAR),
    async getsAnOffer() {
      await bar('5 casiers de malta')
      await bar('ok')
      await bar('1')
      const [order] = await query<{ number: number }>(`select max(number) as number from "order"`)
      const number = String(order?.number)
      await confirm()
      await depot(`${number} 30000 30`)
      return number
    },
  }
}
