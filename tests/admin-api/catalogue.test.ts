import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadReferenceData } from '../domain/orders/arrange.ts'
import { freshDatabase } from '../harness/database.ts'
import { type AdminApi, allPages, openAdminApi } from './api.ts'

let api: AdminApi
beforeAll(async () => {
  api = await openAdminApi((await freshDatabase()).url)
  await loadReferenceData(api.pool)
})
afterAll(() => api.close())

const HEADER =
  'id,brand,family,name_fr,name_en,category,volume_ml,weight_unit,container,default_packaging,brand_default,synonyms,alcohol,variable_weight,unit,pieces,returnable,deposit_xof,reference_price_xof,price_basis'
const row = (id: string, unit: string, price: string): string =>
  `${id},Neuve,neuve,Neuve 33cl,Neuve 33cl beer,biere,330,,verre_consigne,casier,true,neuve|la neuve,true,false,${unit},24,true,4200,${price},staff`

const upload = (url: string, csv: string, type = 'text/csv') =>
  api.app.inject({
    method: 'POST',
    url,
    headers: { authorization: `Bearer ${api.keyOf('operations')}`, 'content-type': type },
    payload: csv,
  })
const put = (url: string, body: object) => api.call('operations', 'PUT', url, body)
const product = async (id: string) => api.get(`/api/catalogue/products/${id}`)

