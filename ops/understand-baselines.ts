import Fuse from 'fuse.js'
import { NlpManager } from 'node-nlp'
import { guessLanguage } from '../conversations/understanding/languages.ts'
import { normalise } from '../conversations/understanding/normalise.ts'
import type { CatalogueIndex } from '../conversations/understanding/products.ts'
import { FOLDS } from './understand-folds.ts'
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

/**
 * node-nlp, for every message trained on all messages of the other folds: French and English with their stemmers, no
 * threshold for "none", and the place of the dialogue as a word, which it has no other way to know.
 */
export async function nodeNlp(
  messages: readonly GoldMessage[],
  folds: readonly number[],
): Promise<Map<GoldMessage, boolean>> {
  const found = new Map<GoldMessage, boolean>()
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const manager = new NlpManager({
      languages: ['fr', 'en'],
      forceNER: false,
      autoSave: false,
      autoLoad: false,
      nlu: { log: false, useNoneFeature: false },
    })
    for (const [at, message] of messages.entries())
      if (folds[at] !== fold) manager.addDocument(languageOf(message), placed(message), message.intent)
    await manager.train()
    for (const [at, message] of messages.entries()) {
      if (folds[at] !== fold) continue
      const { classifications } = await manager.process(languageOf(message), placed(message))
      const best = classifications.find(({ intent }) => intent !== 'None')?.intent ?? 'unknown'
      const accepted = [message.intent, ...(message.accept ?? []).map((other) => other.intent)]
      found.set(message, accepted.includes(best))
    }
  }
  return found
}

const languageOf = (message: GoldMessage) => guessLanguage(normalise(message.text)) ?? 'fr'

const placed = (message: GoldMessage) => `${message.context?.replaceAll('_', '')} ${message.text}`
