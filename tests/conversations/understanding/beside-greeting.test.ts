import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { DialogueContext } from '../../../conversations/understanding/types.ts'
import { understand } from '../../../conversations/understanding/understand.ts'
import { type GoldMessage, judge } from '../../../ops/understand-judging.ts'
import { predictionOf, situationOf } from '../../../ops/understand-labels.ts'
import { client, goods, knowledge, line, oneRequest, supplier, threeOffers, wonOrder } from './situations.ts'

// Nearly every message in Abidjan begins with "bonsoir" or ends with "merci": one word beside it is no name, but an answer.

const lines = [line(6, 'casier', 'flag-65cl'), line(2, 'casier', 'fanta-orange-30cl')]
const states = { cart: { cart: lines }, delivered: { order: { ref: '1042', items: lines } }, offers: threeOffers }
const stateOf = (context: DialogueContext) => Object.entries(states).find(([name]) => name === context)?.[1] ?? {}

describe('a short answer beside a greeting', () => {
  it.each<[string, DialogueContext, string]>([
    ['bonsoir ok', 'cart', 'confirm'],
    ["bonjour chef c'est bon", 'cart', 'confirm'],
    ['annulez merci', 'cart', 'cancel'],
    ['bonsoir mon panier', 'cart', 'cart_show'],
    ['bonjour catalogue', 'idle', 'list_catalogue'],
    ['bonsoir aide', 'idle', 'help'],
    ['bonsoir le 2', 'offers', 'offer_choose'],
    ['bonsoir wave', 'paying', 'pay'],
    ['bonsoir où ?', 'delivering', 'track'],
    ['bonsoir reçu', 'delivering', 'delivery_confirm'],
    ["c'est bien arrivé que Dieu vous bénisse", 'delivered', 'delivery_confirm'],
    ['bonsoir 4/5', 'delivered', 'rate'],
    ['bonjour start', 'stopped', 'start'],
  ])('is what it is alone: "%s"', (text, context, intent) =>
    expect(client(text, context, stateOf(context)).intent).toBe(intent),
  )

  it.each<[string, DialogueContext, string]>([
    ['bonsoir non', 'sup_rfq', 'bid_decline'],
    ['bonsoir livré 4402', 'sup_order', 'status_delivered'],
    ['bonsoir parti', 'sup_order', 'status_out'],
    ['bonsoir pause', 'sup_idle', 'pause'],
    ['bonjour ouvert', 'sup_paused', 'resume'],
  ])('is what it is alone, from a depot: "%s"', (text, context, intent) =>
    expect(supplier(text, context, context === 'sup_order' ? wonOrder : oneRequest).intent).toBe(intent),
  )

  it('keeps its digits, its codes and its list', () => {
    expect(supplier('Bonsoir. 1042 95.5k 40mn').slots).toMatchObject({ priceXof: 95_500, etaMinutes: 40 })
    expect(supplier("bonsoir c'est livré, code 0317", 'sup_order', wonOrder).slots.code).toBe('0317')
    expect(goods(client('bsr\n1- 5 bock\n2- 3 flag\n3- 2 coca'))).toHaveLength(3)
    expect(goods(client("bonjour madame Awa, comme d'habitude 6 casiers de 33 Export"))).toEqual([
      '6 casier 33-export-65cl',
    ])
  })

  it('is no order for being thanked for', () => {
    expect(client("les 5 castel d'hier étaient bien fraîches, merci bcp").lines).toEqual([])
    expect(client('non merci aucune', 'offers', threeOffers).intent).toBe('cancel')
  })

  it('answers what was asked', () => {
    const read = client('bonsoir oui', 'idle', {}, { kind: 'yes_no' })
    expect(read.slots.answer).toEqual({ yes: true })
  })

  it.each<[string, DialogueContext]>([
    ['bonjour Koffi', 'idle'],
    ["bonsoir c'est Koffi", 'idle'],
    ['bonjour la team distri', 'cart'],
    ['bonsoir ça va ?', 'cart'],
    ['bonsoir chef', 'awaiting_location'],
    ['merci à la prochaine', 'delivered'],
    ['merci beaucoup', 'cart'],
  ])('is not found in a greeting: "%s"', (text, context) =>
    expect(client(text, context, stateOf(context)).intent).toBe('greet'),
  )
})

// What means nothing beside a greeting is a greeting ("bonsoir azertyuiop"): all others mean what they mean without.
const labelled = ['messages.dev.jsonl', 'messages.more.jsonl']
  .flatMap((name) =>
    readFileSync(new URL(`./data/${name}`, import.meta.url), 'utf8')
      .trim()
      .split('\n')
      .map((row): GoldMessage => JSON.parse(row)),
  )
  .filter(({ intent }) => intent !== 'unknown' && intent !== 'greet')

it.each([
  ['before', (text: string) => `Bonsoir. ${text}`],
  ['before, with a person', (text: string) => `bjr chef ${text}`],
  ['after', (text: string) => `${text}, merci bcp`],
])('courtesy %s a message changes its meaning in fewer than 1 of 100', (_, courteous) => {
  const changed = labelled.filter((message) => {
    const read = understand(courteous(message.text), situationOf(message), knowledge)
    return !judge(message, predictionOf(message.id, read)).full
  })
  expect(changed.map(({ text }) => text).slice(Math.floor(labelled.length / 100))).toEqual([])
})
