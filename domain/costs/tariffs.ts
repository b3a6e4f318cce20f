import { OPERATORS, type Operator, operatorOf } from '../accounts/operators.ts'
import { type Sql, statement } from '../work/sql.ts'

export const TARIFF_OPERATORS = [...OPERATORS, 'other'] as const
export const TARIFF_UNITS = ['segment', 'message', 'template'] as const
export const TEMPLATE_CATEGORIES = ['marketing', 'utility', 'authentication'] as const
export type TemplateCategory = (typeof TEMPLATE_CATEGORIES)[number]

/** What a kind of message costs: an SMS by the segment, WhatsApp by the message or the template. */
export interface TariffKind {
  readonly adapter: string
  readonly medium: 'whatsapp' | 'sms'
  /** whose number it goes to; null for every network */
  readonly operator: Operator | 'other' | null
  readonly unit: (typeof TARIFF_UNITS)[number]
  /** of the template; null for every category */
  readonly category: TemplateCategory | null
}

export interface Tariff extends TariffKind {
  readonly id: number
  /** francs for one unit, up to five decimals; null: not known from then on */
  readonly price: string | null
  readonly validFrom: Date
}

const COLUMNS = `id::float8 as id, adapter, medium, operator, unit, category, price::text as price, valid_from as "validFrom"`

const readAll = statement<Tariff>('tariff.readAll', `select ${COLUMNS} from tariff order by valid_from desc, id desc`)

/** Every tariff there was, is and will be; of one kind the newest first. */
export async function readTariffs(sql: Sql): Promise<readonly Tariff[]> {
  return readAll(sql, [])
}

const readVersion = statement<{ version: string }>(
  'tariff.version',
  'select coalesce(max(id), 0)::text as version from tariff',
)

/** Changes with every tariff set, in whatever process. */
export async function tariffsVersion(sql: Sql): Promise<string> {
  const [row] = await readVersion(sql, [])
  return row?.version ?? '0'
}

/** A message that was sent, or that would be. */
export interface Sending {
  readonly adapter: string
  readonly medium: 'whatsapp' | 'sms'
  readonly to: string
  /** of an SMS; null when it is not known */
  readonly segments: number | null
  /** of the template that is said in place of the text; null without one */
  readonly template: TemplateCategory | null
  readonly at: Date
}

const DECIMALS = 100_000

/**
 * What a message costs by our own tariffs. The tariff of its operator and category wins over the one for any. Pure.
 * @param tariffs as readTariffs gives them
 * @returns francs with five decimals; null when no tariff says it: unknown is not free
 */
export function tariffPrice(tariffs: readonly Tariff[], sending: Sending): string | null {
  const units = sending.medium === 'sms' ? sending.segments : 1
  const price = units === null ? null : unitPrice(tariffs, sending)
  // Whole hundred-thousandths of a franc: the sum of many prices is exact.
  return price === null || units === null
    ? null
    : ((Math.round(Number(price) * DECIMALS) * units) / DECIMALS).toFixed(5)
}

/** The newest tariff of just this kind that has begun. Pure. */
export function tariffInForce(tariffs: readonly Tariff[], kind: TariffKind, at: Date): Tariff | undefined {
  const isOfKind = (one: TariffKind) =>
    one.adapter === kind.adapter &&
    one.medium === kind.medium &&
    one.unit === kind.unit &&
    one.operator === kind.operator &&
    one.category === kind.category
  return tariffs.find((one) => isOfKind(one) && one.validFrom <= at)
}

function unitPrice(tariffs: readonly Tariff[], { adapter, medium, to, template, at }: Sending): string | null {
  const unit = medium === 'sms' ? 'segment' : template === null ? 'message' : 'template'
  const operators: readonly TariffKind['operator'][] = medium === 'sms' ? [operatorOf(to) ?? 'other', null] : [null]
  const categories = template === null ? [null] : [template, null]
  for (const operator of operators) {
    for (const category of categories) {
      const price = tariffInForce(tariffs, { adapter, medium, unit, operator, category }, at)?.price
      if (price !== undefined && price !== null) return price
    }
  }
  return null
}
