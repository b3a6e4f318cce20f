import { describe, expect, it } from 'vitest'
import { goods, line, supplier } from './situations.ts'

const items = [line(6, 'casier', 'castel-65cl'), line(4, 'casier', 'bock-65cl'), line(2, 'bouteille', 'jb-70cl')]
const bid = (text: string) => supplier(text, 'sup_rfq', { rfqs: [{ ref: '4410', items }] })

describe('a bid', () => {
  it.each([
    ['cent quatre vingt mille, 30 mn', 180_000, 30],
    ['soixante dix mille quarante minutes', 70_000, 40],
    ['71 mille en 3/4 d’heure', 71_000, 45],
    ['71’000 20’', 71_000, 20],
    ['mon prix était 75000, je passe à 71000, 25 min', 71_000, 25],
    ['72000 non 71000 30mn', 71_000, 30],
    ['71000 30 non 45mn', 71_000, 45],
    ['71000 dans une petite heure', 71_000, 60],
  ])('is read: %s', (text, priceXof, etaMinutes) =>
    expect(bid(text)).toMatchObject({ intent: 'bid', slots: { priceXof, etaMinutes } }),
  )
  it.each<[string, string[], string[], number]>([
    ['4410 60000 30 CASTEL 4', ['4 casier castel-65cl'], [], 30],
    ['60000 SANS BOCK NI JB 25', [], ['bock-65cl', 'jb-70cl'], 25],
    ['bock et jb finis, 50000, 20mn', [], ['bock-65cl', 'jb-70cl'], 20],
    ['le jb est terminé 60000 40mn', [], ['jb-70cl'], 40],
    ['all good except castel I only have 5, 60000 in 20 mins', ['5 casier castel-65cl'], [], 20],
    ['castel 6 casiers bock 3 casiers 62000 35mn', ['3 casier bock-65cl'], [], 35],
  ])('says what lacks: %s', (text, some, missing, etaMinutes) => {
    expect(goods(bid(text))).toEqual(some)
    expect(bid(text).slots).toMatchObject({ missing, etaMinutes, partial: true })
  })
  it('is for the request that is not declined', () => {
    const rfqs = [
      { ref: '91', items },
      { ref: '97', items },
    ]
    for (const text of ['91 non 97 oui 60000 30mn', 'pas la 91 mais la 97 à 60000 en 30 min', '97 60000 30, 91 non'])
      expect(supplier(text, 'sup_rfq', { rfqs }).slots).toMatchObject({ order: '97', priceXof: 60_000 })
  })
  it.each(['mille excuses je ne peux pas', 'stock épuisé ce soir', 'je suis hors zone', 'ça ne m’intéresse pas'])(
    'is none: %s',
    (text) => expect(bid(text).intent).toBe('bid_decline'),
  )
})

describe('a stock', () => {
  const stock = (text: string) => supplier(text, 'sup_idle', {})
  it('is gone as a list', () =>
    expect(goods(stock('beaufort et sprite finis'))).toEqual(['0 casier beaufort-65cl', '0 casier sprite-30cl']))
  it('is not what others sold or stole', () => {
    for (const text of ['hier on a vendu 20 casiers de bock', 'des gens ont volé 2 casiers de flag hier'])
      expect(stock(text).lines).toEqual([])
  })
})
