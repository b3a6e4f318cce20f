// Who may do what (product.md 8). A route names the right it needs; nothing is allowed that is not here.

export const ROLES = [
  'support_l1',
  'support_l2',
  'operations',
  'manager',
  'finance',
  'finance_director',
  'admin',
  'auditor',
] as const
export type Role = (typeof ROLES)[number]

export type Right =
  | 'accounts.read'
  | 'accounts.decide'
  | 'orders.read'
  | 'orders.act'
  | 'conversations.read'
  | 'conversations.write'
  | 'ledger.read'
  | 'refunds.write'
  | 'catalogue.read'
  | 'catalogue.write'
  | 'settings.write'
  | 'keys.write'

const READING: readonly Right[] = ['accounts.read', 'orders.read', 'conversations.read', 'catalogue.read']
const SUPPORT: readonly Right[] = [...READING, 'conversations.write', 'orders.act']
const OPERATIONS: readonly Right[] = [...SUPPORT, 'accounts.decide', 'catalogue.write']
const FINANCE: readonly Right[] = ['accounts.read', 'orders.read', 'catalogue.read', 'ledger.read', 'refunds.write']

const RIGHTS: Readonly<Record<Role, readonly Right[]>> = {
  support_l1: SUPPORT,
  support_l2: SUPPORT,
  operations: OPERATIONS,
  manager: OPERATIONS,
  finance: FINANCE,
  finance_director: FINANCE,
  // sees everything, moves no money
  admin: [...OPERATIONS, 'ledger.read', 'settings.write', 'keys.write'],
  auditor: [...READING, 'ledger.read'],
}

export function isAllowed(role: Role, right: Right): boolean {
  return RIGHTS[role].includes(right)
}
