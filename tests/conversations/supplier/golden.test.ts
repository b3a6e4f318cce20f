import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { SUPPLIER_MACHINE_VERSION, supplierMachine } from '../../../conversations/supplier/machine.ts'
import { knows, order, placeOf, request, said, snapshotFrom, step } from './phone.ts'

interface Golden {
  readonly snapshot: { readonly value: unknown }
  readonly help: readonly string[]
}

function golden(version: number): readonly Golden[]
function golden(version: number): unknown {
  return JSON.parse(readFileSync(new URL(`golden-v${version}.json`, import.meta.url), 'utf8'))
}

// The view fits every golden snapshot: two requests, and 1042 being delivered where the question is about its delivery.
const asked = knows({ view: { requests: [request(1042), request(1043)] } })
const delivering = knows({ view: { orders: [order(1042, { status: 'delivering', confirmed: true })] } })
const worldOf = (place: string) => {
  if (['askingCode', 'askingScore', 'askingKind'].includes(place)) return delivering
  if (place === 'pending') return knows({ account: { status: 'pending' } })
  return place === 'commune' ? knows({ account: null }) : asked
}

describe.each(Array.from({ length: SUPPLIER_MACHINE_VERSION }, (_, index) => index + 1))(
  'snapshots of version %i',
  (version) => {
    it.each(golden(version).map((one) => [placeOf(one.snapshot.value), one] as const))(
      'go on from %s',
      (place, one) => {
        const snapshot = supplierMachine.resolveState(snapshotFrom(one.snapshot))
        const { effects } = step(snapshot, said('AIDE', 'help'), worldOf(place))
        expect(effects.flatMap((effect) => (effect.type === 'say' ? [effect.params.copy] : []))).toEqual(one.help)
      },
    )
  },
)
