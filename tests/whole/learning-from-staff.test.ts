import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeApiKey } from '../../admin-api/keys.ts'
import type { Role } from '../../admin-api/roles.ts'
import { another } from '../bot/another.ts'
import { testChannel } from '../bot/test-channel.ts'
import { type App, openApp } from '../harness/app.ts'
import { BARS, bar, depot, type Person, winsOrder } from './people.ts'

let app: App
let client: Person
const keys = new Map<Role, string>()

beforeEach(async () => {
  app = await openApp()
  client = bar(app, 'leGrin')
  for (const role of ['operations', 'support_l1', 'admin'] as const)
    keys.set(role, (await makeApiKey(app.pool, { name: role, role })).key)
})
afterEach(() => app.stop())

async function call(method: 'GET' | 'POST' | 'DELETE', url: string, body?: object, role: Role = 'operations') {
  const answer = await app.server.inject({
    method,
    url: `/api${url}`,
    headers: { authorization: `Bearer ${keys.get(role)}` },
    ...(body !== undefined && { payload: body }),
  })
  return { status: answer.statusCode, body: answer.json() }
}
const notUnderstood = async (query = '') => (await call('GET', `/understanding/not-understood?${query}`)).body.items
const addWord = (product: string, word: string, query = '', role?: Role) =>
  call('POST', `/catalogue/products/${product}/synonyms${query}`, { word }, role)

async function contactOf(phone: string): Promise<string> {
  const { rows } = await app.pool.query('select id from contact where address = $1', [phone])
  return rows[0].id
}

