import { describe, expect, it } from 'vitest'
import type { SituationState } from '../../../conversations/understanding/types.ts'
import { client, goods, line, threeOffers } from './situations.ts'

const cart: SituationState = { cart: [line(2, 'casier', 'flag-65cl'), line(3, 'casier', 'fanta-orange-30cl')] }
const delivered: SituationState = {
  order: { ref: '1042', items: [line(6, 'casier', 'flag-65cl'), line(4, 'casier', 'heineken-33cl')] },
}

describe('what a client can say (conversations.md)', () => {
  it('greets', () => expect(client('bonsoir').intent).toBe('greet'))
  it('orders, or adds when a cart is there', () => {
    expect(client('2 casiers de flag et 3 castel').intent).toBe('order')
    expect(client('2 casiers de castel', 'cart', cart).intent).toBe('cart_add')
  })
  it('repeats an order', () => {
    expect(client('même chose que vendredi', 'idle', { lastOrder: [line(2, 'casier', 'flag-65cl')] }).intent).toBe(
      'repeat_last',
    )
    expect(client("comme d'hab").intent).toBe('repeat_last')
  })
  it('changes the cart', () => {
    expect(client('enlève les fanta', 'cart', cart)).toMatchObject({
      intent: 'cart_remove',
      lines: [{ product: 'fanta-orange-30cl', quantity: null }],
    })
    expect(client('mets 4 flag au lieu de 2', 'cart', cart)).toMatchObject({
      intent: 'cart_set',
      lines: [{ product: 'flag-65cl', quantity: 4 }],
    })
    expect(client('vide le panier', 'cart', cart).intent).toBe('cancel')
    expect(client('enlève 2', 'cart', cart).clarifications).toMatchObject([{ reason: 'target' }])
  })
  it('asks prices and lists', () => {
    expect(client("c'est combien la castel ?")).toMatchObject({
      intent: 'price_query',
      lines: [{ product: 'castel-65cl' }],
    })
    expect(client('catalogue').intent).toBe('list_catalogue')
    expect(client('vous avez quoi comme whisky')).toMatchObject({
      intent: 'list_catalogue',
      slots: { category: 'whisky' },
    })
  })
  it('asks where the order is', () => {
    expect(client('où est ma commande', 'delivering', delivered).intent).toBe('track')
    expect(client('?', 'waiting_offers').intent).toBe('track')
  })
  it.each([
    ['1', 1],
    ['la moins chère', 2],
    ['le 2', 2],
    ['koumassi depot', 2],
    ['le plus rapide', 3],
    ['celui à 65 000', 3],
  ])('chooses an offer: %s', (text, index) => {
    expect(client(text, 'offers', threeOffers)).toMatchObject({ intent: 'offer_choose', slots: { index } })
  })
  it('cancels', () => {
    expect(client('annule', 'cart', cart).intent).toBe('cancel')
    expect(client('stop la commande', 'waiting_offers').intent).toBe('cancel')
  })
  it('confirms a delivery or disputes it', () => {
    expect(client('bien reçu', 'delivering', delivered).intent).toBe('delivery_confirm')
    expect(client('il manque 2 heineken', 'delivered', delivered)).toMatchObject({
      intent: 'dispute',
      slots: { disputeType: 'missing' },
      lines: [{ product: 'heineken-33cl', packaging: 'casier', quantity: 2 }],
    })
    expect(client('3 bouteilles de flag cassées', 'delivered', delivered)).toMatchObject({
      intent: 'dispute',
      slots: { disputeType: 'damaged' },
      lines: [{ product: 'flag-65cl', packaging: 'bouteille', quantity: 3 }],
    })
  })
  it('pays', () => {
    expect(client('je paie', 'paying').intent).toBe('pay')
    expect(client('orange', 'paying').slots.method).toBe('orange_money')
    expect(client('wave 0707080910', 'paying')).toMatchObject({
      intent: 'pay',
      slots: { method: 'wave', phone: '+2250707080910' },
    })
    expect(client("j'ai payé", 'paying').slots.claimedPaid).toBe(true)
  })
  it('rates', () => {
    expect(client('4', 'delivered', delivered)).toMatchObject({ intent: 'rate', slots: { score: 4 } })
    expect(client('5 très rapide', 'delivered', delivered)).toMatchObject({ intent: 'rate', slots: { score: 5 } })
  })
  it('asks for a person', () => {
    expect(client("je veux parler à quelqu'un").intent).toBe('human_agent')
    expect(client('agent', 'cart', cart).intent).toBe('human_agent')
    expect(client('vous êtes des voleurs')).toMatchObject({ intent: 'unknown', slots: { kind: 'insult' } })
  })
  it('changes the profile', () => {
    expect(client('change ma zone').intent).toBe('change_zone')
    expect(client('change mon numéro').intent).toBe('change_number')
    expect(client('mes infos').intent).toBe('profile')
    expect(client('English').slots.language).toBe('en')
    expect(client('supprimez mes données').intent).toBe('erase')
  })
  it('opts out and in', () => {
    expect(client('stop').intent).toBe('stop')
    expect(client('arrêt').intent).toBe('stop')
    expect(client('start', 'stopped').intent).toBe('start')
  })
})

describe('answers to a question', () => {
  const options = [
    { id: 'flag-65cl', label: 'Flag 65 cl' },
    { id: 'flag-33cl', label: 'Flag 33 cl' },
  ]
  it.each([
    ['2', 'flag-33cl'],
    ['le 2', 'flag-33cl'],
    ['2e', 'flag-33cl'],
    ['la première', 'flag-65cl'],
    ['flag 33cl', 'flag-33cl'],
  ])('picks an option: %s', (text, option) => {
    expect(client(text, 'cart', cart, { kind: 'choice', options }).slots.answer).toEqual({ option })
  })
  it('reads yes, no, a quantity, a score, a code, a phone', () => {
    expect(client('ok', 'cart', cart, { kind: 'yes_no' }).slots.answer).toEqual({ yes: true })
    expect(client('non merci', 'cart', cart, { kind: 'yes_no' }).slots.answer).toEqual({ yes: false })
    expect(
      client('trois', 'cart', cart, { kind: 'quantity', product: 'flag-65cl', packaging: 'casier' }).slots.answer,
    ).toEqual({ quantity: 3 })
    expect(client('4', 'delivered', {}, { kind: 'score' }).slots.answer).toEqual({ quantity: 4 })
    expect(client('0 4 8 9', 'delivered', {}, { kind: 'code' }).slots.answer).toEqual({ text: '0489' })
    expect(client('07 07 08 09 10', 'registering', {}, { kind: 'phone' }).slots.answer).toEqual({
      text: '+2250707080910',
    })
    expect(client('Maquis Le Baobab', 'registering', {}, { kind: 'text', field: 'name' }).slots.answer).toEqual({
      text: 'maquis le baobab',
    })
  })
  it('lets another clear request through', () => {
    const expects = { kind: 'choice' as const, options }
    expect(client('annule', 'cart', cart, expects)).toMatchObject({ intent: 'cancel' })
    expect(client('agent', 'cart', cart, expects).slots.answer).toBeUndefined()
    expect(goods(client('ajoute 2 casiers de castel', 'cart', cart, expects))).toEqual(['2 casier castel-65cl'])
  })
})
