import { describe, expect, it } from 'vitest'
import { gatherSaid, type Said, whenToSay } from '../../bot/lane/saying.ts'
import { openApp } from '../harness/app.ts'
import { testChannel } from './test-channel.ts'

const at = (time: string) => new Date(`2026-11-20T${time}:00Z`)

describe('quiet hours', () => {
  it.each([
    ['22:00', '2026-11-21T08:00:00.000Z'],
    ['23:59', '2026-11-21T08:00:00.000Z'],
    ['00:00', '2026-11-20T08:00:00.000Z'],
    ['07:59', '2026-11-20T08:00:00.000Z'],
  ])('keep what can wait at %s for the morning', (time, morning) => {
    expect(whenToSay(false, at(time))?.toISOString()).toBe(morning)
  })

  it.each(['08:00', '21:59'])('are not at %s', (time) => {
    expect(whenToSay(false, at(time))).toBeNull()
  })

  it.each(['22:00', '03:00'])('never hold back an order under way at %s', (time) => {
    expect(whenToSay(true, at(time))).toBeNull()
  })

  it('hold a message that can wait in the database until 8:00, and send it then', async () => {
    const channel = testChannel()
    const app = await openApp({ channels: () => [channel] })
    const contact = `select id from contact where address = '+2250700000011'`
    await app.pool.query(
      `insert into outbox_message (contact_id, content, copy, urgent, due_at, created_at)
       values ((${contact}), '{"text": "Bonjour"}', 'test.morning', false, $1, $2)`,
      [whenToSay(false, new Date('2026-11-20T22:30:00Z')), app.clock.now()],
    )
    await app.pass(11 * 60)
    expect(channel.sent).toEqual([])
    await app.pass(60)
    expect(channel.sent.map(({ text }) => text)).toEqual(['Bonjour'])
    await app.stop()
  })
})

const says = (copy: string, text: string, more: Partial<Said['content']> = {}, urgent = true): Said => ({
  copy,
  content: { text, ...more },
  urgent,
  orderId: null,
})

describe('what a turn says', () => {
  it('is one message on WhatsApp, in order, with the buttons of the last', () => {
    const choices = [{ id: 'yes', label: 'Oui' }]
    expect(gatherSaid([says('a', 'Un.'), says('b', 'Deux ?', { choices })], 'whatsapp')).toEqual([
      says('a+b', 'Un.\n\nDeux ?', { choices }),
    ])
  })

  it('keeps the buttons of a question when a line of news comes behind it', () => {
    const list = { button: 'Choisir', rows: [{ id: '1', title: 'Commande 1001' }] }
    const said = gatherSaid(
      [says('client.which', 'Laquelle ?', { list }), says('client.news:1002', 'En route.')],
      'whatsapp',
    )
    expect(said.map(({ content }) => content.list)).toEqual([list])
  })

  it('drops the buttons of an earlier question when the last one wants a word', () => {
    const choices = [{ id: 'catalogue', label: 'Catalogue' }]
    const said = gatherSaid(
      [says('client.home', 'Reçu n° 1.', { choices }), says('client.rate', 'Une note ?')],
      'whatsapp',
    )
    expect(said.map(({ content }) => content.choices)).toEqual([undefined])
  })

  it('stays in one-segment messages by SMS', () => {
    expect(gatherSaid([says('a', 'Un.'), says('b', 'Deux ?')], 'sms')).toHaveLength(2)
  })

  it('shows a cart that changed three times once, as it is at the end', () => {
    const said = gatherSaid([says('cart', '1'), says('cart', '2'), says('cart', '3')], 'whatsapp')
    expect(said.map(({ content }) => content.text)).toEqual(['3'])
  })

  it('asks one question: the buttons are those of the last thing said', () => {
    const first = [{ id: 'yes', label: 'Oui' }]
    const second = [{ id: 'pay', label: 'Payer' }]
    const said = [says('a', 'Un ?', { choices: first }), says('b', 'Deux ?', { choices: second })]
    expect(gatherSaid(said, 'whatsapp')).toEqual([says('a+b', 'Un ?\n\nDeux ?', { choices: second })])
  })

  it('is urgent as soon as a part of it is', () => {
    expect(gatherSaid([says('a', 'Un.', {}, false), says('b', 'Deux.', {}, true)], 'whatsapp')[0]?.urgent).toBe(true)
  })
})
