import { expect, it } from 'vitest'
import { directoryOf } from '../../../conversations/client/directory.ts'
import { wantsToSupply } from '../../../conversations/roles.ts'
import catalogue from '../../../prisma/data/catalogue.json' with { type: 'json' }
import zones from '../../../prisma/data/zones.json' with { type: 'json' }

it.each([
  'Je suis un dépôt à Yopougon',
  'bonsoir je suis fournisseur',
  'I am a supplier',
  'dépôt',
  'on livre des boissons aux maquis',
  'je veux devenir fournisseur',
])('takes "%s" for somebody who sells', (text) => expect(wantsToSupply(text)).toBe(true))

it.each([
  'bonsoir',
  '2 casiers de flag',
  'le dépôt est en retard',
  'je cherche un fournisseur',
  'kumassi depot',
  'livrez au maquis',
  'je suis un maquis',
])('takes "%s" for a client', (text) => expect(wantsToSupply(text)).toBe(false))

it('makes the directory from the catalogue and the zones as they are', () => {
  const { products, places } = directoryOf(catalogue, zones)
  expect(products.get('bock-65cl')?.units[0]).toEqual({ unit: 'casier', price: 5700, deposit: 3600 })
  expect(places.length).toBe(13)
})
