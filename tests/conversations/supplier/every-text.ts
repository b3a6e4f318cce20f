import { account } from '../../../conversations/copy/supplier/account.ts'
import { bids } from '../../../conversations/copy/supplier/bids.ts'
import { money } from '../../../conversations/copy/supplier/money.ts'
import { orders } from '../../../conversations/copy/supplier/orders.ts'
import { refusals } from '../../../conversations/copy/supplier/refusals.ts'
import { registering } from '../../../conversations/copy/supplier/registering.ts'
import { requests } from '../../../conversations/copy/supplier/requests.ts'
import { talk } from '../../../conversations/copy/supplier/talk.ts'
import type { Wording } from '../../../conversations/copy/supplier/wording.ts'
import { REFUSALS, type RefusalCode } from '../../../domain/work/refusals.ts'
import { catalogue, zones } from './phone.ts'

// Every supplier text with the longest that real life can put into it.

export const number = 99_999
const price = 2_500_000
const reference = 'A99999999999'
const longest = (names: readonly string[]) => [...names].sort((a, b) => b.length - a.length)[0] ?? ''
export const zone = longest(zones.communes.map(({ name }) => name))
const quartier = longest(zones.communes.flatMap(({ quartiers }) => quartiers.map(({ name }) => name)))
const place = `${quartier}, ${zone}`
const numbers =
  '99991, 99992, 99993, 99994, 99995, 99996, 99997, 99998, 99999, 99990, 99989, 99988, 99987, 99986, 99985'
const words =
  'Derrière la grande pharmacie de l’hôtel Ivoire, après le carrefour des 3 châteaux d’eau 07 08 09 10 11, portail bleu, demander Maman Kôrô ou son fils aîné'
const name = 'Dépôt Boissons Hôtel Ivoire Chez Tantie Marie-Thérèse « La Grâce Divine » et Fils, 2ème'
const example = `LIVRE ${number} 4821`

export const longNames = catalogue.products
  .map(({ name_fr, default_packaging }) => ({ name: name_fr, unit: default_packaging }))
  .sort((a, b) => b.name.length - a.name.length)
export const goods = longNames.slice(0, 5).map((product) => ({ ...product, quantity: 500 }))

const request = { number, zone, goods, pickup: true, at: '18:30', part: '2/2' }
const chosen = { number, client: name, place, phone: '+2250708091011', confirmMinutes: 10, pickup: false, without: '' }
const made = { number, price, minutes: 1440, validMinutes: 30, usualDelay: true, revised: true, without: words }
const codes = Object.keys(REFUSALS).filter((code): code is RefusalCode => code in REFUSALS)

type Texts<Copy> = { readonly [Key in keyof Copy]: readonly Wording[] }

