import type { SupplierView } from '../../domain/orders/views.ts'
import type { Francs, OrderId, ProductId, ZoneId } from '../../domain/work/ids.ts'
import type { Command } from '../commands.ts'
import type { Effect } from '../effects.ts'
import type { Known, Said, SupplierMachineEvent, WithKnown } from '../turn.ts'
import type { DisputeType, Expectation } from '../understanding/types.ts'

// The words that the parts of the supplier's dialogue share.

export type SupplierKnown = Known<SupplierView>
export type SupplierSaid = WithKnown<SupplierView, Said>

/** What the depot wants done to an order: waiting for which order, how much, or for the command's outcome. */
export type Wish =
  | Bid
  /** OUI: an offer at the reference price, or the confirmation of an order won */
  | { readonly kind: 'yes' }
  | { readonly kind: 'no' }
  /** withdraw an offer, give an order back */
  | { readonly kind: 'takeBack' }
  | { readonly kind: 'preparing'; readonly ready: boolean }
  | { readonly kind: 'road'; readonly minutes: number | null }
  | { readonly kind: 'delivered'; readonly code: string | null }
  | { readonly kind: 'cash' }
  | { readonly kind: 'rate'; readonly score: number | null; readonly comment: string | null }
  | { readonly kind: 'dispute'; readonly about: DisputeType | null; readonly words: string }

export interface Bid {
  readonly kind: 'bid'
  readonly price: Francs | null
  readonly minutes: number | null
  /** something is left out, whether or not it was understood what */
  readonly partial: boolean
  readonly missing: readonly ProductId[]
  readonly limited: readonly { readonly product: ProductId; readonly unit: string; readonly quantity: number }[]
}

export interface About {
  readonly orderId: OrderId
  readonly number: number
}

/** The answers of a depot that registers, so far. */
export interface DepotAnswers {
  readonly name: string
  readonly managerName: string
  readonly zoneId: ZoneId
  readonly quartierId: string | null
  /** the quartier in words when it is not one of ours */
  readonly quartier: string | null
  readonly directions: string
  readonly latitude: number | null
  readonly longitude: number | null
  readonly tradeRegister: string
  readonly alcoholLicence: string
  readonly vehicles: number
  readonly zones: readonly ZoneId[]
}

/** Where the dialogue is, and ids. All else is read fresh from the database with every event. */
export interface SupplierContext {
  /** what the next short answer means: the lane passes it to `understand` */
  readonly expects: Expectation | null
  readonly wish: Wish | null
  readonly about: About | null
  readonly depot: Partial<DepotAnswers>
  /** misunderstandings in a row; at the third a person takes over */
  readonly misunderstood: number
}

export const AT_REST: Pick<SupplierContext, 'expects' | 'wish' | 'about'> = { expects: null, wish: null, about: null }

export const OPEN_PLACES = [
  'idle',
  'choosingOrder',
  'askingPrice',
  'confirmingPrice',
  'askingCode',
  'askingScore',
  'askingKind',
] as const
export const QUESTIONS = [
  'name',
  'managerName',
  'commune',
  'quartier',
  'directions',
  'tradeRegister',
  'alcoholLicence',
  'vehicles',
  'zones',
  'consent',
] as const
export const STANDINGS = ['pending', 'rejected', 'suspended', 'closed'] as const

export type OpenPlace = (typeof OPEN_PLACES)[number]
export type Question = (typeof QUESTIONS)[number]
export type Standing = (typeof STANDINGS)[number]
export type Place = OpenPlace | Question | Standing | 'invited' | 'sending' | 'stopped' | 'arriving'

/** Where the dialogue goes, what it keeps, what it asks for. */
export interface Step {
  readonly to: Place
  readonly set: Partial<SupplierContext>
  readonly effects: readonly Effect[]
}

/** Decides a step from an event met at a place. Pure. */
export type Decider = (context: SupplierContext, event: SupplierMachineEvent, at: Place) => Step

export function isSaid(event: SupplierMachineEvent): event is SupplierSaid {
  return 'heard' in event
}

/** Back to rest in the open part. */
export function home(effects: readonly Effect[], set: Partial<SupplierContext> = {}): Step {
  return { to: 'idle', set: { ...AT_REST, misunderstood: 0, ...set }, effects }
}

/** Stays where it is and says something. */
export function stay(at: Place, effects: readonly Effect[], set: Partial<SupplierContext> = {}): Step {
  return { to: at, set, effects }
}

export function run(command: Command): Effect {
  return { type: 'run', params: command }
}

export function handOver(reason: string): Effect {
  return { type: 'handOver', params: { reason } }
}
