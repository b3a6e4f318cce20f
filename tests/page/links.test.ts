import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { html } from '../../bot/page/html.ts'
import { type App, openApp } from '../harness/app.ts'
import { BARS, depot, personOf } from '../whole/people.ts'

// What a link lets its holder do, and nobody else, and nothing twice.

let app: App
let link = ''
const phone = BARS.cocotiers

beforeAll(async () => {
  app = await openApp()
  // "lien" in a chat that may tell it
  link = await freshLink()
  await sends('adult', await stampFor('adult'), {})
})
afterAll(() => app.stop())

async function freshLink(of: string = phone): Promise<string> {
  const told = await personOf(app, 'whatsapp', of).writes('lien')
  return told.match(/\/c\/[\w-]{22}/g)?.at(-1) ?? `no link in: ${told}`
}

const opens = (path = link) => app.server.inject({ method: 'GET', url: path })

/** The stamp of one form of the page as it is now. */
async function stampFor(action: string, path = link): Promise<string> {
  const { body } = await opens(path)
  const form = new RegExp(`action="${path.split('?')[0]}/${action}"><input type="hidden" name="stamp" value="([^"]+)"`)
  return form.exec(body)?.[1] ?? 'no such form'
}

async function sends(
  action: string,
  stamp: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
  path = link,
) {
  const answer = await app.server.inject({
    method: 'POST',
    url: `${path}/${action}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams({ stamp, ...fields }).toString(),
  })
  await app.settle()
  return answer
}

async function cart(): Promise<string[]> {
  const { rows } = await app.pool.query<{ line: string }>(
    `select l.quantity::float8 || ' ' || l.product_id as line from order_line l join "order" o on o.id = l.order_id
     join contact c on c.id = o.contact_id where c.address = $1 and o.status = 'draft' order by l.position`,
    [phone],
  )
  return rows.map(({ line }) => line)
}

const flag = { product: 'flag-65cl', unit: 'casier', quantity: '5' }

describe('a form', () => {
  beforeEach(async () => {
    await app.pool.query(`delete from "order" where status = 'draft'`)
  })

  it('does nothing the second time, one after the other or both at once', async () => {
    const { body } = await opens(`${link}?shelf=biere`)
    const stamps = [...body.matchAll(/name="stamp" value="([^"]+)"/g)].map(([, stamp]) => stamp ?? '')
    const [first = '', second = ''] = stamps
    expect(first).not.toBe(second)
    await sends('add', first, flag)
    await sends('add', first, flag)
    expect(await cart()).toEqual(['5 flag-65cl'])
    await Promise.all([1, 2, 3, 4].map(() => sends('add', second, flag)))
    expect(await cart()).toEqual(['10 flag-65cl'])
  })

  it('is refused when this page did not make it: another link’s, a forged one, none', async () => {
    const other = await freshLink(BARS.tantieRose)
    const theirs = await stampFor('adult', other)
    for (const stamp of [theirs, 'AAAAAAAAAAAAAAAA.AAAA', '', `${theirs}x`]) {
      expect((await sends('add', stamp, flag)).statusCode).toBe(403)
    }
    expect(await cart()).toEqual([])
  })

  it('is refused when a browser says that another site sent it', async () => {
    const stamp = await stampFor('add', `${link}?shelf=biere`)
    expect((await sends('add', stamp, flag, { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403)
    expect(await cart()).toEqual([])
  })

  it('says in words what was refused', async () => {
    const { body } = await opens(`${link}?shelf=biere`)
    const stamp = /name="stamp" value="([^"]+)"/.exec(body)?.[1] ?? ''
    const answer = await sends('add', stamp, { ...flag, quantity: '5000' })
    expect(answer.statusCode).toBe(303)
    const { location } = answer.headers
    expect((await opens(String(location))).body).toContain('entre 1 et 500')
    expect((await opens(`${link}?refused=<script>`)).body).not.toContain('role="alert"')
  })

  it('takes what is not a number, a product or a time for nothing', async () => {
    for (const fields of [
      { ...flag, quantity: 'NaN' },
      { ...flag, quantity: '-3' },
      { ...flag, product: 'none' },
      { ...flag, unit: 'tonneau' },
    ]) {
      const stamp = await stampFor('add', `${link}?shelf=biere`)
      expect((await sends('add', stamp, fields)).statusCode).toBe(303)
      expect(await cart()).toEqual([])
    }
  })
})

describe('an order chosen on the page and by SMS at the same instant', () => {
  it('goes to one depot, once', async () => {
    await app.pool.query(`delete from "order" where status = 'draft'`)
    await sends('add', await stampFor('add', `${link}?shelf=biere`), flag)
    await sends('place', await stampFor('place'), { mode: 'delivery', when: '', directions: '' })
    const number = /Commande (\d+)/.exec((await opens()).body)?.[1] ?? 'none'
    const siporex = depot(app, 'siporex')
    const angre = depot(app, 'angre')
    await siporex.writes(`${number} 30000 30`)
    await angre.writes(`${number} 31000 30`)
    const { rows: offers } = await app.pool.query<{ id: string }>('select id from offer order by goods_price')
    const page = (await opens()).body
    const stamps = [...page.matchAll(/\/choose"><input type="hidden" name="stamp" value="([^"]+)"/g)].map(
      ([, one]) => one ?? '',
    )
    expect(stamps).toHaveLength(2)
    await Promise.all([
      sends('choose', stamps[0] ?? '', { offer: offers[0]?.id ?? '' }),
      sends('choose', stamps[1] ?? '', { offer: offers[1]?.id ?? '' }),
      app.type('whatsapp', phone, '2'),
    ])
    const { rows } = await app.pool.query(`select count(*)::int as chosen from offer where status = 'chosen'`)
    expect(rows).toEqual([{ chosen: 1 }])
  })
})

describe('a link', () => {
  it('is not guessed, not indexed, not cached, not told to anybody, and has no script', async () => {
    const { headers, body, statusCode } = await opens()
    expect(statusCode).toBe(200)
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/)
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
    })
    expect(body).not.toMatch(/<script|onclick|https?:\/\//i)
    const token = link.slice(3)
    const { rows } = await app.pool.query('select count(*)::int as told from page_link where token_hash = $1', [token])
    expect(rows).toEqual([{ told: 0 }])
  })

  it('that is wrong says kindly what to do', async () => {
    for (const path of ['/c/AAAAAAAAAAAAAAAAAAAAAA', '/c/short', `${link}x`]) {
      const answer = await opens(path)
      expect(answer.statusCode).toBe(404)
      expect(answer.body).toContain('Écrivez LIEN par SMS')
    }
  })

  it('asks for the age before anything is seen or done', async () => {
    const fresh = await freshLink(BARS.tantieRose)
    expect((await opens(`${fresh}?shelf=biere`)).body).not.toContain('Flag')
    const answer = await sends('add', await stampFor('adult', fresh), flag, {}, fresh)
    expect(answer.headers.location).toBe(fresh)
    const { rows } = await app.pool.query(`select count(*)::int as carts from "order" where status = 'draft'`)
    expect(rows).toEqual([{ carts: 0 }])
  })

  it('ends after 24 hours', async () => {
    const fresh = await freshLink(BARS.palmier)
    await app.pass(23 * 60 + 59)
    expect((await opens(fresh)).statusCode).toBe(200)
    await app.pass(2)
    expect((await opens(fresh)).statusCode).toBe(404)
  })

  it('ends 48 hours after the end of its order, however long it was valid', async () => {
    const path = await freshLink(BARS.tantieRose)
    const does = async (action: string, fields: Record<string, string> = {}, query = '') =>
      sends(action, await stampFor(action, `${path}${query}`), fields, {}, path)
    await does('adult')
    await does('add', flag, '?shelf=biere')
    await does('place', { mode: 'pickup', when: '', directions: '' })
    expect((await opens(path)).body).toMatch(/Commande \d+/)
    await does('cancel')
    expect((await opens(path)).body).toContain('terminée')
    await app.pool.query(`update page_link set expires_at = expires_at + interval '10 days'`)
    await app.pass(48 * 60 - 1)
    expect((await opens(path)).statusCode).toBe(200)
    await app.pass(1)
    expect((await opens(path)).statusCode).toBe(404)
  })
})

describe('text in a page', () => {
  it('is text, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const made = html`<p title="${text}">${text}</p>`.html
        const inner = made.slice('<p title="'.length, -'</p>'.length)
        expect(inner.replace(/&(?:amp|lt|gt|quot|#39);/g, '').replace('">', '')).not.toMatch(/[<>"'&]/)
      }),
    )
    expect(html`<b>${html`<i>${'<'}</i>`}${null}${[html`x`]}${3}</b>`.html).toBe('<b><i>&lt;</i>x3</b>')
  })
})