export const TEXTS = {
  requests: {
    asked: [requests.asked(request), requests.asked({ ...request, part: null, pickup: false, at: null })],
    // WhatsApp only: no segment to fit.
    askedInFull: [],
    taken: [requests.taken({ number })],
    cancelled: [requests.cancelled({ number })],
    expired: [requests.expired({ number })],
    declined: [requests.declined({ number })],
    lostOnPrice: [requests.lostOnPrice({ number, perCase: price })],
    lostOnDelay: [requests.lostOnDelay({ number, minutes: 1440 })],
    lostIncomplete: [requests.lostIncomplete({ number, lines: 1 }), requests.lostIncomplete({ number, lines: 20 })],
    lostOnRecord: [requests.lostOnRecord({ number })],
    lostByChoice: [requests.lostByChoice({ number })],
    unknownNumber: [requests.unknownNumber({ reference, numbers })],
    unknownNumberNoneOpen: [requests.unknownNumberNoneOpen({ reference })],
    noneOpen: [requests.noneOpen()],
    which: [
      requests.which({
        numbers: numbers
          .split(', ')
          .map((one, index) => `${index + 1}) ${one} ${zone}`)
          .join(' '),
      }),
    ],
  } satisfies Texts<typeof requests>,
  bids: {
    made: [bids.made(made), bids.made({ ...made, without: '' })],
    askPrice: [bids.askPrice({ number })],
    askPriceOfRest: [bids.askPriceOfRest({ number, without: words })],
    confirmPrice: [bids.confirmPrice({ number, price, reference: price })],
    notSent: [bids.notSent({ number })],
    missingUnclear: [bids.missingUnclear({ number })],
    allMissing: [bids.allMissing({ number })],
    withdrawn: [bids.withdrawn({ number })],
    expired: [bids.expired({ number })],
    alreadyYours: [bids.alreadyYours({ number })],
  } satisfies Texts<typeof bids>,
  orders: {
    chosen: [orders.chosen(chosen), orders.chosen({ ...chosen, pickup: true })],
    // said only where it fits; see announcing.ts
    chosenInFull: [
      orders.chosenInFull({ ...chosen, client: 'Le Grin', directions: 'portail bleu' }),
      orders.chosenInFull({ ...chosen, client: 'Le Grin', without: 'Coca 33', directions: null }),
    ],
    chosenGoods: [orders.chosenGoods({ number, goods, part: '2/2', pickup: true })],
    chosenDirections: [orders.chosenDirections({ number, words })],
    steps: [orders.steps({ number })],
    confirmed: [orders.confirmed({ number, receives: price, pickup: false })],
    preparing: [orders.preparing({ number })],
    ready: [orders.ready({ number, pickup: true })],
    onTheRoad: [orders.onTheRoad({ number, minutes: 1440 })],
    askCode: [orders.askCode({ number })],
    wrongCode: [orders.wrongCode({ number })],
    delivered: [orders.delivered({ number, due: price, receives: price })],
    received: [orders.received({ number })],
    alreadyDelivered: [orders.alreadyDelivered({ number, isPaid: false })],
    corrected: [orders.corrected({ number, receives: price })],
    lapsed: [orders.lapsed({ number })],
    cancelled: [orders.cancelled({ number, words }), orders.cancelled({ number, words: '' })],
    nudged: (['preparing', 'delivering', 'promised', 'stuck'] as const).map((stage) =>
      orders.nudged({ number, stage }),
    ),
    givenUp: [orders.givenUp({ number })],
    givingUp: [orders.givingUp({ number })],
  } satisfies Texts<typeof orders>,
  money: {
    paid: [money.paid({ number, receives: price })],
    paidCash: [money.paidCash({ number, commission: price }), money.paidCash({ number, commission: null })],
    cashNoted: [money.cashNoted({ number, amount: price })],
    day: [money.day({ orders: 999, delivered: 999, receives: price })],
    weOwe: [money.weOwe({ balance: price })],
    youOwe: [money.youOwe({ balance: price })],
  } satisfies Texts<typeof money>,
  talk: {
    greeting: [talk.greeting({ name, numbers: numbers.slice(0, 40) }), talk.greeting({ name, numbers: '' })],
    underWay: [talk.underWay({ numbers }), talk.underWay({ numbers: '' })],
    help: [talk.help()],
    notUnderstood: [talk.notUnderstood({ said: words, example })],
    cannotRead: [talk.cannotRead({ example })],
    photoKept: [talk.photoKept()],
    nothingToCancel: [talk.nothingToCancel({ numbers }), talk.nothingToCancel({ numbers: '' })],
    dropped: [talk.dropped()],
    personComing: [talk.personComing()],
    personForAccount: [talk.personForAccount()],
    stockNotYet: [talk.stockNotYet({ example })],
    emptiesNotYet: [talk.emptiesNotYet()],
    paused: [talk.paused({ until: '23:59' }), talk.paused({ until: null })],
    resumed: [talk.resumed()],
    askScore: [talk.askScore({ number })],
    rated: [talk.rated({ number })],
    askKind: [talk.askKind({ number })],
    disputeOpened: [talk.disputeOpened({ number })],
    nothingToDo: [talk.nothingToDo({ example })],
    stopped: [talk.stopped()],
    stillStopped: [talk.stillStopped()],
    started: [talk.started()],
    languageSet: [talk.languageSet()],
  } satisfies Texts<typeof talk>,
  refusals: {
    refused: codes.flatMap((code) => [refusals.refused({ number, code }), refusals.refused({ number: null, code })]),
    notNow: [refusals.notNow({ number, example })],
  } satisfies Texts<typeof refusals>,
  account: {
    approved: [account.approved({ name })],
    pending: [account.pending()],
    rejected: [account.rejected({ reason: words })],
    suspended: [account.suspended({ reason: words })],
    stillSuspended: [account.stillSuspended()],
    reinstated: [account.reinstated()],
    closed: [account.closed()],
    personComing: [account.personComing()],
  } satisfies Texts<typeof account>,
  registering: {
    invited: [registering.invited()],
    name: [registering.name()],
    managerName: [registering.managerName()],
    commune: [registering.commune()],
    quartier: [registering.quartier()],
    directions: [registering.directions()],
    tradeRegister: [registering.tradeRegister()],
    alcoholLicence: [registering.alcoholLicence()],
    vehicles: [registering.vehicles()],
    zones: [registering.zones()],
    consent: [registering.consent({ name, zones: 'Treichville, Bingerville, Port-Bouët' })],
    consentBriefly: [registering.consentBriefly()],
    unclear: (['fr', 'en'] as const).flatMap((language) =>
      [registering.commune(), registering.vehicles(), registering.consentBriefly()].map((asked) =>
        registering.unclear({ question: asked.in(language) }),
      ),
    ),
    help: (['fr', 'en'] as const).flatMap((language) =>
      [registering.commune(), registering.vehicles(), registering.consentBriefly()].map((asked) =>
        registering.help({ question: asked.in(language) }),
      ),
    ),
    left: [registering.left()],
    declined: [registering.declined()],
    sent: [registering.sent()],
  } satisfies Texts<typeof registering>,
}
