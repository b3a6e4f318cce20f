import { type Refused, refused } from '../work/refusals.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'
import type { Tariff, TariffKind } from './tariffs.ts'

export interface NewTariff extends TariffKind {
  /** francs for one unit; null: not known from then on */
  readonly price: number | null
  /** null: from now on */
  readonly validFrom: Date | null
}

const insert = statement<{ id: number; price: string | null; validFrom: Date }>(
  'tariff.set',
  `insert into tariff (adapter, medium, operator, unit, category, price, valid_from, set_by, set_at)
   values ($1, $2::"ChannelKind", $3, $4, $5, $6, $7, $8, $9)
   returning id::float8 as id, price::text as price, valid_from as "validFrom"`,
)

/**
 * Says what a kind of message costs, from now or from a later date. Nothing that was is changed: messages keep the price
 * that they were recorded with, so a tariff never begins in the past.
 */
export async function setTariff(
  work: Work,
  { price, validFrom, ...kind }: NewTariff,
): Promise<Tariff | Refused<'TARIFF_IN_THE_PAST'>> {
  const from = validFrom ?? work.now
  if (from < work.now) return refused('TARIFF_IN_THE_PAST')
  const { adapter, medium, operator, unit, category } = kind
  const values = [adapter, medium, operator, unit, category, price, from, work.actor.id, work.now]
  const [row] = await insert(work.sql, values)
  if (row === undefined) throw new Error('A tariff was not written.')
  return { ...kind, ...row }
}
