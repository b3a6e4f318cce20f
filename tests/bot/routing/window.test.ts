import { afterEach, describe, expect, it } from 'vitest'
import { BAR, type TwoNetworks, twoNetworks } from './two-networks.ts'

const TEMPLATE = { WHATSAPP_NEWS_TEMPLATE_FR: 'distri_nouvelles' }

let at: TwoNetworks
afterEach(() => at.app.stop())

/** Something is said to the bar by itself. */
async function say(text: string, urgent = true): Promise<void> {
  await at.query(
    `insert into outbox_message (contact_id, content, copy, urgent, due_at, created_at)
     select id, jsonb_build_object('text', $2::text), 'test', $4, $3, $3 from contact where address = $1 and channel = 'whatsapp'`,
    [BAR, text, at.app.clock.now(), urgent],
  )
  await at.app.settle()
}
const states = () =>
  at.query<{ text: string; status: string; error: string | null }>(
    `select content ->> 'text' as text, status, error_code as error from outbox_message where copy = 'test' order by id`,
  )

describe('after 24 hours without a word from them', () => {
  it('a template asks for an answer, once; the answer lets out what waited, in order, before the reply', async () => {
    at = await twoNetworks({ env: TEMPLATE, withoutSms: true })
    await at.app.pass(24 * 60)
    await say('Première nouvelle')
    await say('Deuxième nouvelle')
    expect(at.cloud.sent).toMatchObject([{ template: 'distri_nouvelles' }])
    expect(await states()).toMatchObject([{ status: 'waiting' }, { status: 'waiting' }])
    await at.app.pass(60)
    expect(at.cloud.sent).toHaveLength(1)
    await at.bar('bonsoir')
    const texts = at.cloud.sent.slice(1).map(({ text }) => text)
    expect(texts.slice(0, 2)).toEqual(['Première nouvelle', 'Deuxième nouvelle'])
    expect(texts).toHaveLength(3)
    await say('Troisième nouvelle')
    expect(at.cloud.sent.at(-1)).toMatchObject({ text: 'Troisième nouvelle', template: null })
  })

  it('it is freely said one minute before, and no more at the end', async () => {
    at = await twoNetworks({ withoutSms: true })
    await at.app.pass(24 * 60 - 2)
    await say('Encore ouvert')
    await at.app.pass(1.5)
    await say('Fermé', false)
    expect(await states()).toEqual([
      { text: 'Encore ouvert', status: 'sent', error: null },
      { text: 'Fermé', status: 'failed', error: 'outside_window' },
    ])
  })

  it('an urgent message goes by SMS where there is one, and costs no template', async () => {
    at = await twoNetworks({ env: TEMPLATE })
    await at.app.pass(25 * 60)
    await say('Votre livreur est devant la porte')
    expect(at.smsOfBar().map(({ text }) => text)).toEqual(['Votre livreur est devant la porte'])
    expect(at.cloud.tried).toEqual([])
    await say('Une note ?', false)
    expect(at.cloud.sent).toMatchObject([{ template: 'distri_nouvelles' }])
  })

  it('with neither, it fails, and a person is asked for', async () => {
    at = await twoNetworks({ withoutSms: true })
    await at.bar('bonsoir')
    await at.app.pass(25 * 60)
    await say('Urgent')
    expect(await states()).toMatchObject([{ status: 'failed', error: 'outside_window' }])
    const [conversation] = await at.query(
      `select hand_over_reason as why from conversation where contact_id = (select id from contact where address = $1)`,
      [BAR],
    )
    expect(conversation).toEqual({ why: 'outside_window' })
  })

  it('news of a day ago is not told as new when they write at last, and a minute younger it is', async () => {
    at = await twoNetworks({ env: TEMPLATE, withoutSms: true })
    await at.app.pass(25 * 60)
    await say('Il y a un jour', false)
    await at.app.pass(1)
    await say('Une minute plus tard', false)
    await at.app.pass(24 * 60 - 1)
    await at.bar('bonsoir')
    expect(await states()).toMatchObject([{ status: 'cancelled' }, { status: 'sent' }])
  })

  it('a template that is refused leaves nothing waiting for ever', async () => {
    at = await twoNetworks({ env: TEMPLATE, withoutSms: true })
    await at.app.pass(25 * 60)
    at.cloud.answer({ kind: 'refused', because: 'configuration', errorCode: '132001' })
    await say('Une note ?', false)
    expect(await states()).toMatchObject([{ status: 'failed', error: 'outside_window' }])
  })
})