describe('catalogue', () => {
  it('lists every product once, and finds by name, synonym and category', async () => {
    const { rows } = await api.pool.query<{ id: string }>('select id from product')
    const all = await allPages(api, '/api/catalogue/products', { limit: 50 })
    expect(all.map(({ id }) => id).toSorted()).toEqual(rows.map(({ id }) => id).toSorted())
    const ids = async (query: string) =>
      (await api.get(`/api/catalogue/products?limit=200&${query}`)).body.items.map(({ id }) => id)
    expect(await ids('search=bock%2065')).toContain('bock-65cl')
    expect(await ids('search=boc')).toContain('bock-65cl')
    expect(await ids('category=eau')).not.toContain('bock-65cl')
    expect(await ids('active=false')).toEqual([])
  })

  it('changes a product, takes it off sale and keeps what it was', async () => {
    const { body } = await product('bock-65cl')
    const { id, ...fields } = body
    const answer = await put('/api/catalogue/products/bock-65cl', { ...fields, nameFr: 'Bock grand', active: false })
    expect([answer.statusCode, answer.json().nameFr, answer.json().active]).toEqual([200, 'Bock grand', false])
    expect(api.catalogueChanges()).toBe(1)
    const [audit] = (await api.get('/api/audit?subject=product:bock-65cl')).body.items
    expect(audit).toMatchObject({
      action: 'product.write',
      before: { nameFr: 'Bock 65cl' },
      after: { nameFr: 'Bock grand' },
    })
    const wrong = await put('/api/catalogue/products/bock-65cl', { ...fields, defaultPackaging: 'tonneau' })
    expect(wrong.json()).toMatchObject({ code: 'INVALID', errors: [{ where: 'body/defaultPackaging' }] })
  })

  it('sets the price of a packaging', async () => {
    const url = '/api/catalogue/products/bock-33cl/packagings/casier/price'
    expect((await put(url, { referencePrice: 6_100 })).json()).toMatchObject({
      unit: 'casier',
      referencePrice: 6_100,
      priceBasis: 'staff',
    })
    const [audit] = (await api.get('/api/audit?subject=product:bock-33cl/casier')).body.items
    expect(audit?.before).toMatchObject({ referencePrice: expect.any(Number) })
    expect(
      (await put('/api/catalogue/products/bock-33cl/packagings/tonneau/price', { referencePrice: 1 })).json().code,
    ).toBe('PRODUCT_NOT_FOUND')
    expect((await put(url, { referencePrice: 0 })).statusCode).toBe(400)
  })

  it('imports a file, as the body or in a form', async () => {
    const before = api.catalogueChanges()
    const answer = await upload('/api/catalogue/import', [HEADER, row('neuve-33cl', 'casier', '7000')].join('\n'))
    expect([answer.statusCode, answer.json()]).toEqual([200, { imported: 1, dryRun: false }])
    expect((await product('neuve-33cl')).body).toMatchObject({
      nameFr: 'Neuve 33cl',
      packagings: [{ referencePrice: 7_000 }],
    })
    const form = [
      '--x',
      'content-disposition: form-data; name="file"; filename="prix.csv"',
      'content-type: text/csv',
      '',
      HEADER,
      row('neuve-33cl', 'casier', '7500'),
      '--x--',
      '',
    ].join('\r\n')
    const sent = await upload('/api/catalogue/import', form, 'multipart/form-data; boundary=x')
    expect([sent.statusCode, sent.json()]).toEqual([200, { imported: 1, dryRun: false }])
    expect((await product('neuve-33cl')).body).toMatchObject({ packagings: [{ referencePrice: 7_500 }] })
    expect(api.catalogueChanges()).toBe(before + 2)
  })

  it('names the line of each mistake and writes nothing', async () => {
    const before = api.catalogueChanges()
    const csv = [
      HEADER,
      row('bonne-33cl', 'casier', '7000'),
      row('mauvaise-33cl', 'casier', 'cher'),
      row('mauvaise-65cl', 'carton', '500'),
    ].join('\n')
    const answer = await upload('/api/catalogue/import', csv)
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'CSV_INVALID'])
    expect(answer.json().errors.map(({ where }: { where: string }) => where)).toEqual([
      'line 3, column reference_price_xof',
      'line 4, column default_packaging',
    ])
    expect((await product('bonne-33cl')).status).toBe(404)
    expect(api.catalogueChanges()).toBe(before)
    expect((await api.get('/api/audit?action=catalogue.import')).body.items).toHaveLength(2)
  })

  it('refuses a word that staff gave to another product, in whatever form it is written', async () => {
    const give = (id: string, word: string) =>
      api.call('operations', 'POST', `/api/catalogue/products/${id}/synonyms`, { word })
    expect((await give('flag-65cl', 'zagalo')).statusCode).toBe(200)
    const { id, ...fields } = (await product('bock-65cl')).body
    const before = api.catalogueChanges()
    for (const words of [{ synonyms: ['le bock', 'Zagalos'] }, { nameFr: 'Zagalo' }, { brand: 'ZAGALO' }]) {
      const answer = await put(`/api/catalogue/products/${id}`, { ...fields, ...words })
      expect(answer.json()).toMatchObject({ code: 'SYNONYM_TAKEN', details: { product: 'flag-65cl' } })
    }
    expect((await product('bock-65cl')).body).toMatchObject(fields)
    const csv = [
      HEADER,
      row('neuve-33cl', 'casier', '7000'),
      row('neuve-33cl', 'carton', '7000'),
      row('autre-33cl', 'casier', '7000').replace('neuve|la neuve', 'autre|zagalo'),
    ].join('\n')
    const imported = await upload('/api/catalogue/import', csv)
    expect([imported.statusCode, imported.json().code, imported.json().errors]).toEqual([
      422,
      'CSV_INVALID',
      [
        {
          where: 'line 4, column synonyms',
          what: 'zagalo names flag-65cl already: staff gave it that word',
        },
      ],
    ])
    expect((await product('autre-33cl')).status).toBe(404)
    expect(api.catalogueChanges()).toBe(before)
    // Its own product may have it in the catalogue as well.
    const flag = (await product('flag-65cl')).body
    const { id: flagId, ...own } = flag
    expect((await put(`/api/catalogue/products/${flagId}`, { ...own, synonyms: ['zagalo'] })).statusCode).toBe(200)
  })

  it('gives a word to one of a product and a person who want it at the same instant', async () => {
    for (let round = 0; round < 5; round += 1) {
      const word = `zouglou${'abcde'[round]}`
      const { id, ...fields } = (await product('bock-33cl')).body
      const [given, written] = await Promise.all([
        api.call('operations', 'POST', '/api/catalogue/products/castel-65cl/synonyms', { word }),
        put(`/api/catalogue/products/${id}`, { ...fields, synonyms: [word] }),
      ])
      expect([given.statusCode, written.statusCode].toSorted()).toEqual([200, 409])
      if (written.statusCode === 200) await put(`/api/catalogue/products/${id}`, { ...fields })
    }
  })

  it('says what a file would do without doing it', async () => {
    const answer = await upload(
      '/api/catalogue/import?dryRun=true',
      [HEADER, row('essai-33cl', 'casier', '7000')].join('\n'),
    )
    expect(answer.json()).toEqual({ imported: 1, dryRun: true })
    expect((await product('essai-33cl')).status).toBe(404)
    expect(
      (await upload('/api/catalogue/import?dryRun=true', `${HEADER}\n${row('essai', 'casier', '0')}`)).json().code,
    ).toBe('CSV_INVALID')
    expect((await upload('/api/catalogue/import', '--x--\r\n', 'multipart/form-data; boundary=x')).json().code).toBe(
      'INVALID',
    )
    expect((await upload('/api/catalogue/import', '<a/>', 'application/xml')).json().code).toBe(
      'UNSUPPORTED_MEDIA_TYPE',
    )
  })
})

