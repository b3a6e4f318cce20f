/** The mobile networks of Côte d'Ivoire. */
export const OPERATORS = ['orange', 'mtn', 'moov'] as const
export type Operator = (typeof OPERATORS)[number]

// Since 2021 the first two digits say whose number it is, and numbers are not carried over (providers.md 5).
const OPERATOR_OF: Readonly<Record<string, Operator>> = { '07': 'orange', '05': 'mtn', '01': 'moov' }

/** The operator of a mobile of Côte d'Ivoire; undefined for any other number. */
export function operatorOf(phone: string): Operator | undefined {
  return phone.startsWith('+225') ? OPERATOR_OF[phone.slice(4, 6)] : undefined
}

/** The same in SQL: `other` for any other number. */
export function operatorIn(phone: string): string {
  const cases = Object.entries(OPERATOR_OF).map(([digits, operator]) => `when '+225${digits}' then '${operator}'`)
  return `case left(${phone}, 6) ${cases.join(' ')} else 'other' end`
}