describe('what was not understood', () => {
  it('is shown by wording, similar ones together, with masked phones and what was said next', async () => {
    await client.writes('3 casiers de zougloutchi')
    await client.writes('continuer sans')
    await bar(app, 'tantieRose').writes('5 casiers de zougloutchy stp')
    await bar(app, 'palmier').writes('brrr tchouk zagalo')
    // A question that was just asked may still be answered.
    expect((await notUnderstood()).map(({ wordings }: { wordings: string[] }) => wordings)).toEqual([
      ['brrr tchouk zagalo'],
    ])
    await app.pass(31)
    const [first, second] = await notUnderstood()
    expect(first).toMatchObject({ count: 2, troubles: ['asked'], roles: ['client'], handled: null })
    expect(first.wordings.toSorted()).toEqual(['zougloutchi', 'zougloutchy'])
    expect(first.examples.map(({ text, phone }: { text: string; phone: string }) => [text, phone])).toEqual([
      ['5 casiers de zougloutchy stp', '+225••••••0002'],
      ['3 casiers de zougloutchi', '+225••••••0001'],
    ])
    expect(first.examples[0].did.join()).toContain('client.unsure.which')
    expect(second).toMatchObject({ count: 1, troubles: ['unknown'], wordings: ['brrr tchouk zagalo'] })
    expect(second.examples[0].did).toEqual(['client.misunderstood'])
    expect(await notUnderstood('role=supplier')).toEqual([])
    expect(await notUnderstood(`since=${app.clock.now().toISOString()}`)).toEqual([])
    const page = (await call('GET', '/understanding/not-understood?limit=1')).body
    expect((await notUnderstood(`limit=1&after=${encodeURIComponent(page.next)}`))[0].wordings).toEqual(second.wordings)
  })

  it('leaves out what a question cleared up, and shows what the question did not', async () => {
    await client.writes('2 casiers heineken')
    await client.presses('product/heineken-33cl')
    await bar(app, 'tantieRose').writes('2 casiers heineken')
    await bar(app, 'tantieRose').writes('annule')
    await app.pass(31)
    const [group, ...others] = await notUnderstood()
    expect([group.wordings, group.count, others]).toEqual([['# casiers heineken'], 1, []])
    expect(group.examples[0].phone).toBe('+225••••••0002')
  })

  it('is marked as handled with a note, and comes back when it is written again', async () => {
    await client.writes('brrr tchouk zagalo')
    const [group] = await notUnderstood()
    const marked = await call('POST', '/understanding/not-understood/handled', {
      wordings: group.wordings,
      note: 'du bruit',
    })
    expect(marked.body.handled).toMatchObject([
      { wording: 'brrr tchouk zagalo', note: 'du bruit', handledBy: 'operations' },
    ])
    expect(await notUnderstood()).toEqual([])
    expect(await notUnderstood('handled=true')).toMatchObject([{ count: 1, handled: { note: 'du bruit' } }])
    await app.pass(1)
    await bar(app, 'tantieRose').writes('brrr tchouk zagalo')
    expect(await notUnderstood()).toMatchObject([{ count: 1, handled: { note: 'du bruit', by: 'operations' } }])
    const audit = (await call('GET', '/audit?action=wording.handle', undefined, 'admin')).body.items
    expect(audit).toMatchObject([{ who: 'operations', after: { note: 'du bruit' } }])
  })

  it('never shows a delivery code, nor a number that somebody wrote', async () => {
    const siporex = depot(app, 'siporex')
    await siporex.writes(`ROUTE ${await winsOrder(client, siporex)} 20`)
    const { rows } = await app.pool.query<{ code: string }>(
      'select delivery_code as code from "order" where delivery_code is not null',
    )
    const code = rows[0]?.code ?? 'no code'
    await siporex.writes(`blabla ${code} zagalo 07 07 12 34 56`)
    await app.pass(31)
    const [group] = await notUnderstood('role=supplier&noise=true')
    expect(group.examples[0].text).toBe('blabla •••• zagalo ••••••••')
    const { contactId, messageId } = group.examples[0]
    const explained = await call('GET', `/conversations/${contactId}/messages/${messageId}/explanation`)
    expect(explained.body.explanation).toContain('blabla')
    expect(JSON.stringify(explained.body)).not.toContain(code)
    expect(JSON.stringify(explained.body)).not.toMatch(/07 07 12 34 56|0707123456/)
  })

  it('is not what a person answered', async () => {
    await client.writes('bonsoir')
    const contactId = await contactOf(BARS.leGrin)
    await call('POST', `/conversations/${contactId}/take-over`, undefined, 'support_l1')
    await client.writes('brrr tchouk zagalo')
    expect(await notUnderstood()).toEqual([])
  })
})

