import { describe, expect, it } from 'vitest'
import { goods, supplier, wonOrder } from './situations.ts'

const offer = { intent: 'bid', slots: { order: '1042', priceXof: 85000, etaMinutes: 30, partial: false } }

describe('what a depot can send (conversations.md)', () => {
  it.each([
    '1042 85000 30',
    '1042 85.000F 30mn',
    'OFFRE 1042 85.000F 30',
    'offre 1042 85k 30 mn',
    '1042, 85 000 f, 30min',
    '30mn 85000 1042',
  ])('bids: %s', (text) => {
    expect(supplier(text)).toMatchObject(offer)
  })
  it('bids without a reference, in hours, or again with another price', () => {
    expect(supplier('85000 30mn')).toMatchObject({
      intent: 'bid',
      slots: { order: null, priceXof: 85000, etaMinutes: 30 },
    })
    expect(supplier('1042 85k 1h')).toMatchObject({ intent: 'bid', slots: { priceXof: 85000, etaMinutes: 60 } })
    expect(supplier('1042 82000')).toMatchObject({
      intent: 'bid',
      slots: { order: '1042', priceXof: 82000, etaMinutes: null },
    })
  })
  it('bids for a part', () => {
    expect(supplier('1042 80000 30 SANS FLAG')).toMatchObject({
      intent: 'bid',
      slots: { partial: true, missing: ['flag-65cl'], etaMinutes: 30 },
      lines: [],
    })
    const some = supplier('1042 80000 30 3 HEINEKEN SEULEMENT')
    expect(some).toMatchObject({
      intent: 'bid',
      slots: { partial: true, missing: [], etaMinutes: 30, priceXof: 80000 },
    })
    expect(goods(some)).toEqual(['3 casier heineken-33cl'])
  })
  it('accepts the reference prices, or declines', () => {
    expect(supplier('OUI 1042')).toMatchObject({
      intent: 'bid',
      slots: { order: '1042', priceXof: null },
      clarifications: [{ reason: 'price' }],
    })
    expect(supplier('NON 1042')).toMatchObject({ intent: 'bid_decline', slots: { order: '1042' } })
    expect(supplier('NON')).toMatchObject({ intent: 'bid_decline', slots: { order: null } })
  })
  it('asks for the price when it is zero', () => {
    expect(supplier('1042 0 30')).toMatchObject({ intent: 'bid', clarifications: [{ reason: 'price' }] })
  })
  it('reports progress', () => {
    expect(supplier('PRET 1042', 'sup_order', wonOrder)).toMatchObject({
      intent: 'status_preparing',
      slots: { order: '1042' },
    })
    expect(supplier('ROUTE 1042 20', 'sup_order', wonOrder)).toMatchObject({
      intent: 'status_out',
      slots: { order: '1042', etaMinutes: 20 },
    })
    expect(supplier('LIVRE 1042 4821', 'sup_order', wonOrder)).toMatchObject({
      intent: 'status_delivered',
      slots: { order: '1042', code: '4821' },
    })
    expect(supplier('livré 1042 0489', 'sup_order', wonOrder).slots.code).toBe('0489')
    expect(supplier('CAISSE 1042 5', 'sup_order', wonOrder)).toMatchObject({
      intent: 'empties',
      slots: { order: '1042', count: 5 },
    })
    expect(supplier('NOTE 1042 4', 'sup_order', wonOrder)).toMatchObject({
      intent: 'rate',
      slots: { order: '1042', score: 4 },
    })
    expect(supplier('LITIGE 1042 client absent', 'sup_order', wonOrder)).toMatchObject({
      intent: 'dispute',
      slots: { order: '1042', reasonText: 'client absent' },
    })
  })
  it('declares and asks stock', () => {
    expect(supplier('STOCK FLAG 40 6500', 'sup_idle', {})).toMatchObject({
      intent: 'stock_declare',
      lines: [{ product: 'flag-65cl', packaging: 'casier', quantity: 40, priceXof: 6500 }],
    })
    expect(supplier('STOCK FLAG 0', 'sup_idle', {})).toMatchObject({
      intent: 'stock_declare',
      lines: [{ product: 'flag-65cl', quantity: 0 }],
    })
    expect(supplier('STOCK ?', 'sup_idle', {}).intent).toBe('stock_query')
  })
  it('pauses and comes back', () => {
    expect(supplier('PAUSE 2h', 'sup_idle', {})).toMatchObject({ intent: 'pause', slots: { pauseMinutes: 120 } })
    expect(supplier('PAUSE', 'sup_idle', {})).toMatchObject({ intent: 'pause' })
    expect(supplier('REPRISE', 'sup_paused', {}).intent).toBe('resume')
  })
  it('asks for figures, help, a call; opts out and in', () => {
    expect(supplier('JOUR', 'sup_idle', {})).toMatchObject({ intent: 'summary', slots: { summary: 'day' } })
    expect(supplier('SOLDE', 'sup_idle', {})).toMatchObject({ intent: 'summary', slots: { summary: 'balance' } })
    expect(supplier('AIDE', 'sup_idle', {}).intent).toBe('help')
    expect(supplier('APPEL', 'sup_idle', {}).intent).toBe('call_me')
    expect(supplier('STOP', 'sup_idle', {}).intent).toBe('stop')
    expect(supplier('START', 'sup_idle', {}).intent).toBe('start')
    expect(supplier('FIN', 'sup_idle', {}).intent).toBe('resume_bot')
  })
})
