import { readFileSync } from 'node:fs'
import type { CatalogueData, ZonesData } from '../../../conversations/understanding/catalogue-data.ts'
import { buildKnowledge } from '../../../conversations/understanding/knowledge.ts'
import type {
  DialogueContext,
  Expectation,
  Line,
  SituationState,
  Understanding,
} from '../../../conversations/understanding/types.ts'
import { understand } from '../../../conversations/understanding/understand.ts'

const read = (name: string) => readFileSync(new URL(`./data/${name}`, import.meta.url), 'utf8')
const catalogue: CatalogueData = JSON.parse(read('catalogue.json'))
const zones: ZonesData = JSON.parse(read('zones.json'))

export const knowledge = buildKnowledge(catalogue, zones)

export function client(
  text: string,
  context: DialogueContext = 'idle',
  state: SituationState = {},
  expects?: Expectation,
): Understanding {
  return understand(
    text,
    { channel: 'whatsapp', role: 'client', context, state, ...(expects === undefined ? {} : { expects }) },
    knowledge,
  )
}

export function supplier(
  text: string,
  context: DialogueContext = 'sup_rfq',
  state: SituationState = oneRequest,
): Understanding {
  return understand(text, { channel: 'sms', role: 'supplier', context, state }, knowledge)
}

export function line(quantity: number | null, packaging: string, product: string): Line {
  return { product, packaging, quantity }
}

/** Lines in an order that does not depend on the text's. */
export function goods(read: Understanding): string[] {
  return read.lines.map((each) => `${each.quantity ?? '?'} ${each.packaging} ${each.product}`).sort()
}

export const oneRequest: SituationState = {
  rfqs: [
    {
      ref: '1042',
      items: [line(5, 'casier', 'flag-65cl'), line(4, 'casier', 'heineken-33cl'), line(2, 'pack', 'awa-150cl')],
    },
  ],
}

export const wonOrder: SituationState = { orders: [{ ref: '1042', items: [] }] }

export const threeOffers: SituationState = {
  offers: [
    { index: 1, supplier: 'Dépôt Akwaba', priceXof: 62000, etaMinutes: 45 },
    { index: 2, supplier: 'Koumassi Dépôt', priceXof: 59500, etaMinutes: 90 },
    { index: 3, supplier: 'Boissons Express', priceXof: 65000, etaMinutes: 25 },
  ],
}
