import type { ProductData } from './catalogue-data.ts'
import { readClient } from './client.ts'
import type { Knowledge } from './knowledge.ts'
import { MOST_OF_ONE_LINE } from './lines.ts'
import { singular } from './normalise.ts'
import type { Clarification, Habit, Intent, Line, Understanding } from './types.ts'
import { type View, viewOf } from './view.ts'

// What this client means by a word that may mean several products. A habit settles only what the text leaves open, among
// the products that the text allows: it brings nothing that was not named.

/** What the habit is about: a brand whose size or flavour was left open, or a word for goods of several brands. */
export function subjectOf(text: string, families: readonly string[]): string {
  const [family, ...others] = [...new Set(families)]
  const word = text.split(' ').map(singular).join(' ')
  return family !== undefined && others.length === 0 ? `brand:${family}` : `word:${word}`
}

/** Only where goods are asked for: a complaint or a price is about what was delivered or shown. */
const ASKS_FOR_GOODS: ReadonlySet<Intent> = new Set<Intent>(['order', 'cart_add'])

/** The reading with the client's habits in it. `assumed` and `usual` say which of its products the text left open. */
export function withHabits(read: Understanding, view: View, text: string): Understanding {
  if (!ASKS_FOR_GOODS.has(read.intent)) return read
  const { habits = [] } = view.situation
  const usual = habits.length === 0 ? read : withUsualWords(withUsualVariants(read, view, text, habits), view, habits)
  const assumed = usual.lines.map(({ product }) => product).filter((product) => isLeftOpen(product, view))
  return assumed.length === 0 ? usual : { ...usual, assumed }
}

function familyOf(product: string, { catalogue }: Knowledge): string {
  return catalogue.products.get(product)?.family ?? product
}

/** Whether the text could mean other sizes of the brand as well: nothing in it tells them apart. */
function isLeftOpen(product: string, { mentions, knowledge }: View): boolean {
  return mentions.some((mention) => {
    if (mention.generic || !mention.candidates.includes(product)) return false
    if (mention.ml !== null || mention.sizeWord !== null || mention.container !== null) return false
    const sold = mention.candidates.filter((id) => isSoldIn(id, mention.units, knowledge))
    return sold.length > 1
  })
}

function isSoldIn(id: string, units: readonly string[] | null, { catalogue }: Knowledge): boolean {
  return units === null || (catalogue.products.get(id)?.packagings.some(({ unit }) => units.includes(unit)) ?? false)
}

/** "5 casiers de flag" of somebody who means the small one: read again with that as the brand's usual size. */
function withUsualVariants(read: Understanding, view: View, text: string, habits: readonly Habit[]): Understanding {
  const asked = read.clarifications.filter(({ reason }) => reason === 'size' || reason === 'flavour')
  const open = new Set([
    ...read.lines.map(({ product }) => product).filter((product) => isLeftOpen(product, view)),
    ...asked.flatMap(({ candidates }) => candidates),
  ])
  const openFamilies = new Set([...open].map((product) => familyOf(product, view.knowledge)))
  const meant = habits.filter(
    ({ about, product }) =>
      about === `brand:${familyOf(product, view.knowledge)}` &&
      openFamilies.has(familyOf(product, view.knowledge)) &&
      // Named beside it ("5 flag et 2 petites flag"): the open one is another.
      !read.lines.some((line) => line.product === product),
  )
  if (meant.length === 0) return read
  const again = readClient(viewOf(text, view.situation, preferring(meant, view.knowledge)))
  if (again.intent !== read.intent) return read
  const usual = meant.filter(({ product }) => again.lines.some((line) => line.product === product))
  return usual.length === 0 ? read : { ...again, usual }
}

/** The catalogue as this client speaks of it: the preferred products are what their brands' names alone mean. */
function preferring(habits: readonly Habit[], knowledge: Knowledge): Knowledge {
  const { catalogue } = knowledge
  const products = new Map<string, ProductData>(catalogue.products)
  for (const { product } of habits) {
    for (const id of catalogue.byFamily.get(familyOf(product, knowledge)) ?? []) {
      const data = products.get(id)
      if (data !== undefined) products.set(id, { ...data, brand_default: id === product })
    }
  }
  return { ...knowledge, catalogue: { ...catalogue, products } }
}

/** "3 casiers de bière" of somebody who always takes the same: among the beers that would have been asked about. */
function withUsualWords(read: Understanding, view: View, habits: readonly Habit[]): Understanding {
  let result = read
  for (const question of read.clarifications.filter(({ reason }) => reason === 'brand')) {
    const habit = habitFor(question, view.knowledge, habits)
    const line = habit === undefined ? null : usualLine(question, habit, view.knowledge)
    if (habit === undefined || line === null) continue
    result = {
      ...result,
      lines: addedTo(result.lines, line),
      clarifications: result.clarifications.filter((other) => other !== question),
      usual: [...(result.usual ?? []), habit],
    }
  }
  return result
}

function habitFor({ text, candidates }: Clarification, knowledge: Knowledge, habits: readonly Habit[]) {
  const about = subjectOf(
    text,
    candidates.map((id) => familyOf(id, knowledge)),
  )
  return habits.find((habit) => habit.about === about && candidates.includes(habit.product))
}

function usualLine({ packaging, quantity }: Clarification, habit: Habit, { catalogue }: Knowledge): Line | null {
  const product = catalogue.products.get(habit.product)
  if (product === undefined || quantity === null || !Number.isInteger(quantity)) return null
  if (quantity < 1 || quantity > MOST_OF_ONE_LINE) return null
  const unit = packaging ?? product.default_packaging
  return product.packagings.some((each) => each.unit === unit)
    ? { product: habit.product, packaging: unit, quantity }
    : null
}

function addedTo(lines: readonly Line[], line: Line): Line[] {
  const same = lines.find(({ product, packaging }) => product === line.product && packaging === line.packaging)
  if (same === undefined) return [...lines, line]
  const quantity = (same.quantity ?? 0) + (line.quantity ?? 0)
  return lines.map((one) => (one === same ? { ...one, quantity } : one))
}
