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
  /** notes, and a reminder to the supplier: nothing of the order changes */
  | 'orders.follow'
  /** another supplier, a wider search, delivered without the code */
  | 'orders.act'
  /** what moves money: cancelling with refund, corrected lines */
  | 'orders.settle'
  | 'conversations.read'
  | 'conversations.write'
  | 'channels.read'
  | 'channels.write'
  | 'ledger.read'
  | 'refunds.write'
  /** says, on a proof, that money came which its operator has not told of */
  | 'payments.settle'
  /** money that came without an order: whose it is, or back */
  | 'payments.match'
  | 'catalogue.read'
  | 'catalogue.write'
  /** the switch that stops restricted goods on a channel */
  | 'restricted.stop'
  | 'settings.read'
  | 'settings.write'
  /** what messages cost us */
  | 'tariffs.write'
  | 'keys.read'
  | 'keys.write'
  | 'audit.read'
  /** links our numbers: whoever may is one of our phones */
  | 'channels.pair'

const READING: readonly Right[] = [
  'accounts.read',
  'orders.read',
  'conversations.read',
  'catalogue.read',
  'channels.read',
]
const SUPPORT: readonly Right[] = [...READING, 'conversations.write', 'orders.follow']
const OPERATIONS: readonly Right[] = [
  ...SUPPORT,
  'orders.act',
  'accounts.decide',
  'catalogue.write',
  'channels.write',
  'settings.read',
]
const FINANCE: readonly Right[] = [
  'accounts.read',
  'orders.read',
  'catalogue.read',
  'ledger.read',
  'refunds.write',
  'payments.settle',
  'payments.match',
  'settings.read',
]
const OVERSIGHT: readonly Right[] = ['ledger.read', 'settings.read', 'keys.read', 'audit.read']

const RIGHTS: Readonly<Record<Role, readonly Right[]>> = {
  support_l1: SUPPORT,
  support_l2: SUPPORT,
  operations: [...OPERATIONS, 'orders.settle'],
  manager: [...OPERATIONS, 'orders.settle', 'restricted.stop'],
  finance: FINANCE,
  finance_director: [...FINANCE, 'tariffs.write'],
  // sees everything, moves no money
  admin: [
    ...OPERATIONS,
    ...OVERSIGHT,
    'settings.write',
    'tariffs.write',
    'keys.write',
    'channels.pair',
    'restricted.stop',
  ],
  // reads everything, changes nothing
  auditor: [...READING, ...OVERSIGHT],
}

export function isAllowed(role: Role, right: Right): boolean {
  return RIGHTS[role].includes(right)
}

export function isRole(name: string): name is Role {
  return ROLES.some((role) => role === name)
}