describe('zones', () => {
  it('lists, reads and sets a delivery fee', async () => {
    expect(await allPages(api, '/api/zones', { limit: 5 })).toHaveLength(13)
    expect((await put('/api/zones/cocody/fee', { deliveryFee: 2_500 })).json()).toEqual({
      id: 'cocody',
      deliveryFee: 2_500,
    })
    expect((await api.get('/api/zones/cocody')).body).toMatchObject({ deliveryFee: 2_500, side: 'nord', suppliers: 0 })
    expect((await put('/api/zones/atlantis/fee', { deliveryFee: 2_500 })).json().code).toBe('ZONE_NOT_FOUND')
    expect((await api.get('/api/audit?subject=zone:cocody')).body.items).toMatchObject([
      { action: 'zone.fee', after: { deliveryFee: 2_500 } },
    ])
  })

  it('adds a zone with its quartiers and takes it out again', async () => {
    const zone = {
      name: 'Grand-Bassam',
      latitude: 5.2,
      longitude: -3.74,
      aliases: ['bassam'],
      side: 'sud',
      adjacent: ['port-bouet'],
      deliveryFee: 4_000,
    }
    const quartiers = [
      { id: 'grand-bassam-france', name: 'Quartier France', latitude: 5.19, longitude: -3.73, aliases: [] },
    ]
    const made = await put('/api/zones/grand-bassam', { ...zone, quartiers })
    expect([made.statusCode, made.json()]).toMatchObject([200, { ...zone, active: true, quartiers }])
    expect((await put('/api/zones/grand-bassam', { ...zone, active: false })).json()).toMatchObject({
      active: false,
      quartiers,
    })
  })

  it('imports zones, or names the line of each mistake', async () => {
    const header = 'id;name;lat;lon;side;adjacent;aliases;delivery_fee_xof'
    const good = await upload('/api/zones/import', `${header}\nazaguie;Azaguié;5,63;-4,08;nord;anyama;azaguie;5000\n`)
    expect(good.json()).toEqual({ imported: 1, dryRun: false })
    const bad = await upload('/api/zones/import', `${header}\nx;X;5,63;-4,08;est;;;5000\ny;Y;5,63;-4,08;nord;;;-1\n`)
    expect(bad.json().errors.map(({ where }: { where: string }) => where)).toEqual([
      'line 2, column side',
      'line 3, column delivery_fee_xof',
    ])
  })
})
