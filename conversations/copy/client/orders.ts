import { words } from '../words.ts'

/** Offers, and the order on its way. */
export const ORDERS = {
  'client.waiting': words<{ number: number; asked: number; ago: string }>({
    fr: ({ number, asked, ago }) =>
      `Commande ${number} : ${asked} ${asked > 1 ? 'dépôts sont consultés' : 'dépôt est consulté'} depuis ${ago}. Je vous écris à la première offre.`,
    en: ({ number, asked, ago }) =>
      `Order ${number}: ${asked} ${asked === 1 ? 'depot' : 'depots'} asked ${ago} ago. I write at the first offer.`,
    sms: {
      fr: ({ number, asked, ago }) =>
        `Commande ${number}: ${asked} depot(s) consultes depuis ${ago}. Je vous ecris a la 1re offre.`,
      en: ({ number, asked, ago }) =>
        `Order ${number}: ${asked} depot(s) asked ${ago} ago. I write at the first offer.`,
    },
  }),
  'client.nothingYet': words<{ number: number; minutes: string }>({
    fr: ({ number, minutes }) => `Pas encore d'offre pour la commande ${number} après ${minutes}. Que préférez-vous ?`,
    en: ({ number, minutes }) => `No offer yet for order ${number} after ${minutes}. What do you prefer?`,
  }),
  'client.notice.nothingYet': words<{ number: number }>({
    fr: ({ number }) =>
      `Pas encore d'offre pour la commande ${number}. Écrivez « commande ${number} » pour attendre, changer ou annuler.`,
    en: ({ number }) => `No offer yet for order ${number}. Write "order ${number}" to wait, change or cancel.`,
  }),
  'client.notice.delivered': words<{ number: number; due: string }>({
    fr: ({ number, due }) => `Commande ${number} livrée, ${due} à payer. Écrivez « bien reçu » quand tout est là.`,
    en: ({ number, due }) => `Order ${number} delivered, ${due} to pay. Write "received" once everything is there.`,
  }),
  'client.notice.payFailed': words<{ number: number; why: string }>({
    fr: ({ number, why }) =>
      `Le paiement de la commande ${number} n'est pas passé : ${why}. Écrivez « payer » pour réessayer.`,
    en: ({ number, why }) => `The payment of order ${number} failed: ${why}. Write "pay" to try again.`,
  }),
  'client.notice.payReminder': words<{ number: number; amount: string }>({
    fr: ({ number, amount }) => `Petit rappel : la commande ${number} reste à payer, ${amount}. Écrivez « payer ».`,
    en: ({ number, amount }) => `A reminder: order ${number} is still to pay, ${amount}. Write "pay".`,
  }),
  'client.widened': words<{ number: number; asked: number }>({
    fr: ({ number, asked }) =>
      `Commande ${number} : je demande aussi aux zones voisines (${asked} ${asked > 1 ? 'dépôts' : 'dépôt'} de plus).`,
    en: ({ number, asked }) => `Order ${number}: I'm asking neighbouring zones too (${asked} more).`,
  }),
  'client.searchWidened': words<{ number: number; zones: string }>({
    fr: ({ number, zones }) =>
      `Commande ${number} : je cherche aussi du côté de ${zones}. Je vous écris dès qu'une offre arrive.`,
    en: ({ number, zones }) => `Order ${number}: I'm also looking in ${zones}. I write as soon as an offer comes.`,
    sms: {
      fr: ({ number, zones }) => `Commande ${number}: je cherche aussi a ${zones}.`,
      en: ({ number, zones }) => `Order ${number}: also looking in ${zones}.`,
    },
  }),
  'client.keepWaiting': words<{ number: number }>({
    fr: ({ number }) =>
      `D'accord, je continue de chercher pour la commande ${number}. Je vous écris dès qu'une offre arrive.`,
    en: ({ number }) => `OK, I keep looking for order ${number}. I write as soon as an offer comes.`,
  }),
  'client.nothingFound': words<{ number: number }>({
    fr: ({ number }) =>
      `Je suis désolé : aucun dépôt n'a pu répondre pour la commande ${number}, elle est fermée. Rien ne vous est demandé. Écrivez « même chose » pour réessayer.`,
    en: ({ number }) =>
      `I'm sorry: no depot could take order ${number}, it is closed. You owe nothing. Write "same again" to retry.`,
    sms: {
      fr: ({ number }) =>
        `Desole: aucun depot pour la commande ${number}, elle est fermee. Rien a payer. Ecrivez MEME CHOSE pour reessayer.`,
      en: ({ number }) =>
        `Sorry: no depot for order ${number}, it is closed. Nothing to pay. Write SAME AGAIN to retry.`,
    },
  }),
  /** bestFirst: false once offers that came later stand under those on the screen */
  'client.offers': words<{ number: number; count: number; lines: string; bestFirst: boolean }>({
    fr: ({ number, count, lines, bestFirst }) =>
      count === 1
        ? `Commande ${number}, 1 offre :\n${lines}\nVous la prenez ?`
        : `Commande ${number}, ${count} offres${bestFirst ? ", la meilleure d'abord" : ''} :\n${lines}\nLaquelle prenez-vous ?`,
    en: ({ number, count, lines, bestFirst }) =>
      count === 1
        ? `Order ${number}, 1 offer:\n${lines}\nDo you take it?`
        : `Order ${number}, ${count} offers${bestFirst ? ', best first' : ''}:\n${lines}\nWhich one do you take?`,
    sms: {
      fr: ({ number, count, lines }) =>
        `Offres ${number}:\n${lines}\n${count === 1 ? 'La prenez-vous ?' : 'Laquelle ?'}`,
      en: ({ number, count, lines }) => `Offers ${number}:\n${lines}\n${count === 1 ? 'Take it?' : 'Which one?'}`,
    },
  }),
  'client.offer.line': words<{ rank: number; supplier: string; total: string; delay: string; missing: string }>({
    fr: ({ rank, supplier, total, delay, missing }) => `${rank}. ${supplier} : ${total}, ${delay}${missing}`,
    en: ({ rank, supplier, total, delay, missing }) => `${rank}. ${supplier}: ${total}, ${delay}${missing}`,
    sms: {
      fr: ({ rank, supplier, total, delay, missing }) =>
        `${rank} ${supplier.slice(0, 16).trim()} ${total} ${delay} ${missing}`.trim(),
      en: ({ rank, supplier, total, delay, missing }) =>
        `${rank} ${supplier.slice(0, 16).trim()} ${total} ${delay} ${missing}`.trim(),
    },
  }),
  'client.offer.missing': words<{ what: string }>({
    fr: ({ what }) => `, manque ${what}`,
    en: ({ what }) => `, missing ${what}`,
    sms: { fr: () => '(incomplet)', en: () => '(incomplete)' },
  }),
  'client.offer.better': words<{ rank: number; supplier: string; total: string; delay: string }>({
    fr: ({ rank, supplier, total, delay }) =>
      `Une meilleure offre arrive : ${supplier}, ${total}, ${delay}. Répondez ${rank} pour la prendre.`,
    en: ({ rank, supplier, total, delay }) =>
      `A better offer: ${supplier}, ${total}, ${delay}. Answer ${rank} to take it.`,
    sms: {
      fr: ({ rank, supplier, total, delay }) =>
        `Meilleure offre: ${supplier}, ${total}, ${delay}. Repondez ${rank} pour la prendre.`,
      en: ({ rank, supplier, total, delay }) =>
        `Better offer: ${supplier}, ${total}, ${delay}. Answer ${rank} to take it.`,
    },
  }),
  'client.offer.arrived': words<{ number: number; total: string; delay: string }>({
    fr: ({ number, total, delay }) =>
      `Une offre pour la commande ${number} : ${total}, ${delay}. Écrivez OFFRES pour choisir, sans perdre ce que vous faites.`,
    en: ({ number, total, delay }) =>
      `An offer for order ${number}: ${total}, ${delay}. Write OFFERS to choose; you lose nothing here.`,
    sms: {
      fr: ({ number, total, delay }) => `Offre commande ${number}: ${total}, ${delay}. Ecrivez OFFRES pour choisir.`,
      en: ({ number, total, delay }) => `Offer, order ${number}: ${total}, ${delay}. Write OFFERS to choose.`,
    },
  }),
  /** on a channel without buttons, after the lines */
  'client.offers.more': words({ fr: () => 'Écrivez AUTRES pour la suite.', en: () => 'Write MORE for the rest.' }),
  'client.offers.noMore': words({
    fr: () => "Il n'y a pas d'autre offre pour l'instant.",
    en: () => 'No other offer for now.',
  }),
  'client.offers.none': words<{ number: number }>({
    fr: ({ number }) =>
      `Il n'y a plus d'offre ouverte pour la commande ${number}. Je relance les dépôts. Que préférez-vous ?`,
    en: ({ number }) =>
      `No offer is open any more for order ${number}. I'm asking the depots again. What do you prefer?`,
  }),
  'client.offer.notOne': words({
    fr: () => "Je ne sais pas de quelle offre il s'agit.",
    en: () => "I can't tell which offer that is.",
  }),
  'client.chosen': words<{ number: number; supplier: string; total: string }>({
    fr: ({ number, supplier, total }) =>
      `C'est choisi ✅ Commande ${number} chez ${supplier}, total ${total}.\nLe dépôt a 10 min pour confirmer, je vous écris aussitôt.`,
    en: ({ number, supplier, total }) =>
      `Chosen ✅ Order ${number} at ${supplier}, total ${total}.\nThe depot has 10 min to confirm, I write at once.`,
    sms: {
      fr: ({ number, supplier, total }) =>
        `Commande ${number} chez ${supplier}, ${total}. Le depot a 10 min pour confirmer.`,
      en: ({ number, supplier, total }) => `Order ${number} at ${supplier}, ${total}. The depot has 10 min to confirm.`,
    },
  }),
  'client.chosen.waiting': words<{ number: number; supplier: string }>({
    fr: ({ number, supplier }) =>
      `Commande ${number} : ${supplier} doit encore confirmer (10 min au plus). Je vous écris aussitôt.`,
    en: ({ number, supplier }) =>
      `Order ${number}: ${supplier} still has to confirm (10 min at most). I write at once.`,
  }),
  'client.lapsed': words<{ number: number; supplier: string }>({
    fr: ({ number, supplier }) => `${supplier} n'a pas confirmé la commande ${number}.`,
    en: ({ number, supplier }) => `${supplier} did not confirm order ${number}.`,
  }),
  'client.confirmed': words<{ number: number; supplier: string; when: string }>({
    fr: ({ number, supplier, when }) =>
      `${supplier} confirme la commande ${number} : chez vous ${when}. Vous pouvez déjà payer, ou à la livraison.`,
    en: ({ number, supplier, when }) =>
      `${supplier} confirms order ${number}: with you ${when}. Pay now, or on delivery.`,
    sms: {
      fr: ({ number, supplier, when }) => `${supplier} confirme la commande ${number}: chez vous ${when}.`,
      en: ({ number, supplier, when }) => `${supplier} confirms order ${number}: with you ${when}.`,
    },
  }),
  'client.confirmed.pickup': words<{ number: number; supplier: string; when: string }>({
    fr: ({ number, supplier, when }) =>
      `${supplier} confirme la commande ${number} : à retirer au dépôt ${when}. Je vous écris quand c'est prêt.`,
    en: ({ number, supplier, when }) =>
      `${supplier} confirms order ${number}: pick it up at the depot ${when}. I write when it is ready.`,
    sms: {
      fr: ({ number, supplier, when }) => `${supplier} confirme la commande ${number}, prete ${when}.`,
      en: ({ number, supplier, when }) => `${supplier} confirms order ${number}, ready ${when}.`,
    },
  }),
  'client.preparing': words<{ number: number; supplier: string }>({
    fr: ({ number, supplier }) => `${supplier} prépare la commande ${number}.`,
    en: ({ number, supplier }) => `${supplier} is preparing order ${number}.`,
  }),
  'client.ready': words<{ number: number; supplier: string }>({
    fr: ({ number, supplier }) => `Commande ${number} prête chez ${supplier}. Le départ est pour bientôt.`,
    en: ({ number, supplier }) => `Order ${number} is ready at ${supplier}. It leaves soon.`,
  }),
  'client.ready.pickup': words<{ number: number; supplier: string; code: string }>({
    fr: ({ number, supplier, code }) =>
      `Commande ${number} prête : vous pouvez passer la prendre chez ${supplier}.\nCode de retrait : ${code}. Donnez-le quand tout est là, pas avant.`,
    en: ({ number, supplier, code }) =>
      `Order ${number} is ready: pick it up at ${supplier}.\nPick-up code: ${code}. Give it once everything is there, not before.`,
    sms: {
      fr: ({ number, supplier, code }) =>
        `Commande ${number} prete chez ${supplier}. Code ${code}: donnez-le quand tout est la.`,
      en: ({ number, supplier, code }) =>
        `Order ${number} is ready at ${supplier}. Code ${code}: give it once everything is there.`,
    },
  }),
  'client.onTheRoad': words<{ number: number; minutes: string; code: string }>({
    fr: ({ number, minutes, code }) =>
      `Commande ${number} en route, chez vous dans ${minutes} 🛵\nCode de livraison : ${code}. Donnez-le au livreur quand tout est là, pas avant.`,
    en: ({ number, minutes, code }) =>
      `Order ${number} is on its way, with you in ${minutes} 🛵\nDelivery code: ${code}. Give it to the driver once everything is there, not before.`,
    sms: {
      fr: ({ number, minutes, code }) =>
        `Commande ${number} en route, ${minutes}. Code ${code}: donnez-le au livreur quand tout est la.`,
      en: ({ number, minutes, code }) =>
        `Order ${number} on its way, ${minutes}. Code ${code}: give it once everything is there.`,
    },
  }),
  'client.late.preparing': words<{ number: number }>({
    fr: ({ number }) => `La commande ${number} prend du retard au dépôt. Nous le relançons, je vous tiens au courant.`,
    en: ({ number }) => `Order ${number} is running late at the depot. We are chasing them, I keep you posted.`,
  }),
  'client.late.delivering': words<{ number: number }>({
    fr: ({ number }) => `Le livreur de la commande ${number} a du retard. Nous l'appelons, je vous tiens au courant.`,
    en: ({ number }) => `The driver of order ${number} is late. We are calling, I keep you posted.`,
  }),
  'client.late.promised': words<{ number: number }>({
    fr: ({ number }) =>
      `La commande ${number} a dépassé l'heure promise, et nous en sommes désolés. Notre équipe s'en occupe. Que préférez-vous ?`,
    en: ({ number }) =>
      `Order ${number} is past its promised time, we are sorry. Our team is on it. What do you prefer?`,
    sms: {
      fr: ({ number }) => `Commande ${number} en retard, desoles. Notre equipe s'en occupe.`,
      en: ({ number }) => `Order ${number} is late, sorry. Our team is on it.`,
    },
  }),
  'client.late.stuck': words<{ number: number }>({
    fr: ({ number }) =>
      `Pas de nouvelles de la commande ${number} depuis un moment. Notre équipe appelle le dépôt et revient vers vous.`,
    en: ({ number }) => `No news of order ${number} for a while. Our team is calling the depot and comes back to you.`,
  }),
  'client.track.line': words<{ number: number; state: string }>({
    fr: ({ number, state }) => `Commande ${number} : ${state}.`,
    en: ({ number, state }) => `Order ${number}: ${state}.`,
  }),
  'client.track.none': words({
    fr: () => "Vous n'avez pas de commande en cours. Que vous faut-il ?",
    en: () => 'You have no open order. What do you need?',
  }),
  'client.state.pending': words<{ asked: number }>({
    fr: ({ asked }) => `en attente d'offres, ${asked} ${asked > 1 ? 'dépôts consultés' : 'dépôt consulté'}`,
    en: ({ asked }) => `waiting for offers, ${asked} ${asked === 1 ? 'depot' : 'depots'} asked`,
  }),
  'client.state.offers': words<{ count: number }>({
    fr: ({ count }) => `${count} ${count > 1 ? 'offres vous attendent' : 'offre vous attend'}`,
    en: ({ count }) => `${count} ${count === 1 ? 'offer' : 'offers'} for you to choose`,
  }),
  'client.state.unconfirmed': words<{ supplier: string }>({
    fr: ({ supplier }) => `${supplier} doit confirmer`,
    en: ({ supplier }) => `${supplier} has to confirm`,
  }),
  'client.state.accepted': words<{ supplier: string; when: string }>({
    fr: ({ supplier, when }) => `confirmée par ${supplier}${when}`,
    en: ({ supplier, when }) => `confirmed by ${supplier}${when}`,
  }),
  'client.state.preparing': words<{ supplier: string; when: string }>({
    fr: ({ supplier, when }) => `en préparation chez ${supplier}${when}`,
    en: ({ supplier, when }) => `being prepared at ${supplier}${when}`,
  }),
  'client.state.delivering': words<{ supplier: string; when: string; code: string }>({
    fr: ({ supplier, when, code }) => `en route depuis ${supplier}${when}${code === '' ? '' : `, code ${code}`}`,
    en: ({ supplier, when, code }) => `on its way from ${supplier}${when}${code === '' ? '' : `, code ${code}`}`,
  }),
  'client.state.expected': words<{ when: string }>({
    fr: ({ when }) => `, attendue ${when}`,
    en: ({ when }) => `, expected ${when}`,
  }),
  'client.state.delivered': words<{ due: string }>({
    fr: ({ due }) => `livrée, ${due} à payer`,
    en: ({ due }) => `delivered, ${due} to pay`,
  }),
  'client.state.arrived': words({ fr: () => 'livrée', en: () => 'delivered' }),
  'client.state.paid': words({ fr: () => 'livrée et payée', en: () => 'delivered and paid' }),
  'client.cancelling': words<{ number: number; summary: string }>({
    fr: ({ number, summary }) => `Annuler la commande ${number}${summary === '' ? '' : ` (${summary})`} ?`,
    en: ({ number, summary }) => `Cancel order ${number}${summary === '' ? '' : ` (${summary})`}?`,
  }),
  'client.cancelling.reason': words<{ number: number }>({
    fr: ({ number }) => `Le dépôt a déjà accepté la commande ${number}. Dites-moi pourquoi vous annulez.`,
    en: ({ number }) => `The depot has already accepted order ${number}. Tell me why you cancel.`,
  }),
  'client.cancelled': words<{ number: number }>({
    fr: ({ number }) => `La commande ${number} est annulée. Rien ne vous est demandé.`,
    en: ({ number }) => `Order ${number} is cancelled. You owe nothing.`,
  }),
  'client.notCancelled': words<{ number: number }>({
    fr: ({ number }) => `Bien, la commande ${number} continue.`,
    en: ({ number }) => `Good, order ${number} goes on.`,
  }),
  'client.cancel.onTheRoad': words<{ number: number; hours: number }>({
    fr: ({ number, hours }) =>
      `La commande ${number} est déjà en route : seul un collègue peut l'arrêter. Il vous répond ici, au plus tard dans ${hours} h.`,
    en: ({ number, hours }) =>
      `Order ${number} is already on its way: only a colleague can stop it. They answer you here within ${hours} h.`,
    sms: {
      fr: ({ number, hours }) => `Commande ${number} deja en route: un collegue vous repond ici sous ${hours} h.`,
      en: ({ number, hours }) => `Order ${number} is on its way: a colleague answers you here within ${hours} h.`,
    },
  }),
  'client.cancelledBy': words<{ number: number; why: string }>({
    fr: ({ number, why }) =>
      `La commande ${number} a été annulée${why === '' ? '' : ` : ${why}`}. Rien ne vous est demandé. Écrivez « même chose » pour la relancer.`,
    en: ({ number, why }) =>
      `Order ${number} was cancelled${why === '' ? '' : `: ${why}`}. You owe nothing. Write "same again" to retry.`,
    sms: {
      fr: ({ number, why }) =>
        `Commande ${number} annulee${why === '' ? '' : `: ${why}`}. Rien a payer. Ecrivez MEME CHOSE pour relancer.`,
      en: ({ number, why }) =>
        `Order ${number} cancelled${why === '' ? '' : `: ${why}`}. Nothing to pay. Write SAME AGAIN to retry.`,
    },
  }),
} as const
