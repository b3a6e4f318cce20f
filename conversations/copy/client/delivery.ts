import { words } from '../words.ts'

/** "d'Orange Money", "de Wave" */
function ofMethod(method: string): string {
  return /^[aeiou]/i.test(method) ? `d'${method}` : `de ${method}`
}

/** Receipt, corrections, disputes, payment and rating. */
export const DELIVERY = {
  'client.arrived': words<{ number: number; due: string }>({
    fr: ({ number, due }) => `Commande ${number} livrée. À payer : ${due}. Tout est là ?`,
    en: ({ number, due }) => `Order ${number} delivered. To pay: ${due}. Is everything there?`,
  }),
  'client.received': words<{ number: number; due: string }>({
    fr: ({ number, due }) => `Merci ! Commande ${number} bien reçue. À payer : ${due}. Comment payez-vous ?`,
    en: ({ number, due }) => `Thank you! Order ${number} received. To pay: ${due}. How will you pay?`,
    sms: {
      fr: ({ number, due }) => `Commande ${number} recue. A payer: ${due}. Comment payez-vous ?`,
      en: ({ number, due }) => `Order ${number} received. To pay: ${due}. How will you pay?`,
    },
  }),
  'client.received.paid': words<{ number: number }>({
    fr: ({ number }) => `Merci ! Commande ${number} bien reçue, et déjà payée.`,
    en: ({ number }) => `Thank you! Order ${number} received, and already paid.`,
  }),
  'client.correcting': words<{ number: number; lines: string }>({
    fr: ({ number, lines }) =>
      `Commande ${number}, j'ai compris :\n${lines}\nC'est bien cela ? Je baisse le montant à payer.`,
    en: ({ number, lines }) => `Order ${number}, I understood:\n${lines}\nIs that right? I lower what you pay.`,
    sms: {
      fr: ({ number, lines }) => `${number}: ${lines}. C'est bien cela ?`,
      en: ({ number, lines }) => `${number}: ${lines}. Is that right?`,
    },
  }),
  'client.correction.missing': words<{ what: string }>({
    fr: ({ what }) => `manque ${what}`,
    en: ({ what }) => `${what} missing`,
  }),
  'client.correction.broken': words<{ what: string }>({
    fr: ({ what }) => `cassé : ${what}`,
    en: ({ what }) => `${what} broken`,
  }),
  'client.correction.weighed': words<{ what: string }>({
    fr: ({ what }) => `pesé : ${what}`,
    en: ({ what }) => `${what} weighed`,
  }),
  'client.corrected': words<{ number: number; before: string; due: string }>({
    fr: ({ number, before, due }) =>
      `C'est corrigé : commande ${number}, ${due} à payer au lieu de ${before}. Comment payez-vous ?`,
    en: ({ number, before, due }) =>
      `Corrected: order ${number}, ${due} to pay instead of ${before}. How will you pay?`,
  }),
  'client.correctedBy': words<{ number: number; due: string }>({
    fr: ({ number, due }) => `Le montant de la commande ${number} est corrigé : ${due} à payer.`,
    en: ({ number, due }) => `The amount of order ${number} is corrected: ${due} to pay.`,
  }),
  'client.dispute.kind': words<{ number: number }>({
    fr: ({ number }) => `Je suis désolé pour la commande ${number}. Quel est le problème ?`,
    en: ({ number }) => `I'm sorry about order ${number}. What is the problem?`,
  }),
  'client.dispute.words': words({
    fr: () => "Racontez en une phrase ce qui s'est passé. Vous pouvez joindre une photo.",
    en: () => 'Tell me in one sentence what happened. You can add a photo.',
  }),
  'client.dispute.opened': words<{ number: number }>({
    fr: ({ number }) =>
      `Votre réclamation sur la commande ${number} est ouverte. Première réponse sous 2 h, solution sous 24 h. Gardez une photo si possible.`,
    en: ({ number }) =>
      `Your claim on order ${number} is open. First answer within 2 h, solution within 24 h. Keep a photo if you can.`,
    sms: {
      fr: ({ number }) => `Reclamation ouverte (commande ${number}). Reponse sous 2 h, solution sous 24 h.`,
      en: ({ number }) => `Claim open (order ${number}). Answer within 2 h, solution within 24 h.`,
    },
  }),
  'client.pay.method': words<{ number: number; due: string }>({
    fr: ({ number, due }) => `Commande ${number} : ${due} à payer. Avec quoi ?`,
    en: ({ number, due }) => `Order ${number}: ${due} to pay. How?`,
  }),
  'client.pay.notOffered': words({
    fr: () => "Ce moyen n'est pas possible chez nous.",
    en: () => "We can't take that.",
  }),
  'client.pay.phone': words<{ method: string; own: string }>({
    fr: ({ method, own }) => `Quel numéro ${method} ? Répondez 1 pour ${own}, ou écrivez un autre numéro.`,
    en: ({ method, own }) => `Which ${method} number? Answer 1 for ${own}, or write another number.`,
  }),
  'client.pay.phone.any': words<{ method: string }>({
    fr: ({ method }) => `Quel est votre numéro ${method} ? Ex. 0707123456`,
    en: ({ method }) => `What is your ${method} number? E.g. 0707123456`,
  }),
  'client.pay.badPhone': words({
    fr: () => "Ce numéro n'est pas un mobile ivoirien à 10 chiffres.",
    en: () => 'That is not an Ivorian mobile number of 10 digits.',
  }),
  'client.pay.asked': words<{ number: number; amount: string; method: string; payee: string }>({
    fr: ({ number, amount, method, payee }) =>
      `Validez ${amount} sur votre téléphone (${method}, commande ${number}).\nLe nom affiché doit être ${payee}. Un autre nom ? Refusez et écrivez-moi.`,
    en: ({ number, amount, method, payee }) =>
      `Approve ${amount} on your phone (${method}, order ${number}).\nThe name shown must be ${payee}. Another name? Refuse and write to me.`,
    sms: {
      fr: ({ number, amount, method, payee }) =>
        `Validez ${amount} sur ${method} (commande ${number}). Nom affiche: ${payee}. Autre nom: refusez.`,
      en: ({ number, amount, method, payee }) =>
        `Approve ${amount} on ${method} (order ${number}). Name shown: ${payee}. Other name: refuse.`,
    },
  }),
  'client.pay.link': words<{ number: number; amount: string; method: string; payee: string; url: string }>({
    fr: ({ number, amount, method, payee, url }) =>
      `Payez ${amount} avec ${method} (commande ${number}) :\n${url}\nLe nom affiché doit être ${payee}. Un autre nom ? Ne payez pas et écrivez-moi.`,
    en: ({ number, amount, method, payee, url }) =>
      `Pay ${amount} with ${method} (order ${number}):\n${url}\nThe name shown must be ${payee}. Another name? Don't pay, write to me.`,
    sms: {
      fr: ({ amount, method, payee, url }) => `Payez ${amount} (${method}): ${url} Nom affiche: ${payee}.`,
      en: ({ amount, method, payee, url }) => `Pay ${amount} (${method}): ${url} Name shown: ${payee}.`,
    },
  }),
  'client.pay.cash.toDriver': words<{ payee: string }>({
    fr: ({ payee }) => `au livreur de ${payee}`,
    en: ({ payee }) => `to the driver of ${payee}`,
  }),
  'client.pay.cash.atDepot': words<{ payee: string }>({
    fr: ({ payee }) => `chez ${payee}`,
    en: ({ payee }) => `at ${payee}`,
  }),
  'client.pay.cash': words<{ number: number; amount: string; to: string }>({
    fr: ({ number, amount, to }) =>
      `Très bien : ${amount} en espèces ${to} (commande ${number}). Je note le paiement dès qu'il m'est confirmé.`,
    en: ({ number, amount, to }) => `Fine: ${amount} in cash ${to} (order ${number}). I note it once it is confirmed.`,
    sms: {
      fr: ({ number, amount, to }) => `Commande ${number}: ${amount} en especes ${to}.`,
      en: ({ number, amount, to }) => `Order ${number}: ${amount} in cash ${to}.`,
    },
  }),
  'client.pay.cash.pending': words<{ number: number }>({
    fr: ({ number }) =>
      `Commande ${number} : le dépôt ne m'a pas encore confirmé les espèces. Je vous écris dès que c'est fait.`,
    en: ({ number }) => `Order ${number}: the depot hasn't confirmed the cash yet. I write as soon as it does.`,
  }),
  'client.pay.pending': words<{ number: number; method: string }>({
    fr: ({ number, method }) =>
      `Commande ${number} : j'attends la confirmation ${ofMethod(method)}. Je vous écris dès qu'elle arrive, ne payez pas deux fois.`,
    en: ({ number, method }) =>
      `Order ${number}: I'm waiting for ${method} to confirm. I write as soon as it does, don't pay twice.`,
    sms: {
      fr: ({ number, method }) => `Commande ${number}: j'attends ${method}. Ne payez pas deux fois.`,
      en: ({ number, method }) => `Order ${number}: waiting for ${method}. Don't pay twice.`,
    },
  }),
  'client.pay.claimed': words<{ method: string }>({
    fr: ({ method }) =>
      `Merci. ${method} ne nous l'a pas encore confirmé, je vérifie et je vous écris dès que c'est fait. Ne payez pas deux fois.`,
    en: ({ method }) =>
      `Thank you. ${method} hasn't confirmed it to us yet; I'm checking and will write. Don't pay twice.`,
    sms: {
      fr: ({ method }) => `Merci. ${method} n'a pas encore confirme, je verifie. Ne payez pas deux fois.`,
      en: ({ method }) => `Thanks. ${method} has not confirmed yet, I'm checking. Don't pay twice.`,
    },
  }),
  'client.pay.nothing': words({
    fr: () => "C'est bien payé, il ne reste rien à régler.",
    en: () => 'That is paid, nothing is left to pay.',
  }),
  'client.pay.operator': words({ fr: () => "L'opérateur", en: () => 'The operator' }),
  'client.pay.failed': words<{ number: number; method: string; why: string }>({
    fr: ({ number, method, why }) =>
      `Le paiement ${method} de la commande ${number} n'est pas passé : ${why}. Rien n'a été débité. On essaie autrement ?`,
    en: ({ number, method, why }) =>
      `The ${method} payment of order ${number} failed: ${why}. Nothing was taken. Try another way?`,
    sms: {
      fr: ({ number, method, why }) => `Paiement ${method} echoue (commande ${number}): ${why}. Essayer autrement ?`,
      en: ({ number, method, why }) => `${method} payment failed (order ${number}): ${why}. Try another way?`,
    },
  }),
  'client.fail.wrong_number': words({ fr: () => "le numéro n'est pas bon", en: () => 'the number is wrong' }),
  'client.fail.not_enough_money': words({ fr: () => 'le solde est insuffisant', en: () => 'not enough money' }),
  'client.fail.refused': words({ fr: () => "l'opérateur a refusé", en: () => 'the operator refused' }),
  'client.fail.expired': words({
    fr: () => "la demande n'a pas été validée à temps",
    en: () => 'it was not approved in time',
  }),
  /** method: "en espèces", "par Wave" */
  'client.paid': words<{ number: number; amount: string; method: string; receipt: number }>({
    fr: ({ number, amount, method, receipt }) =>
      `Paiement reçu : ${amount} ${method}, commande ${number}. Reçu n° ${receipt}. Merci !`,
    en: ({ number, amount, method, receipt }) =>
      `Payment received: ${amount} ${method}, order ${number}. Receipt no. ${receipt}. Thank you!`,
  }),
  'client.paidTwice': words<{ number: number; amount: string; voucher: string }>({
    fr: ({ number, amount, voucher }) =>
      `La commande ${number} a été payée deux fois. Nous vous remboursons ${amount} (24 à 72 h) et vous offrons un bon de ${voucher}. Toutes nos excuses.`,
    en: ({ number, amount, voucher }) =>
      `Order ${number} was paid twice. We refund ${amount} (24 to 72 h) and give you a voucher of ${voucher}. Our apologies.`,
    sms: {
      fr: ({ number, amount, voucher }) =>
        `Commande ${number} payee 2 fois: ${amount} rembourses sous 72 h, bon de ${voucher} offert.`,
      en: ({ number, amount, voucher }) =>
        `Order ${number} paid twice: ${amount} refunded within 72 h, voucher of ${voucher}.`,
    },
  }),
  'client.payReminder': words<{ number: number; amount: string }>({
    fr: ({ number, amount }) => `Petit rappel : la commande ${number} reste à payer, ${amount}. Comment payez-vous ?`,
    en: ({ number, amount }) => `A reminder: order ${number} is still to pay, ${amount}. How will you pay?`,
  }),
  'client.refund.sent': words<{ number: number; amount: string }>({
    fr: ({ number, amount }) =>
      `Votre remboursement de ${amount} (commande ${number}) est parti. Il arrive sous 24 à 72 h.`,
    en: ({ number, amount }) =>
      `Your refund of ${amount} (order ${number}) has been sent. It arrives within 24 to 72 h.`,
  }),
  'client.refund.done': words<{ number: number; amount: string }>({
    fr: ({ number, amount }) => `Votre remboursement de ${amount} (commande ${number}) est arrivé.`,
    en: ({ number, amount }) => `Your refund of ${amount} (order ${number}) has arrived.`,
  }),
  'client.rate': words<{ number: number; supplier: string }>({
    fr: ({ number, supplier }) => `Commande ${number} : quelle note pour ${supplier}, de 1 (mauvais) à 5 (parfait) ?`,
    en: ({ number, supplier }) => `Order ${number}: how was ${supplier}, from 1 (bad) to 5 (perfect)?`,
  }),
  'client.rate.later': words<{ number: number }>({
    fr: ({ number }) => `Quand vous aurez un moment : une note de 1 à 5 pour la commande ${number} ? Ex. « note 5 ».`,
    en: ({ number }) => `When you have a moment: a rating from 1 to 5 for order ${number}? E.g. "rate 5".`,
  }),
  'client.rate.depot': words({ fr: () => 'le dépôt', en: () => 'the depot' }),
  'client.rate.notANumber': words({
    fr: () => 'Un chiffre de 1 à 5 suffit.',
    en: () => 'One digit from 1 to 5 is enough.',
  }),
  'client.rate.comment': words<{ score: number }>({
    fr: ({ score }) => `${score}/5, c'est noté. Un mot à ajouter ? Sinon répondez 0.`,
    en: ({ score }) => `${score}/5, noted. Anything to add? Otherwise answer 0.`,
  }),
  'client.rated': words({
    fr: () => 'Merci pour votre note. À bientôt !',
    en: () => 'Thank you for your rating. See you soon!',
  }),
} as const