describe('a word that staff add', () => {
  it('shows first what it would change, then is understood in every process within seconds', async () => {
    const theirs = testChannel()
    const other = await another(app, theirs)
    try {
      await client.writes('3 casiers de zougloutchi')
      await client.writes('continuer sans')
      await client.writes('2 casiers bock 65')
      const dry = await addWord('flag-65cl', 'Zougloutchi', '?dryRun=true')
      expect(dry.body).toMatchObject({
        dryRun: true,
        word: 'zougloutchi',
        alone: { lines: [{ product: 'flag-65cl', quantity: 2 }] },
        notUnderstood: {
          tried: 1,
          changed: 1,
          examples: [{ before: { lines: [] }, after: { lines: [{ product: 'flag-65cl', quantity: 3 }] } }],
        },
        understood: { changed: 0 },
      })
      expect((await call('GET', '/catalogue/products/flag-65cl/synonyms')).body.staff).toEqual([])
      expect((await addWord('flag-65cl', 'Zougloutchi')).body).toMatchObject({ dryRun: false, word: 'zougloutchi' })
      // At once where it was added, and in the other process without anybody telling it.
      expect(await client.writes('4 casiers de zougloutchi')).toContain('4 casiers Flag 65cl')
      const { rows } = await app.pool.query(
        `select contact_id as "contactId", id from mailbox_item where payload ->> 'text' = '3 casiers de zougloutchi'`,
      )
      const url = `/api/conversations/${rows[0].contactId}/messages/${rows[0].id}/explanation`
      const headers = { authorization: `Bearer ${keys.get('operations')}` }
      await expect
        .poll(async () => (await other.server.inject({ url, headers })).body, { timeout: 20_000, interval: 200 })
        .toContain('zougloutchi (flag-')
      await theirs.receives(BARS.tantieRose, '4 casiers de zougloutchi', { medium: 'whatsapp' })
      await expect.poll(() => theirs.sent.at(-1)?.text ?? '').toContain('4 casiers Flag 65cl')
      const listed = (await call('GET', '/catalogue/products/flag-65cl/synonyms')).body
      expect(listed.staff).toMatchObject([{ word: 'zougloutchi', addedBy: 'operations' }])
      expect(listed.catalogue).toContain('flague')
      expect((await call('DELETE', '/catalogue/products/flag-65cl/synonyms/zougloutchi')).status).toBe(200)
      expect((await call('DELETE', '/catalogue/products/flag-65cl/synonyms/zougloutchi')).body.code).toBe(
        'SYNONYM_NOT_FOUND',
      )
      await client.writes('vide le panier')
      await client.writes('oui')
      expect(await client.writes('4 casiers de zougloutchi')).not.toContain('Flag')
      const audit = (await call('GET', '/audit?subject=product:flag-65cl', undefined, 'admin')).body.items
      expect(audit.map(({ action }: { action: string }) => action)).toEqual(['synonym.remove', 'synonym.add'])
    } finally {
      await other.stop()
    }
  })

  it('says which understood messages it would take away from what they meant', async () => {
    await client.writes('2 casiers bock 65 zagalo')
    const shifted = await addWord('castel-65cl', 'zagalo', '?dryRun=true')
    expect(shifted.body.understood).toMatchObject({
      changed: 1,
      examples: [{ text: '2 casiers bock 65 zagalo', before: { lines: [{ product: 'bock-65cl' }] } }],
    })
  })

  it('is refused when it names a product already, or is no name at all', async () => {
    const refused = async (word: string) => {
      const { status, body } = await addWord('flag-33cl', word)
      return [status, body.code, body.details.product ?? body.details.why]
    }
    expect(await refused('Kastel')).toEqual([409, 'SYNONYM_TAKEN', 'castel-65cl'])
    expect(await refused('petites  flags')).toEqual([409, 'SYNONYM_TAKEN', 'flag-33cl'])
    expect(await refused('Heineken')).toEqual([409, 'SYNONYM_TAKEN', expect.stringMatching(/^heineken/)])
    expect(await refused('12')).toEqual([422, 'SYNONYM_INVALID', 'number'])
    expect(await refused('trois')).toEqual([422, 'SYNONYM_INVALID', 'number'])
    expect(await refused('casiers')).toEqual([422, 'SYNONYM_INVALID', 'packaging'])
    expect(await refused('petite')).toEqual([422, 'SYNONYM_INVALID', 'size'])
    expect(await refused('commande')).toEqual([422, 'SYNONYM_INVALID', 'common word'])
    expect(await refused('deux casiers')).toEqual([422, 'SYNONYM_INVALID', 'number'])
    expect(await refused('Cocody')).toEqual([422, 'SYNONYM_INVALID', 'place'])
    expect(await refused('!!!')).toEqual([422, 'SYNONYM_INVALID', 'empty'])
    expect((await addWord('flag-99cl', 'zagalo')).body.code).toBe('PRODUCT_NOT_FOUND')
    expect((await addWord('flag-33cl', 'zagalo', '', 'support_l1')).body.code).toBe('FORBIDDEN')
  })

  it('goes to one product when two people give it to two at the same instant', async () => {
    const products = ['flag-65cl', 'castel-65cl', 'bock-65cl', 'doppel-65cl']
    const answers = await Promise.all(products.map((product) => addWord(product, 'zagalo')))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409])
    const { rows } = await app.pool.query('select product_id as product from synonym')
    const winner = products[answers.findIndex(({ status }) => status === 200)]
    expect(rows).toEqual([{ product: winner }])
    const loser = answers.find(({ status }) => status === 409)
    expect(loser?.body).toMatchObject({ code: 'SYNONYM_TAKEN', details: { product: winner } })
    expect((await call('GET', '/audit?action=synonym.add', undefined, 'admin')).body.items).toHaveLength(1)
  })
})

