import type { RefusalCode } from '../../../domain/work/refusals.ts'
import { wording } from './wording.ts'

type Texts = Readonly<Record<'fr' | 'en', string>>

const TAKEN: Texts = {
  fr: 'trop tard, la demande est attribuée ou fermée. Merci, à la prochaine.',
  en: 'too late, the request is given or closed. Thank you, see you on the next one.',
}
const NOT_NOW: Texts = {
  fr: "ce n'est pas possible à cette étape. AIDE pour la liste, APPEL pour parler à un agent.",
  en: 'this is not possible at this step. AIDE for the list, APPEL to talk to a person.',
}
const NOT_FOUND: Texts = {
  fr: 'je ne trouve pas cette commande chez vous. Vérifiez le numéro, ou APPEL.',
  en: 'I do not find this order with you. Check the number, or APPEL.',
}

// What a supplier may meet. A code that is not here can only come from a mistake of ours: see OTHER.
const WORDS: Readonly<Partial<Record<RefusalCode, Texts>>> = {
  ORDER_ALREADY_TAKEN: TAKEN,
  OFFER_EXPIRED: {
    fr: "l'offre n'était plus valable. Refaites-la: NUMERO PRIX MINUTES.",
    en: 'the offer was no longer valid. Make it again: NUMBER PRICE MINUTES.',
  },
  OFFER_TAKEN_BACK: {
    fr: 'cette offre a été retirée. Refaites-en une: NUMERO PRIX MINUTES.',
    en: 'this offer was withdrawn. Make another: NUMBER PRICE MINUTES.',
  },
  OFFER_NOT_FOUND: NOT_FOUND,
  ORDER_NOT_FOUND: NOT_FOUND,
  REQUEST_NOT_FOUND: TAKEN,
  ORDER_WRONG_STATUS: NOT_NOW,
  PRICE_INVALID: {
    fr: "ce prix n'est pas bon, il faut un nombre entier de francs. Ex: 85000",
    en: 'this price is not right, a whole number of francs is needed. Ex: 85000',
  },
  QUANTITY_INVALID: {
    fr: "cette quantité n'est pas bonne. Ex: 3 COCA SEULEMENT",
    en: 'this quantity is not right. Ex: 3 COCA SEULEMENT',
  },
  LINE_NOT_FOUND: {
    fr: "ce produit n'est pas dans la demande. Ex: SANS FANTA",
    en: 'this product is not in the request. Ex: SANS FANTA',
  },
  WRONG_CODE: {
    fr: "ce code n'est pas le bon. Redemandez au client ses 4 chiffres.",
    en: 'this code is wrong. Ask the client again for the 4 digits.',
  },
  ALREADY_RATED: { fr: 'votre note est déjà enregistrée. Merci!', en: 'your rating is recorded already. Thank you!' },
  SCORE_INVALID: { fr: 'la note va de 1 à 5. Ex: 4', en: 'the rating goes from 1 to 5. Ex: 4' },
  DISPUTE_TOO_LATE: {
    fr: "un litige s'ouvre dans les 48 h après la livraison. Un souci? APPEL",
    en: 'a dispute is opened within 48 h of delivery. A problem? APPEL',
  },
  NOTHING_TO_PAY: {
    fr: "rien n'est dû, ou c'est déjà payé. SOLDE pour le total.",
    en: 'nothing is due, or it is paid already. SOLDE for the total.',
  },
  PAYMENT_PENDING: {
    fr: "un paiement mobile est en attente chez l'opérateur. Patientez un peu.",
    en: 'a mobile payment is waiting at the operator. A little patience.',
  },
  ACCOUNT_NOT_APPROVED: {
    fr: "votre compte n'est pas actif pour le moment. APPEL pour parler à un agent.",
    en: 'your account is not active at the moment. APPEL to talk to a person.',
  },
  DUPLICATE_ACCOUNT: {
    fr: 'un dépôt de ce nom existe déjà dans ce quartier. Quel autre nom? Ou AGENT.',
    en: 'a depot of this name exists already in this quartier. Which other name? Or AGENT.',
  },
  ALREADY_REGISTERED: {
    fr: 'ce numéro a déjà un compte. AGENT pour parler à quelqu’un.',
    en: 'this number has an account already. AGENT to talk to somebody.',
  },
  PHONE_INVALID: {
    fr: "il faut un numéro mobile de Côte d'Ivoire. Ecrivez-nous depuis ce numéro, ou AGENT.",
    en: 'a mobile number of Côte d’Ivoire is needed. Write from that number, or AGENT.',
  },
  ZONE_NOT_FOUND: {
    fr: "je n'ai pas reconnu la commune. Dans quelle commune est le dépôt?",
    en: 'I did not recognise the commune. In which commune is the depot?',
  },
}
const OTHER: Texts = {
  fr: "ça n'a pas marché de notre côté. Réessayez dans un moment, ou APPEL.",
  en: 'this did not work on our side. Try again in a moment, or APPEL.',
}

export const refusals = {
  refused: wording<{ readonly number: number | null; readonly code: RefusalCode }>('refusals.refused', {
    fr: (p) => tell(p.number, WORDS[p.code] ?? OTHER, 'fr'),
    en: (p) => tell(p.number, WORDS[p.code] ?? OTHER, 'en'),
  }),
  /** what can be done instead */
  notNow: wording<{ readonly number: number; readonly example: string }>('refusals.notNow', {
    fr: ({ number, example }) => `${number}: pas possible à cette étape. Maintenant: ${example}. Un souci? APPEL`,
    en: ({ number, example }) => `${number}: not possible at this step. Now: ${example}. A problem? APPEL`,
  }),
}

function tell(number: number | null, texts: Texts, language: 'fr' | 'en'): string {
  const text = texts[language]
  return number === null ? `${text.charAt(0).toUpperCase()}${text.slice(1)}` : `${number}: ${text}`
}
