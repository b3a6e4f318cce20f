import type { ShelfProduct } from '../../conversations/client/known.ts'
import { understand } from '../../conversations/understanding/understand.ts'
import type { Shelf } from '../knowledge.ts'

const MOST_FOUND = 15

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()

/**
 * Products by what people call them: read as a message would be ("66", "coca"), then by a part of the name.
 */
export function searchProducts(text: string, shelf: Shelf): readonly ShelfProduct[] {
  const words = plain(text)
    .split(/\s+/)
    .filter((word) => word !== '')
  if (words.length === 0) return []
  const heard = understand(text, { channel: 'sms', role: 'client', context: 'idle', state: {} }, shelf.knowledge)
  const read = [
    ...heard.lines.map(({ product }) => product),
    ...heard.clarifications.flatMap(({ candidates }) => candidates),
  ]
  const all = [...shelf.directory.products.values()]
  const named = all.filter(({ name }) => words.every((word) => plain(name).includes(word))).map(({ id }) => id)
  return [...new Set([...read, ...named])].slice(0, MOST_FOUND).flatMap((id) => {
    const product = shelf.directory.products.get(id)
    return product === undefined ? [] : [product]
  })
}

/** The categories on sale, in the catalogue's order. */
export function shelvesOf({ directory }: Shelf): readonly string[] {
  return [...new Set([...directory.products.values()].map(({ category }) => category))]
}

/** What is on one of them. */
export function productsOn(category: string, { directory }: Shelf): readonly ShelfProduct[] {
  return [...directory.products.values()].filter((product) => product.category === category)
}
