import Fuse from 'fuse.js'
import { NlpManager } from 'node-nlp'
import type { CatalogueIndex } from '../conversations/understanding/products.ts'
import type { GoldMessage } from './understand-judging.ts'
import type { Prediction } from './understand-labels.ts'

/** What a weekend would build: fuzzy search over product names, the number beside it, the default packaging. */
export function fuzzySearch(catalogue: CatalogueIndex): (message: GoldMessage) => Prediction {
  const names = [...catalogue.products.values()].flatMap((product) =>
    [product.name_fr, ...product.synonyms].map((name) => ({ name, product })),
  )
  const search = new Fuse(names, { keys: ['name'], threshold: 0.35, ignoreLocation: true, includeScore: true })
  return (message) => {
    const items = message.text
      .toLowerCase()
      .split(/[,;+\n]| et | and | puis /)
      .flatMap((part) => {
        const quantity = /\d+/.exec(part)?.[0]
        const words = part.replace(/\d+/g, ' ').replace(/\b(?:casiers?|cartons?|packs?|de|d|je|veux|svp|stp)\b/g, ' ')
        const found = search.search(words.trim())[0]?.item.product
        if (quantity === undefined || found === undefined) return []
        return [{ product: found.id, packaging: found.default_packaging, quantity: Number(quantity) }]
      })
    const intent = items.length === 0 ? 'unknown' : message.context === 'cart' ? 'cart_add' : 'order'
    return { id: message.id, intent, items, clarify: false, extra: {} }
  }
}

/** Every second message trains node-nlp, the others are asked; how many of these it got right. */
export async function nodeNlp(messages: readonly GoldMessage[]): Promise<{ right: number; asked: number }> {
  const manager = new NlpManager({ languages: ['fr'], forceNER: false, autoSave: false, nlu: { log: false } })
  for (const [at, message] of messages.entries())
    if (at % 2 === 0) manager.addDocument('fr', message.text, message.intent)
  await manager.train()
  let right = 0
  let asked = 0
  for (const [at, message] of messages.entries()) {
    if (at % 2 === 0) continue
    asked += 1
    const { intent } = await manager.process('fr', message.text)
    const accepted = [message.intent, ...(message.accept ?? []).map((other) => other.intent)]
    if (accepted.includes(intent === 'None' ? 'unknown' : intent)) right += 1
  }
  return { right, asked }
}
