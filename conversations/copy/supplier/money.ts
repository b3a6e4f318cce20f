import type { Francs } from '../../../domain/work/ids.ts'
import { francs, wording } from './wording.ts'

interface OfNumber {
  readonly number: number
}

/** Payments, the day and the balance. */
export const money = {
  paid: wording<OfNumber & { readonly receives: Francs }>('money.paid', {
    fr: ({ number, receives }) =>
      `${number} payée par mobile money: ${francs(receives)} pour vous au prochain versement. Merci!`,
    en: ({ number, receives }) =>
      `${number} paid by mobile money: ${francs(receives, 'en')} for you in the next payout. Thank you!`,
  }),
  /** commission: null when it cannot be told from what is known here */
  paidCash: wording<OfNumber & { readonly commission: Francs | null }>('money.paidCash', {
    fr: ({ number, commission }) =>
      `${number} payée en espèces. Vous nous devez la commission${commission === null ? '' : ` de ${francs(commission)}`}, retenue sur vos versements.`,
    en: ({ number, commission }) =>
      `${number} paid in cash. You owe us the commission${commission === null ? '' : ` of ${francs(commission, 'en')}`}, kept from your payouts.`,
  }),
  cashNoted: wording<OfNumber & { readonly amount: Francs }>('money.cashNoted', {
    fr: ({ number, amount }) =>
      `${number}: ${francs(amount)} reçus en espèces, noté. La commission sera retenue sur vos versements. Merci!`,
    en: ({ number, amount }) =>
      `${number}: ${francs(amount, 'en')} received in cash, noted. The commission will be kept from your payouts. Thank you!`,
  }),
  day: wording<{ readonly orders: number; readonly delivered: number; readonly receives: Francs }>('money.day', {
    fr: (p) =>
      `Aujourd'hui: ${p.orders} commande(s), ${p.delivered} livrée(s), ${francs(p.receives)} pour vous. Total dû: SOLDE`,
    en: (p) =>
      `Today: ${p.orders} order(s), ${p.delivered} delivered, ${francs(p.receives, 'en')} for you. Total owed: SOLDE`,
  }),
  weOwe: wording<{ readonly balance: Francs }>('money.weOwe', {
    fr: ({ balance }) =>
      `Solde: DISTRI-NIGHT vous doit ${francs(balance)}, versés chaque jour. Le détail du jour: JOUR`,
    en: ({ balance }) =>
      `Balance: DISTRI-NIGHT owes you ${francs(balance, 'en')}, paid out every day. Today's orders: JOUR`,
  }),
  youOwe: wording<{ readonly balance: Francs }>('money.youOwe', {
    fr: ({ balance }) =>
      `Solde: vous devez ${francs(balance)} de commissions, retenus sur vos prochains versements. Le détail du jour: JOUR`,
    en: ({ balance }) =>
      `Balance: you owe ${francs(balance, 'en')} of commissions, kept from your next payouts. Today's orders: JOUR`,
  }),
}