describe('how a message was read', () => {
  it('stands beside it in the transcript, and is explained in the situation it was read in', async () => {
    await client.writes('2 casiers heineken et 3 casiers de flag')
    await client.presses('product/heineken-33cl')
    await client.writes('non, la petite')
    const contactId = await contactOf(BARS.leGrin)
    const { items } = (await call('GET', `/conversations/${contactId}/messages?limit=200`)).body
    const heard = items.filter(({ direction }: { direction: string }) => direction === 'in')
    expect(heard).toMatchObject([
      {
        reading: {
          intent: 'order',
          lines: [{ product: 'flag-65cl', quantity: 3 }],
          clarifications: [{ text: 'heineken', reason: 'size' }],
          did: expect.arrayContaining([expect.stringContaining('client.unsure.which')]),
        },
      },
      { reading: { intent: 'answer', learnt: [{ about: 'brand:heineken', product: 'heineken-33cl', how: 'chosen' }] } },
      { reading: { intent: 'cart_set', learnt: [{ about: 'brand:flag', product: 'flag-33cl', how: 'corrected' }] } },
    ])
    expect(JSON.stringify(heard)).not.toContain('situation')
    const explained = await call('GET', `/conversations/${contactId}/messages/${heard[2].id}/explanation`)
    expect(explained.body).toMatchObject({ text: 'non, la petite', inItsSituation: true })
    expect(explained.body.explanation).toMatch(/^text {6}non, la petite\nrespelled/)
    // With the cart it was said to: out of the blue it would be nothing.
    expect(explained.body.explanation).toMatch(/^read {6}cart_set; 3 casier flag-33cl/m)
    expect((await call('GET', `/conversations/${contactId}/messages/999999/explanation`)).body.code).toBe(
      'MESSAGE_NOT_FOUND',
    )
    const elsewhere = await contactOf(BARS.tantieRose)
    expect((await call('GET', `/conversations/${elsewhere}/messages/${heard[2].id}/explanation`)).status).toBe(404)
  })
})

describe('the habits of an account', () => {
  it('are listed with their evidence, and forgotten when staff say so', async () => {
    await client.writes('5 casiers de flag')
    await client.writes('non, la petite')
    const { rows } = await app.pool.query('select account_id as id from contact where address = $1', [BARS.leGrin])
    const url = `/accounts/${rows[0].id}/habits`
    expect((await call('GET', url, undefined, 'support_l1')).body.items).toMatchObject([
      {
        about: 'brand:flag',
        product: 'flag-33cl',
        until: '2027-05-19T20:00:00.000Z',
        evidence: [{ how: 'corrected', product: 'flag-33cl', text: 'non, la petite' }],
      },
    ])
    expect((await call('DELETE', `${url}/${encodeURIComponent('brand:flag')}`)).body).toEqual({ forgotten: 1 })
    expect((await call('DELETE', `${url}/${encodeURIComponent('brand:flag')}`)).body.code).toBe('HABIT_NOT_FOUND')
    expect((await call('GET', url)).body.items).toEqual([])
    await client.writes('vide le panier')
    await client.writes('oui')
    expect(await client.writes('5 casiers de flag')).toContain('5 casiers Flag 65cl')
    const audit = (await call('GET', '/audit?action=habit.forget', undefined, 'admin')).body.items
    expect(audit).toMatchObject([{ before: [{ about: 'brand:flag' }], after: { about: 'brand:flag', forgotten: 1 } }])
  })
})
