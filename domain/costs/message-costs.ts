import { operatorIn } from '../accounts/operators.ts'
import { type Sql, statement } from '../work/sql.ts'

// What the figures of messages mean, once:
// - a message is one that left us: it has a `sent_at`, whatever became of it afterwards, and was tried (what staff write on
//   the phone itself was not: it is in the transcript only);
// - its cost is what the provider said, else what the tariff of that moment said, in francs (XOF). A price in USD is
//   turned into francs at the rate (setting usdToXof) of its moment; at the first rate when it is older than that;
// - without a price, or with one in a money we have no rate for, its cost is not known, and it is counted as such;
// - a completed order is one that was delivered; it belongs to the moment of its delivery.

/** CTEs: `rates`, and `messages` with what each cost. `sent_at` and `order_id` are there to choose by. */
const MESSAGES = `rates as (
    select nullif(after::text::numeric, 0) as rate,
      case when row_number() over (order by id) = 1 then '-infinity' else at end as since,
      coalesce(lead(at) over (order by id), 'infinity') as until
    from setting_change where key = 'usdToXof'
  ), messages as (
    select m.order_id, m.sent_at, m.adapter, c.channel as medium,
      case when c.channel = 'sms' then ${operatorIn('c.address')} end as operator,
      split_part(split_part(m.copy, '+', 1), ':', 1) as text,
      coalesce(m.segments, 0) as segments,
      -- some providers say what they take as a negative amount
      abs(m.price) * case m.price_unit when 'XOF' then 1 when 'USD' then rates.rate end as cost
    from outbox_message m join contact c on c.id = m.contact_id
      left join rates on m.price_unit = 'USD' and m.sent_at >= rates.since and m.sent_at < rates.until
    where m.sent_at is not null and m.attempts > 0
  )`

const SUMS = `count(*)::float8 as messages, coalesce(sum(segments), 0)::float8 as segments,
  coalesce(sum(cost), 0)::float8 as cost, (count(*) - count(cost))::float8 as "withoutPrice"`

/** `cost` is in francs, of the messages whose price is known; `withoutPrice` says how many others there are. */
export interface MessageCost {
  readonly messages: number
  readonly segments: number
  readonly cost: number
  readonly withoutPrice: number
}
const NOTHING: MessageCost = { messages: 0, segments: 0, cost: 0, withoutPrice: 0 }

const costOfOrder = statement<MessageCost>(
  'cost.ofOrder',
  `with ${MESSAGES} select ${SUMS} from messages where order_id = $1`,
)

/** What the messages about one order cost so far. */
export async function readOrderCost(sql: Sql, orderId: string): Promise<MessageCost> {
  const [row] = await costOfOrder(sql, [orderId])
  return row ?? NOTHING
}

type Grouped = MessageCost & {
  readonly adapter: string | null
  readonly medium: 'whatsapp' | 'sms' | null
  readonly operator: string | null
  readonly text: string | null
  /** which of the groupings: 0 by way, 1 by text, 2 all */
  readonly grouping: number
}

const costsOfPeriod = statement<Grouped>(
  'cost.ofPeriod',
  `with ${MESSAGES}
   select adapter, medium, operator, text, ${SUMS},
     case when grouping(adapter) = 0 then 0 when grouping(text) = 0 then 1 else 2 end as grouping
   from messages where sent_at >= $1 and sent_at < $2
   group by grouping sets ((adapter, medium, operator), (text), ())
   order by cost desc, messages desc, adapter, medium, operator, text`,
)

const completedOrders = statement<MessageCost & { orders: number }>(
  'cost.ofCompleted',
  `with ${MESSAGES}, completed as (select id from "order" where delivered_at >= $1 and delivered_at < $2)
   select ${SUMS}, (select count(*) from completed)::float8 as orders
   from messages where order_id = any (array(select id from completed))`,
)

export interface Period {
  readonly from: Date
  /** the first moment after it */
  readonly to: Date
}

export interface Costs {
  /** orders delivered in the period */
  readonly completedOrders: number
  /** all that was sent in the period */
  readonly total: MessageCost
  /**
   * All that was sent in the period over its completed orders: what is said for nothing (no offer, cancelled, greetings)
   * is paid by the orders that bring money. Null without a completed order.
   */
  readonly perCompletedOrder: { readonly cost: number; readonly segments: number } | null
  /** of messages about completed orders, whenever they were sent: what an order costs that goes well */
  readonly ofCompletedOrders: MessageCost & {
    readonly perOrder: { readonly cost: number; readonly segments: number } | null
  }
  readonly byWay: readonly (MessageCost & Pick<Grouped, 'adapter' | 'medium' | 'operator'>)[]
  readonly byText: readonly (MessageCost & { readonly text: string })[]
}

/** What messages cost in a period (operations.md, KPIs: cost and segments per completed order). */
export async function readCosts(sql: Sql, { from, to }: Period): Promise<Costs> {
  const [groups, [completed]] = await Promise.all([costsOfPeriod(sql, [from, to]), completedOrders(sql, [from, to])])
  const { orders, ...own } = completed ?? { ...NOTHING, orders: 0 }
  const total = sumOf(groups.find(({ grouping }) => grouping === 2) ?? NOTHING)
  return {
    completedOrders: orders,
    total,
    perCompletedOrder: per(total, orders),
    ofCompletedOrders: { ...own, perOrder: per(own, orders) },
    byWay: groups
      .filter(({ grouping }) => grouping === 0)
      .map((group) => ({ adapter: group.adapter, medium: group.medium, operator: group.operator, ...sumOf(group) })),
    byText: groups
      .filter(({ grouping }) => grouping === 1)
      .map((group) => ({ text: group.text ?? '', ...sumOf(group) })),
  }
}

function sumOf({ messages, segments, cost, withoutPrice }: MessageCost): MessageCost {
  return { messages, segments, cost, withoutPrice }
}

function per({ cost, segments }: MessageCost, orders: number): { cost: number; segments: number } | null {
  return orders === 0 ? null : { cost: cost / orders, segments: segments / orders }
}
