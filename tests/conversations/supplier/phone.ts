import { readFileSync } from 'node:fs'
import { initialTransition, transition } from 'xstate'
import type { Effect } from '../../../conversations/effects.ts'
import { supplierMachine } from '../../../conversations/supplier/machine.ts'
import type { Known, MachineEvent } from '../../../conversations/turn.ts'
import type { Intent, Slots, Understanding } from '../../../conversations/understanding/types.ts'
import type {
  AccountView,
  ContactView,
  LineView,
  RequestView,
  SupplierOrderView,
  SupplierView,
} from '../../../domain/orders/views.ts'

export type SupplierKnown = Known<SupplierView>
export type Snapshot = ReturnType<typeof supplierMachine.resolveState>

export const contact: ContactView = {
  id: 'contact-1',
  channel: 'sms',
  adapter: 'simulator',
  address: '+2250700000001',
  language: 'fr',
  displayName: null,
  optedOut: false,
  lastInboundAt: null,
  blocked: false,
}

export const account: AccountView = {
  id: 'account-1',
  kind: 'supplier',
  status: 'approved',
  name: 'Dépôt Akwaba',
  managerName: 'Awa Koné',
  type: 'depot',
  email: null,
  zoneId: 'yopougon',
  quartierId: null,
  rejectionReason: null,
  habits: [],
  deliveryFee: 1500,
}

export function line(product: string, name: string, quantity: number, price: number, unit = 'casier'): LineView {
  return {
    lineId: `line-${product}-${unit}`,
    position: 1,
    product,
    name,
    unit,
    quantity,
    price,
    deposit: 0,
    category: 'biere',
    delivered: null,
    variableWeight: false,
  }
}

export const FLAG = line('flag-65cl', 'Flag 65cl', 5, 6000)
export const HEINEKEN = line('heineken-33cl', 'Heineken 33cl', 3, 14000)
export const AWA = line('awa-150cl', 'Awa 1,5 L', 2, 2000, 'pack')

export function request(number: number, more: Partial<RequestView> = {}): RequestView {
  return {
    orderId: `order-${number}`,
    number,
    zone: 'Yopougon',
    mode: 'delivery',
    wantedAt: null,
    sentAt: '2026-11-20T21:00:00Z',
    deliveryFee: 1500,
    status: 'sent',
    lines: [FLAG, HEINEKEN, AWA],
    offer: null,
    ...more,
  }
}

export function order(number: number, more: Partial<SupplierOrderView> = {}): SupplierOrderView {
  return {
    orderId: `order-${number}`,
    number,
    status: 'accepted',
    mode: 'delivery',
    client: 'Maquis Le Wôrô-Wôrô',
    zone: 'Yopougon',
    quartier: 'Selmer',
    directions: 'Face à la pharmacie Keneya, portail bleu',
    phone: '+2250708091011',
    promisedAt: null,
    confirmed: false,
    goodsTotal: 100_000,
    amountDue: 101_500,
    deliveredAt: null,
    lines: [FLAG, HEINEKEN, AWA],
    shortages: [],
    rated: false,
    ...more,
  }
}

export function knows(more: {
  readonly contact?: Partial<ContactView>
  readonly account?: Partial<AccountView> | null
  readonly view?: Partial<SupplierView>
}): SupplierKnown {
  return {
    now: new Date('2026-11-20T21:30:00Z'),
    contact: { ...contact, ...more.contact },
    account: more.account === null ? null : { ...account, ...more.account },
    view: { pausedUntil: null, usualDelayMinutes: 45, requests: [], orders: [], ...more.view },
  }
}

export function heard(intent: Intent, slots: Slots = {}, more: Partial<Understanding> = {}): Understanding {
  return { intent, lines: [], clarifications: [], slots, also: [], confidence: 1, ...more }
}

/** What somebody wrote, with how it was understood. */
export function said(text: string, intent: Intent, slots: Slots = {}, more: Partial<Understanding> = {}): MachineEvent {
  return {
    type: slots.answer === undefined ? `said.${intent}` : 'said.answer',
    text,
    heard: heard(intent, slots, more),
  }
}

/** The event at a place, with what it does. */
export function step(
  snapshot: Snapshot,
  event: MachineEvent,
  known: SupplierKnown,
): { snapshot: Snapshot; effects: Effect[] } {
  const [next, actions] = transition(supplierMachine, snapshot, { ...event, known })
  return { snapshot: next, effects: actions.flatMap((action) => (isEffect(action) ? [bare(action)] : [])) }
}

function isEffect(action: { readonly type: string }): action is Effect {
  return ['say', 'run', 'wake', 'sleep', 'handOver'].includes(action.type)
}

// An executable action of XState carries more than what it asks for.
function bare(effect: Effect): Effect
function bare({ type, params }: Effect): unknown {
  return { type, params }
}

/** Plain JSON and back, as the database keeps it. */
export function throughTheDatabase(snapshot: Snapshot): Snapshot {
  const stored: unknown = JSON.parse(JSON.stringify({ value: snapshot.value, context: snapshot.context }))
  return supplierMachine.resolveState(snapshotFrom(stored))
}

type Stored = Parameters<typeof supplierMachine.resolveState>[0]
export function snapshotFrom(stored: unknown): Stored
export function snapshotFrom(stored: unknown): unknown {
  return stored
}

/** A depot's phone: what it writes, what it reads, what is done. */
export class Phone {
  snapshot: Snapshot = initialTransition(supplierMachine)[0]
  effects: Effect[] = []
  known: SupplierKnown

  constructor(known: SupplierKnown) {
    this.known = known
  }

  /** One event; what it asked for replaces what the one before asked for. */
  meets(event: MachineEvent): this {
    const result = step(throughTheDatabase(this.snapshot), event, this.known)
    this.snapshot = result.snapshot
    this.effects = result.effects
    return this
  }

  writes(text: string, intent: Intent, slots: Slots = {}, more: Partial<Understanding> = {}): this {
    return this.meets(said(text, intent, slots, more))
  }

  get reads(): string[] {
    return this.effects.flatMap((effect) => (effect.type === 'say' ? [effect.params.content.text] : []))
  }

  get copy(): string[] {
    return this.effects.flatMap((effect) => (effect.type === 'say' ? [effect.params.copy] : []))
  }

  get commands(): unknown[] {
    return this.effects.flatMap((effect) => (effect.type === 'run' ? [effect.params] : []))
  }

  get handedOver(): string[] {
    return this.effects.flatMap((effect) => (effect.type === 'handOver' ? [effect.params.reason] : []))
  }

  get place(): string {
    return placeOf(this.snapshot.value)
  }
}

/** The deepest name of a state value. */
export function placeOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return ''
  const [inner] = Object.values(value)
  return placeOf(inner)
}

export interface CatalogueFile {
  readonly products: readonly {
    readonly id: string
    readonly name_fr: string
    readonly default_packaging: string
    readonly packagings: readonly { readonly unit: string }[]
  }[]
}
export interface ZonesFile {
  readonly communes: readonly {
    readonly id: string
    readonly name: string
    readonly quartiers: readonly { readonly id: string; readonly name: string }[]
  }[]
}

/** A file of the reference data. */
export function fileOf<File>(path: string): File
export function fileOf(path: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../../prisma/data/${path}`, import.meta.url), 'utf8'))
}
export const catalogue = fileOf<CatalogueFile>('catalogue.json')
export const zones = fileOf<ZonesFile>('zones.json')
