import { z } from 'zod'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'
import {
  booleanCell,
  type CsvMistake,
  type CsvRow,
  decimalCell,
  emptyOr,
  listCell,
  readCsv,
  textCell,
  wholeCell,
} from './csv.ts'
import { type CatalogueFile, readCatalogueFile, readZonesFile } from './files.ts'
import { findTakenWords, type TakenWord, type WordKey } from './taken-words.ts'
import { writeProducts, writeZones, zonesOf } from './writing.ts'

/** How many were written, or every mistake and nothing written. */
export type Imported = { readonly imported: number } | { readonly mistakes: readonly CsvMistake[] }

const readStarted = statement<{ started: boolean }>(
  'catalogue.started',
  'select exists (select from product) as started',
)

/**
 * The shipped catalogue and zones into an empty database. What staff have made of them since is never overwritten.
 * @returns whether they were written
 */
export async function importShippedData(work: Work): Promise<boolean> {
  const [row] = await readStarted(work.sql, [])
  if (row?.started === true) return false
  await writeZones(work, zonesOf(readZonesFile()))
  await writeProducts(work, readCatalogueFile().products)
  return true
}

/** One row per packaging; the product's columns are the same on each of its rows. */
const productRow = z.object({
  id: textCell,
  brand: textCell,
  family: textCell,
  name_fr: textCell,
  name_en: textCell,
  category: textCell,
  volume_ml: emptyOr(wholeCell),
  weight_unit: emptyOr(textCell),
  container: textCell,
  default_packaging: textCell,
  brand_default: booleanCell,
  synonyms: listCell,
  alcohol: booleanCell,
  variable_weight: booleanCell,
  unit: textCell,
  pieces: wholeCell.refine((pieces) => pieces > 0, 'not above zero'),
  returnable: booleanCell,
  deposit_xof: wholeCell,
  reference_price_xof: wholeCell.refine((price) => price > 0, 'not above zero'),
  price_basis: textCell,
})

type ProductRow = CsvRow<z.infer<typeof productRow>>
type Product = CatalogueFile['products'][number]

/**
 * Products from CSV, one row per packaging, with the columns of catalogue.json (synonyms separated by |). All or
 * nothing: with one mistake nothing is written. A word that staff gave to another product is a mistake.
 */
export async function importProducts(work: Work, csv: string, keyOf: WordKey): Promise<Imported> {
  const { rows, mistakes } = readCsv(csv, productRow)
  const products = new Map<string, ProductRow[]>()
  for (const row of rows) products.set(row.row.id, [...(products.get(row.row.id) ?? []), row])
  const found = [...mistakes, ...[...products.values()].flatMap(packagingMistakes)]
  if (found.length > 0) return { mistakes: inOrder(found) }
  const toWrite = [...products.values()].flatMap(productOf)
  const taken = await findTakenWords(work, toWrite, keyOf)
  if (taken.length > 0) return { mistakes: inOrder(taken.map((word) => takenMistake(word, products))) }
  await writeProducts(work, toWrite)
  return { imported: products.size }
}

function takenMistake(
  { product, column, word, takenBy }: TakenWord,
  products: ReadonlyMap<string, readonly ProductRow[]>,
): CsvMistake {
  const line = products.get(product)?.[0]?.line ?? 1
  return { line, column, problem: `${word} names ${takenBy} already: staff gave it that word` }
}

function packagingMistakes(rows: readonly ProductRow[]): CsvMistake[] {
  const units = rows.map(({ row }) => row.unit)
  const repeated = rows
    .filter(({ row }, index) => units.indexOf(row.unit) < index)
    .map(({ line, row }) => ({ line, column: 'unit', problem: `${row.id} has ${row.unit} already` }))
  const [first] = rows
  if (first === undefined || units.includes(first.row.default_packaging)) return repeated
  const problem = `${first.row.id} has no packaging ${first.row.default_packaging}`
  return [...repeated, { line: first.line, column: 'default_packaging', problem }]
}

function productOf(rows: readonly ProductRow[]): Product[] {
  const [first] = rows
  return first === undefined ? [] : [{ ...first.row, packagings: rows.map(({ row }) => row) }]
}

const zoneRow = z.object({
  id: textCell,
  name: textCell,
  lat: decimalCell,
  lon: decimalCell,
  side: z.enum(['nord', 'sud']),
  adjacent: listCell,
  aliases: listCell,
  delivery_fee_xof: wholeCell,
})

/** Zones from CSV, with the columns of zones.json and `side`; lists are separated by |. All or nothing. */
export async function importZones(work: Work, csv: string): Promise<Imported> {
  const { rows, mistakes } = readCsv(csv, zoneRow)
  const ids = rows.map(({ row }) => row.id)
  const repeated = rows
    .filter(({ row }, index) => ids.indexOf(row.id) < index)
    .map(({ line, row }) => ({ line, column: 'id', problem: `${row.id} is there twice` }))
  const found = [...mistakes, ...repeated]
  if (found.length > 0) return { mistakes: inOrder(found) }
  await writeZones(
    work,
    rows.map(({ row }) => ({ ...row, quartiers: [] })),
  )
  return { imported: rows.length }
}

function inOrder(mistakes: readonly CsvMistake[]): CsvMistake[] {
  return mistakes.toSorted((one, other) => one.line - other.line)
}
