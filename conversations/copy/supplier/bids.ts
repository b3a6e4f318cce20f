import type { Francs } from '../../../domain/work/ids.ts'
import { fitWords } from '../shorten.ts'
import { francs, wording } from './wording.ts'

interface OfNumber {
  readonly number: number
}
interface Priced extends OfNumber {
  readonly price: Francs
}
interface Made extends Priced {
  readonly minutes: number
  readonly validMinutes: number
  /** the supplier gave no delay: the usual one was taken */
  readonly usualDelay: boolean
  readonly revised: boolean
  /** what is left out: Flag 65, 3/5 Heineken 33; empty when all is there */
  readonly without: string
}

/** What is said while a depot bids. */
export const bids = {
  made: wording<Made>('bids.made', {
    fr: (p) =>
      fitWords(p.without, (cut) => {
        const delay = `${p.minutes} min${p.usualDelay ? ' (délai habituel)' : ''}`
        const missing = cut === '' ? '' : ` Manque: ${cut}.`
        const title = p.revised ? 'Nouvelle offre' : 'Offre'
        return `${title} ${p.number}: ${francs(p.price)}, ${delay}.${missing} Valable ${p.validMinutes} min. Pour changer: ${p.number} PRIX`
      }),
    en: (p) =>
      fitWords(p.without, (cut) => {
        const delay = `${p.minutes} min${p.usualDelay ? ' (usual delay)' : ''}`
        const missing = cut === '' ? '' : ` Missing: ${cut}.`
        const title = p.revised ? 'New offer' : 'Offer'
        return `${title} ${p.number}: ${francs(p.price, 'en')}, ${delay}.${missing} Valid ${p.validMinutes} min. To change: ${p.number} PRICE`
      }),
  }),
  askPrice: wording<OfNumber>('bids.askPrice', {
    fr: ({ number }) =>
      `${number}: quel prix pour le tout, et en combien de minutes? Ex: ${number} 85000 30. Prix de référence: OUI ${number}`,
    en: ({ number }) =>
      `${number}: what price for all of it, and how many minutes? Ex: ${number} 85000 30. Reference price: OUI ${number}`,
  }),
  askPriceOfRest: wording<OfNumber & { readonly without: string }>('bids.askPriceOfRest', {
    fr: ({ number, without }) =>
      fitWords(
        without,
        (cut) =>
          `${number} sans ${cut}: quel prix pour le reste, en combien de minutes? Ex: ${number} 85000 30. Rien du tout: NON ${number}`,
      ),
    en: ({ number, without }) =>
      fitWords(
        without,
        (cut) =>
          `${number} without ${cut}: what price for the rest, in how many minutes? Ex: ${number} 85000 30. Nothing at all: NON ${number}`,
      ),
  }),
  confirmPrice: wording<Priced & { readonly reference: Francs }>('bids.confirmPrice', {
    fr: ({ number, price, reference }) =>
      `${number}: ${francs(price)} pour le tout? Le prix habituel est autour de ${francs(reference)}. OUI pour envoyer, ou le bon prix.`,
    en: ({ number, price, reference }) =>
      `${number}: ${francs(price, 'en')} for all of it? The usual price is around ${francs(reference, 'en')}. OUI to send, or the right price.`,
  }),
  notSent: wording<OfNumber>('bids.notSent', {
    fr: ({ number }) => `${number}: aucune offre envoyée. Pour offrir: ${number} PRIX MINUTES. Sinon: NON ${number}`,
    en: ({ number }) => `${number}: no offer sent. To offer: ${number} PRICE MINUTES. Otherwise: NON ${number}`,
  }),
  missingUnclear: wording<OfNumber>('bids.missingUnclear', {
    fr: ({ number }) =>
      `${number}: je n'ai pas compris ce qui manque, offre pas envoyée. Ex: ${number} 80000 30 SANS FANTA, ou ${number} 80000 30 3 COCA SEULEMENT`,
    en: ({ number }) =>
      `${number}: I did not get what is missing, offer not sent. Ex: ${number} 80000 30 SANS FANTA, or ${number} 80000 30 3 COCA SEULEMENT`,
  }),
  allMissing: wording<OfNumber>('bids.allMissing', {
    fr: ({ number }) => `${number}: tout manque? Alors répondez NON ${number}. Sinon: ${number} PRIX MINUTES`,
    en: ({ number }) => `${number}: all of it missing? Then answer NON ${number}. Otherwise: ${number} PRICE MINUTES`,
  }),
  withdrawn: wording<OfNumber>('bids.withdrawn', {
    fr: ({ number }) => `Offre ${number} retirée. Pour en refaire une: ${number} PRIX MINUTES`,
    en: ({ number }) => `Offer ${number} withdrawn. To make another: ${number} PRICE MINUTES`,
  }),
  expired: wording<OfNumber>('bids.expired', {
    fr: ({ number }) =>
      `Votre offre ${number} n'est plus valable, le client n'a pas encore choisi. Pour la refaire: ${number} PRIX MINUTES`,
    en: ({ number }) =>
      `Your offer ${number} is no longer valid, the client has not chosen yet. To renew it: ${number} PRICE MINUTES`,
  }),
  alreadyYours: wording<OfNumber>('bids.alreadyYours', {
    fr: ({ number }) =>
      `${number} est déjà à vous, son prix ne change plus. Suite: PRET ${number}, ROUTE ${number} 20, LIVRE ${number} CODE`,
    en: ({ number }) =>
      `${number} is yours already, its price is fixed. Next: PRET ${number}, ROUTE ${number} 20, LIVRE ${number} CODE`,
  }),
}
