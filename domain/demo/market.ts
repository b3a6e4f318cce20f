// The people of the demonstration market. Plain data: the phones page and the "play it for me" button read it too.

/** How a depot behaves when the page plays it. */
export interface SupplierHabit {
  /** what it asks, against the reference prices */
  readonly priceFactor: number
  readonly delayMinutes: number
  readonly answers: 'fast' | 'slow' | 'rarely'
  /** an example of how it writes an offer */
  readonly style: string
}

export interface DemoPhone {
  /** +225 and 10 digits */
  readonly phone: string
  readonly channel: 'whatsapp' | 'sms'
  readonly name: string
  readonly role: 'client' | 'supplier'
  /** id of its zone */
  readonly zone: string
  /** a depot's */
  readonly habit: SupplierHabit | null
}

interface DemoBusiness extends DemoPhone {
  readonly managerName: string
  readonly quartier: string
  readonly isApproved: boolean
}

export interface DemoClient extends DemoBusiness {
  readonly role: 'client'
  readonly channel: 'whatsapp'
  readonly habit: null
  readonly type: 'bar' | 'maquis' | 'restaurant'
  readonly directions: string
}

export interface DemoSupplier extends DemoBusiness {
  readonly role: 'supplier'
  readonly channel: 'sms'
  readonly habit: SupplierHabit
  readonly zones: readonly string[]
  readonly tradeRegister: string
  readonly vehicles: number
}

type Place = readonly [zone: string, quartier: string, directions: string]

function client(
  phone: string,
  name: string,
  managerName: string,
  type: DemoClient['type'],
  [zone, quartier, directions]: Place,
  isApproved = true,
): DemoClient {
  return {
    role: 'client',
    channel: 'whatsapp',
    habit: null,
    phone,
    name,
    managerName,
    type,
    zone,
    quartier,
    directions,
    isApproved,
  }
}

export const DEMO_CLIENTS: readonly DemoClient[] = [
  client('+2250700000001', 'Maquis Le Grin', 'Aya Kouassi', 'maquis', [
    'yopougon',
    'yopougon-siporex',
    'derrière la pharmacie Siporex',
  ]),
  client('+2250700000002', 'Bar Chez Tantie Rose', 'Rose Gnahoré', 'bar', [
    'yopougon',
    'yopougon-rue-princesse',
    'rue Princesse, portail bleu',
  ]),
  client('+2250500000003', 'Maquis Les Cocotiers', 'Ibrahim Touré', 'maquis', [
    'yopougon',
    'yopougon-maroc',
    'carrefour Maroc, à côté du lavage',
  ]),
  client('+2250700000004', 'Le Palmier Lounge', 'Stéphane Kouamé', 'bar', [
    'cocody',
    'cocody-angre',
    '8e tranche, face à la station',
  ]),
  client('+2250100000005', 'Restaurant La Terrasse', 'Mariam Diabaté', 'restaurant', [
    'cocody',
    'cocody-riviera-2',
    'près du marché de la Riviera 2',
  ]),
  client('+2250500000006', 'Maquis Espace 225', 'Didier Zadi', 'maquis', [
    'marcory',
    'marcory-anoumabo',
    'place du Femua',
  ]),
  client('+2250700000007', 'Zone 4 Sports Bar', 'Hervé Lasme', 'bar', [
    'marcory',
    'marcory-zone-4',
    'rue Pierre et Marie Curie',
  ]),
  client('+2250700000008', 'Allocodrome du Pont', 'Fatou Bamba', 'restaurant', [
    'marcory',
    'marcory-bietry',
    'boulevard de Marseille',
  ]),
  client(
    '+2250700000009',
    'Maquis Nouvelle Ambiance',
    'Serge Aka',
    'maquis',
    ['yopougon', 'yopougon-niangon', 'Niangon sud, à droite'],
    false,
  ),
]

function supplier(
  phone: string,
  [name, managerName, tradeRegister]: readonly [name: string, managerName: string, tradeRegister: string],
  [zone, quartier]: readonly [zone: string, quartier: string],
  zones: readonly string[],
  habit: SupplierHabit,
  isApproved = true,
): DemoSupplier {
  const vehicles = habit.answers === 'fast' ? 3 : 1
  return {
    role: 'supplier',
    channel: 'sms',
    phone,
    name,
    managerName,
    tradeRegister,
    zone,
    quartier,
    zones,
    habit,
    vehicles,
    isApproved,
  }
}

/** In each of Yopougon, Cocody and Marcory at least three of them bid. */
export const DEMO_SUPPLIERS: readonly DemoSupplier[] = [
  supplier(
    '+2250700000011',
    ['Dépôt Siporex Boissons', 'Moussa Koné', 'CI-ABJ-2019-B-11001'],
    ['yopougon', 'yopougon-siporex'],
    ['yopougon', 'attecoube', 'songon'],
    { priceFactor: 1, delayMinutes: 25, answers: 'fast', style: '1042 85000 25' },
  ),
  supplier(
    '+2250500000012',
    ['Cave Niangon', 'Adjoua N’Dri', 'CI-ABJ-2020-B-11002'],
    ['yopougon', 'yopougon-niangon'],
    ['yopougon', 'adjame', 'attecoube'],
    { priceFactor: 0.96, delayMinutes: 45, answers: 'slow', style: 'offre 1042 81.600F 45mn' },
  ),
  supplier(
    '+2250100000013',
    ['Dépôt Angré Express', 'Olivier Brou', 'CI-ABJ-2018-B-11003'],
    ['cocody', 'cocody-angre'],
    ['cocody', 'bingerville', 'abobo', 'yopougon'],
    { priceFactor: 1.05, delayMinutes: 30, answers: 'fast', style: 'OUI 1042' },
  ),
  supplier(
    '+2250700000014',
    ['Riviera Distribution', 'Salimata Cissé', 'CI-ABJ-2021-B-11004'],
    ['cocody', 'cocody-riviera-palmeraie'],
    ['cocody', 'plateau', 'adjame', 'marcory'],
    { priceFactor: 0.98, delayMinutes: 60, answers: 'rarely', style: '1042 83k 1h SANS HEINEKEN' },
  ),
  supplier(
    '+2250500000015',
    ['Dépôt Zone 4', 'Jean-Marc Essis', 'CI-ABJ-2017-B-11005'],
    ['marcory', 'marcory-zone-4'],
    ['marcory', 'koumassi', 'port-bouet', 'treichville'],
    { priceFactor: 1.02, delayMinutes: 30, answers: 'fast', style: '86000 30mn' },
  ),
  supplier(
    '+2250700000016',
    ['Boissons du Sud', 'Awa Sanogo', 'CI-ABJ-2022-B-11006'],
    ['marcory', 'marcory-anoumabo'],
    ['marcory', 'treichville', 'cocody', 'plateau'],
    { priceFactor: 0.94, delayMinutes: 55, answers: 'slow', style: '1042 80 000 f 55 min' },
  ),
  supplier(
    '+2250100000017',
    ['Dépôt Treichville Avenue 16', 'Lacina Ouattara', 'CI-ABJ-2024-B-11007'],
    ['treichville', 'treichville-avenue-16'],
    ['treichville', 'marcory'],
    { priceFactor: 1, delayMinutes: 40, answers: 'slow', style: '1042 85000 40' },
    false,
  ),
]

/** Every phone of the demonstration: clients first, then depots. The last of each waits for approval. */
export const DEMO_PHONES: readonly DemoPhone[] = [...DEMO_CLIENTS, ...DEMO_SUPPLIERS].map(
  ({ phone, channel, name, role, zone, habit }) => ({ phone, channel, name, role, zone, habit }),
)