describe('what WhatsApp holds back to keep its network quiet (131049, 63049)', () => {
  const HELD = { kind: 'refused', because: 'held_back', errorCode: '131049' } as const
  const person = () =>
    at.query<{ why: string }>(
      `select hand_over_reason as why from conversation where hand_over_reason is not null and contact_id = (select id from contact where address = $1)`,
      [BAR],
    )

  it('is not tried again with a template on that sender for 24 hours, and then is', async () => {
    at = await twoNetworks({ env: TEMPLATE })
    await at.app.pass(25 * 60)
    at.cloud.answer(HELD)
    await say('Une note ?', false)
    expect(at.cloud.tried).toHaveLength(1)
    await say('Encore une ?', false)
    await at.app.pass(24 * 60 - 1)
    await say('Et ce matin ?', false)
    expect(at.cloud.tried).toHaveLength(1)
    expect((await states()).map(({ status, error }) => [status, error])).toEqual([
      ['failed', 'outside_window'],
      ['failed', 'held_back'],
      ['failed', 'held_back'],
    ])
    await at.app.pass(1)
    await say('Et maintenant ?', false)
    expect(at.cloud.sent).toMatchObject([{ template: 'distri_nouvelles' }])
  })

  it('may be asked by another of our numbers', async () => {
    at = await twoNetworks({ env: TEMPLATE, withoutSms: true, cloud: { senders: ['main', 'second'] } })
    await at.app.pass(25 * 60)
    at.cloud.answer(HELD)
    await say('Une note ?', false)
    await say('Encore une ?', false)
    expect(at.cloud.tried.map(({ sender }) => sender)).toEqual(['main', 'second'])
  })

  it('does not hold up what is urgent: by SMS, without preferring SMS from then on', async () => {
    at = await twoNetworks({ env: TEMPLATE })
    await at.bar('bonsoir')
    at.cloud.answer(HELD)
    await say('Votre livreur est là')
    expect(at.smsOfBar().map(({ text }) => text)).toEqual(['Votre livreur est là'])
    await at.app.pass(25 * 60)
    await say('Votre offre')
    expect(at.smsOfBar().map(({ text }) => text)).toEqual(['Votre livreur est là', 'Votre offre'])
    expect(await at.query(`select preferred_by from account where preferred_by = 'failure'`)).toEqual([])
  })

  it('is learned from a status too; where no SMS can be sent a person is asked for', async () => {
    at = await twoNetworks({ env: TEMPLATE, withoutSms: true })
    await at.bar('bonsoir')
    await at.app.pass(25 * 60)
    await say('Une note ?', false)
    const template = at.cloud.sent.findLast((message) => message.template !== null)
    expect(await states()).toMatchObject([{ status: 'waiting' }])
    const failed = { adapter: 'cloud', status: 'failed', errorCode: '131049', because: 'held_back' } as const
    await at.cloud
      .inbox()
      .reportStatus([{ ...failed, providerId: `cloud-${template?.id}`, segments: null, price: null }])
    expect(await states()).toMatchObject([{ status: 'failed', error: 'held_back' }])
    expect(await person()).toEqual([])
    const tried = at.cloud.tried.length
    await say('Votre livreur est là')
    expect(at.cloud.tried).toHaveLength(tried)
    expect(await person()).toEqual([{ why: 'outside_window' }])
    // Their own word opens the window: answers were never held back.
    await at.bar('bonsoir')
    expect(at.cloud.sent.length).toBeGreaterThan(tried)
  })

  it('is heard when it is told before the send has returned, with its reason', async () => {
    at = await twoNetworks({ env: TEMPLATE, withoutSms: true })
    await at.bar('bonsoir')
    await at.app.pass(25 * 60)
    const failed = { adapter: 'cloud', status: 'failed', errorCode: '131049', because: 'held_back' } as const
    await at.cloud.inbox().reportStatus([{ ...failed, providerId: 'early-template', segments: null, price: null }])
    at.cloud.answer({ kind: 'sent', providerId: 'early-template', segments: null, price: null })
    await say('Une note ?', false)
    expect(await states()).toMatchObject([{ status: 'failed', error: 'held_back' }])
    const tried = at.cloud.tried.length
    await say('Encore une ?', false)
    expect(at.cloud.tried).toHaveLength(tried)
    expect(await at.query('select from early_status')).toEqual([])
  })

  it('asks for a person when what waited was urgent, and only once for a status that comes twice', async () => {
    at = await twoNetworks({ env: TEMPLATE, withoutSms: true, cloud: { senders: ['main', 'second'] } })
    await at.bar('bonsoir')
    await at.app.pass(25 * 60)
    await say('Votre livreur est là')
    const template = at.cloud.sent.findLast((message) => message.template !== null)
    const failed = { adapter: 'cloud', status: 'failed', errorCode: '131049', because: 'held_back' } as const
    const tellAgain = () =>
      at.cloud.inbox().reportStatus([{ ...failed, providerId: `cloud-${template?.id}`, segments: null, price: null }])
    await tellAgain()
    expect(await person()).toEqual([{ why: 'outside_window' }])
    // Another number asks now; the old failure, told again, takes nothing from it.
    await say('Une note ?', false)
    await tellAgain()
    expect((await states()).map(({ status }) => status)).toEqual(['failed', 'waiting'])
  })

  it('of an urgent message that fails by its status goes by SMS for that reason', async () => {
    at = await twoNetworks()
    await at.bar('bonsoir')
    await say('Votre livreur est là')
    const sent = at.cloud.sent.at(-1)
    const failed = { adapter: 'cloud', status: 'failed', errorCode: '131049', because: 'held_back' } as const
    await at.cloud.inbox().reportStatus([{ ...failed, providerId: `cloud-${sent?.id}`, segments: null, price: null }])
    await at.app.settle()
    expect(at.smsOfBar().map(({ text }) => text)).toContain('Votre livreur est là')
    expect(await at.query(`select preferred_by from account where preferred_by = 'failure'`)).toEqual([])
  })
})

it('is believed closed when the provider says so, whatever our clock says', async () => {
  at = await twoNetworks()
  at.cloud.answer({ kind: 'refused', because: 'outside_window', errorCode: '131047' })
  await say('Votre offre')
  expect(at.smsOfBar().map(({ text }) => text)).toEqual(['Votre offre'])
})
