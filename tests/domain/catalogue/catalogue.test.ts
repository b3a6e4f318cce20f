import { beforeAll, describe, expect, it } from 'vitest'
import { wordKey } from '../../../bot/understanding/words.ts'
import { readCatalogueFile, readZonesFile } from '../../../domain/catalogue/files.ts'
import { importProducts, importShippedData, importZones } from '../../../domain/catalogue/importing.ts'
import { catalogueVersion, readCatalogue, readZones } from '../../../domain/catalogue/reading.ts'
import { freshDatabase } from '../../harness/database.ts'
import { type Market, openMarket, present } from '../money/arranging.ts'

let market: Market
beforeAll(async () => {
  market = await openMarket((await freshDatabase()).pool)
})

const COLUMNS = Object.entries({
  id: 'sucre-kg',
  brand: 'Générique',
  family: 'sucre',
  name_fr: 'Sucre (au kg)',
  name_en: 'Sugar (per kg)',
  category: 'alimentaire',
  volume_ml: '',
  weight_unit: 'kg',
  container: 'vrac',
  default_packaging: 'kg',
  brand_default: 'oui',
  synonyms: 'sucre|sugar',
  alcohol: 'non',
  variable_weight: 'oui',
  unit: 'kg',
  pieces: '1',
  returnable: 'non',
  deposit_xof: '0',
  reference_price_xof: '900',
  price_basis: 'estimate',
})
const HEADER = COLUMNS.map(([name]) => name).join(',')
const row = (changes: Record<string, string> = {}) => COLUMNS.map(([name, value]) => changes[name] ?? value).join(',')
const importRows = async (...rows: string[]) =>
  (await market.act((work) => importProducts(work, [HEADER, ...rows].join('\n'), wordKey))).outcome

async function packagings(id: string) {
  const found = (await readCatalogue(market.pool)).products.find((product) => product.id === id)
  return found?.packagings.map(({ unit, pieces, reference_price_xof }) => ({ unit, pieces, reference_price_xof }))
}

describe('the shipped data', () => {
  it('is in the database as it is in the files, in the shape the understanding takes', async () => {
    const file = readCatalogueFile()
    const { products, units } = await readCatalogue(market.pool)
    expect(products).toHaveLength(128)
    expect(units).toEqual(file.units)
    const bock = present(products.find(({ id }) => id === 'bock-65cl'))
    const shipped = present(file.products.find(({ id }) => id === 'bock-65cl'))
    expect(bock).toMatchObject({
      synonyms: shipped.synonyms,
      default_packaging: 'casier',
      volume_ml: 650,
      alcohol: true,
    })
    expect(await packagings('bock-65cl')).toEqual([
      { unit: 'casier', pieces: 12, reference_price_xof: 5_700 },
      { unit: 'bouteille', pieces: 1, reference_price_xof: 500 },
    ])
  })

  it('has the 13 communes with their quartiers and sides', async () => {
    const { communes } = await readZones(market.pool)
    const shipped = readZonesFile().communes
    expect(communes.map(({ id }) => id)).toEqual(shipped.map(({ id }) => id).toSorted())
    const count = (list: readonly { readonly quartiers: readonly unknown[] }[]) =>
      list.flatMap(({ quartiers }) => quartiers).length
    expect(count(communes)).toBe(count(shipped))
    const { rows } = await market.pool.query(
      `select side, delivery_fee from zone where id in ('marcory', 'yopougon') order by id`,
    )
    expect(rows).toEqual([
      { side: 'sud', delivery_fee: 1_000 },
      { side: 'nord', delivery_fee: 1_500 },
    ])
  })

  it('never overwrites what staff have made of it', async () => {
    expect((await market.act(importShippedData)).outcome).toBe(false)
  })
})

describe('products from CSV', () => {
  it('are added with their packagings, and brought up to date by a second import', async () => {
    const before = await catalogueVersion(market.pool)
    expect(await importRows(row(), row({ unit: 'sac', pieces: '50', reference_price_xof: '42000' }))).toEqual({
      imported: 1,
    })
    expect(await packagings('sucre-kg')).toEqual([
      { unit: 'kg', pieces: 1, reference_price_xof: 900 },
      { unit: 'sac', pieces: 50, reference_price_xof: 42_000 },
    ])
    expect(await catalogueVersion(market.pool)).not.toBe(before)
    await importRows(row({ reference_price_xof: '950' }))
    expect(await packagings('sucre-kg')).toContainEqual({ unit: 'kg', pieces: 1, reference_price_xof: 950 })
  })

  it('take the semicolons and the byte-order mark of a spreadsheet', async () => {
    const csv = `\uFEFF${[HEADER, row({ id: 'sel-kg' })].join('\r\n').replaceAll(',', ';')}\r\n`
    expect((await market.act((work) => importProducts(work, csv, wordKey))).outcome).toEqual({ imported: 1 })
  })

  it('name every mistake with its line, and write nothing', async () => {
    const outcome = await importRows(
      row({ id: 'riz-kg' }),
      row({ id: 'riz-kg', unit: 'sac', reference_price_xof: '12,5'.replace(',', '.') }),
      row({ id: 'mil-kg', pieces: '0', alcohol: 'peut-être' }),
      row({ id: 'fonio-kg', default_packaging: 'casier' }),
      row({ id: 'riz-kg' }),
    )
    expect(outcome).toMatchObject({
      mistakes: [
        { line: 3, column: 'reference_price_xof', problem: 'not a whole number' },
        { line: 4, column: 'alcohol' },
        { line: 4, column: 'pieces', problem: 'not above zero' },
        { line: 5, column: 'default_packaging', problem: 'fonio-kg has no packaging casier' },
        { line: 6, column: 'unit', problem: 'riz-kg has kg already' },
      ],
    })
    expect(await packagings('riz-kg')).toBeUndefined()
  })

  it('say where a line has too few cells', async () => {
    expect(await importRows('seul,deux')).toMatchObject({ mistakes: [{ line: 2, column: null }] })
  })
})

describe('zones from CSV', () => {
  const header = 'id,name,lat,lon,side,adjacent,aliases,delivery_fee_xof'
  const importZoneRows = async (...rows: string[]) =>
    (await market.act((work) => importZones(work, [header, ...rows].join('\n')))).outcome

  it('are added, and keep their quartiers when they change', async () => {
    expect(
      await importZoneRows(
        'bassam,Grand-Bassam,5.21,-3.74,sud,port-bouet,gd bassam|bassam,3500',
        'cocody,Cocody,5.359,-3.983,nord,abobo|marcory,coco,1200',
      ),
    ).toEqual({ imported: 2 })
    const { communes } = await readZones(market.pool)
    expect(communes.find(({ id }) => id === 'bassam')).toMatchObject({
      id: 'bassam',
      name: 'Grand-Bassam',
      aliases: ['gd bassam', 'bassam'],
      quartiers: [],
    })
    expect(communes.find(({ id }) => id === 'cocody')?.quartiers).toHaveLength(15)
  })

  it('name every mistake with its line, and write nothing', async () => {
    expect(await importZoneRows('x,X,nord,1,est,,,500', 'y,Y,1,1,sud,,,500', 'y,Y,1,1,sud,,,500')).toMatchObject({
      mistakes: [
        { line: 2, column: 'lat', problem: 'not a number' },
        { line: 2, column: 'side' },
        { line: 4, column: 'id', problem: 'y is there twice' },
      ],
    })
    expect((await readZones(market.pool)).communes.some(({ id }) => id === 'y')).toBe(false)
  })
})
