import type { Francs } from '../../../domain/work/ids.ts'
import { fitGoods, fitWords, type Goods, shortQuantity, shortUnit } from '../shorten.ts'
import { fixed, francs, type Language, wording } from './wording.ts'

interface Request {
  readonly number: number
  readonly zone: string
  readonly goods: readonly Goods[]
  readonly pickup: boolean
  /** HH:MM, null for now */
  readonly at: string | null
  /** 2/2 when the goods need several messages */
  readonly part: string | null
}

function head(request: Request, pickup: string): string {
  const notes = [request.part, request.pickup ? pickup : null, request.at].filter((note) => note !== null)
  return `DISTRI ${request.number} ${request.zone}${notes.length > 0 ? ` ${notes.join(' ')}` : ''}`
}

function asked(request: Request, language: Language): string {
  const { number } = request
  const start = head(request, language === 'fr' ? 'retrait' : 'pickup')
  const [reply, price, short, or] =
    language === 'fr' ? ['Repondre', 'PRIX MINUTES', 'Rep', 'ou'] : ['Reply', 'PRICE MINUTES', 'Reply', 'or']
  return fitGoods(request.goods, [
    (goods) => `${start}: ${goods}. ${reply}: ${number} ${price} (ex ${number} 85000 30) ${or} NON ${number}`,
    (goods) => `${start}: ${goods}. ${short}: ${number} ${price} ${or} NON ${number}`,
    (goods) => `${start}: ${goods}. ${short} ${number} 85000 30 ${or} NON`,
  ])
}

function roomy(request: Request, language: Language): string {
  const lines = request.goods.map((line) => `- ${shortQuantity(line.quantity)} ${shortUnit(line.unit)} ${line.name}`)
  const how =
    language === 'fr'
      ? `Répondez : ${request.number} PRIX MINUTES (ex ${request.number} 85000 30)`
      : `Answer: ${request.number} PRICE MINUTES (ex ${request.number} 85000 30)`
  return [head(request, language === 'fr' ? 'retrait' : 'pickup'), ...lines, how].join('\n')
}

interface OfNumber {
  readonly number: number
}
interface Numbers {
  /** 1042, 1043 */
  readonly numbers: string
}

/** The request for offers, and how it ends for those who did not win it. */
export const requests = {
  asked: wording<Request>('requests.asked', { fr: (p) => asked(p, 'fr'), en: (p) => asked(p, 'en') }),
  /** WhatsApp: one line each, full names */
  askedInFull: wording<Request>('requests.askedInFull', { fr: (p) => roomy(p, 'fr'), en: (p) => roomy(p, 'en') }),
  taken: wording<OfNumber>('requests.taken', {
    fr: ({ number }) => `${number}: déjà attribuée à un autre dépôt. Merci, à la prochaine demande.`,
    en: ({ number }) => `${number}: already given to another depot. Thank you, see you on the next request.`,
  }),
  cancelled: wording<OfNumber>('requests.cancelled', {
    fr: ({ number }) => `${number}: le client a annulé sa demande. Merci, à la prochaine.`,
    en: ({ number }) => `${number}: the client cancelled. Thank you, see you on the next request.`,
  }),
  expired: wording<OfNumber>('requests.expired', {
    fr: ({ number }) => `${number}: demande fermée, le temps est passé. Merci, à la prochaine.`,
    en: ({ number }) => `${number}: request closed, its time is over. Thank you, see you on the next one.`,
  }),
  declined: wording<OfNumber>('requests.declined', {
    fr: ({ number }) => `${number}: noté, pas pour vous cette fois. Merci d'avoir répondu.`,
    en: ({ number }) => `${number}: noted, not for you this time. Thank you for answering.`,
  }),
  lostOnPrice: wording<OfNumber & { readonly perCase: Francs }>('requests.lostOnPrice', {
    fr: ({ number, perCase }) =>
      `${number} perdu: environ ${francs(perCase)} trop cher par casier. A la prochaine demande.`,
    en: ({ number, perCase }) =>
      `${number} lost: about ${francs(perCase, 'en')} too much per case. See you on the next request.`,
  }),
  lostOnDelay: wording<OfNumber & { readonly minutes: number }>('requests.lostOnDelay', {
    fr: ({ number, minutes }) => `${number} perdu: ${minutes} min trop tard. A la prochaine demande.`,
    en: ({ number, minutes }) => `${number} lost: ${minutes} min too late. See you on the next request.`,
  }),
  lostIncomplete: wording<OfNumber & { readonly lines: number }>('requests.lostIncomplete', {
    fr: ({ number, lines }) =>
      `${number} perdu: il manquait ${lines > 1 ? `${lines} produits` : 'un produit'}. A la prochaine demande.`,
    en: ({ number, lines }) =>
      `${number} lost: ${lines > 1 ? `${lines} products were` : 'one product was'} missing. See you on the next request.`,
  }),
  lostByChoice: wording<OfNumber>('requests.lostByChoice', {
    fr: ({ number }) =>
      `${number}: le client a préféré un autre dépôt, votre offre était bonne. A la prochaine demande.`,
    en: ({ number }) =>
      `${number}: the client preferred another depot, your offer was good. See you on the next request.`,
  }),
  lostOnRecord: wording<OfNumber>('requests.lostOnRecord', {
    fr: ({ number }) => `${number} perdu: offres proches, le dépôt le mieux noté a gagné. A la prochaine demande.`,
    en: ({ number }) => `${number} lost: close offers, the better rated depot won. See you on the next request.`,
  }),
  /** a number that is no open request; the open ones */
  unknownNumber: wording<{ readonly reference: string } & Numbers>('requests.unknownNumber', {
    fr: ({ reference, numbers }) =>
      fitWords(numbers, (cut) => `Pas de numéro ${reference.slice(0, 12)} ouvert chez vous. Ouverts: ${cut}`),
    en: ({ reference, numbers }) =>
      fitWords(numbers, (cut) => `No open number ${reference.slice(0, 12)} with you. Open: ${cut}`),
  }),
  unknownNumberNoneOpen: wording<{ readonly reference: string }>('requests.unknownNumberNoneOpen', {
    fr: ({ reference }) =>
      `Pas de numéro ${reference.slice(0, 12)} ouvert chez vous, et rien d'autre en cours. La prochaine demande vous sera envoyée.`,
    en: ({ reference }) =>
      `No open number ${reference.slice(0, 12)} with you, nor anything else. The next request will be sent to you.`,
  }),
  noneOpen: fixed('requests.noneOpen', {
    fr: 'Aucune demande ouverte pour le moment. La prochaine vous sera envoyée: vous répondrez NUMERO PRIX MINUTES.',
    en: 'No open request at the moment. The next one will be sent to you: answer NUMBER PRICE MINUTES.',
  }),
  /** 1) 1042 2) 1043 */
  which: wording<Numbers>('requests.which', {
    fr: ({ numbers }) => fitWords(numbers, (cut) => `Pour quel numéro? ${cut} (répondez 1, 2...)`),
    en: ({ numbers }) => fitWords(numbers, (cut) => `For which number? ${cut} (answer 1, 2...)`),
  }),
}
