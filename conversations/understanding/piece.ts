import type { Operation } from './phrases.ts'
import type { SizeWord } from './units.ts'

/** What a stretch of tokens is in the grammar of orders. */
export type Piece = { at: number; end: number } & (
  | { is: 'number'; value: number; article: boolean; money: boolean; units?: readonly string[]; outOf?: number }
  | { is: 'half' }
  | { is: 'unit'; units: readonly string[] }
  | { is: 'size'; ml: number }
  | { is: 'sizeWord'; word: SizeWord }
  | { is: 'container'; container: string }
  | { is: 'product'; candidates: readonly string[]; fuzzy: boolean; generic: boolean; volumes: readonly number[] }
  | { is: 'break' }
  | { is: 'of' }
  | { is: 'fix'; retracts: boolean }
  | { is: 'instead' }
  | { is: 'vague' }
  | { is: 'relative'; factor: number }
  | { is: 'operation'; operation: Operation }
  | { is: 'word'; known: boolean }
)
