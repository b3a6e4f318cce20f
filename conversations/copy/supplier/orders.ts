import type { Francs } from '../../../domain/work/ids.ts'
import { fitGoods, fitWords, type Goods } from '../shorten.ts'
import { francs, type Language, wording } from './wording.ts'

interface OfNumber {
  readonly number: number
}
interface Chosen extends OfNumber {
  readonly client: string
  /** quartier, commune */
  readonly place: string
  /** +225... */
  readonly phone: string
  readonly confirmMinutes: number
  readonly pickup: boolean
  /** what the offer left out: Coca 33, 3/5 Flag 65; empty when nothing, or when the goods are told apart */
  readonly without: string
}
interface Worded extends OfNumber {
  readonly words: string
}

function goods(
  p: OfNumber & { readonly goods: readonly Goods[]; readonly part: string | null },
  title: string,
): string {
  return fitGoods(p.goods, [(list) => `${p.number}${p.part === null ? '' : ` ${p.part}`} ${title}: ${list}`])
}

function steps({ number }: OfNumber, language: Language): string {
  return language === 'fr'
    ? `Prêt: PRET ${number}. Départ: ROUTE ${number} 20 (minutes). Livré: LIVRE ${number} + code du client`
    : `Ready: PRET ${number}. Leaving: ROUTE ${number} 20 (minutes). Delivered: LIVRE ${number} + client's code`
}

/** Who won, where, and all that is to be done, so that the steps need no answer of ours. */
function chosen(p: Chosen, where: string, language: Language): string {
  const [won, tel, within, then, road, without] =
    language === 'fr'
      ? ['GAGNE', 'Tel', 'avant', 'puis', 'ROUTE 20', 'Manque']
      : ['WON', 'Phone', 'within', 'then', 'ROUTE 20', 'Missing']
  const steps = [
    `OUI ${p.number} ${within} ${p.confirmMinutes} min`,
    `${then} PRET`,
    p.pickup ? null : road,
    'LIVRE CODE',
  ]
  const missing = p.without === '' ? '' : `${without}: ${p.without}. `
  return `${won} ${p.number}! ${missing}${where}. ${tel} ${asDialled(p.phone)}. ${steps.filter((step) => step !== null).join(', ')}`
}

/** A number of here without its country, as it is dialled here. */
const asDialled = (phone: string): string => phone.replace(/^\+225/, '')

const NUDGES = {
  preparing: { fr: 'est-elle prête? PRET', en: 'is it ready? PRET' },
  delivering: { fr: 'est-elle livrée? LIVRE', en: 'is it delivered? LIVRE' },
  promised: {
    fr: "l'heure promise est passée. Nouveau délai: ROUTE",
    en: 'the promised time is over. New delay: ROUTE',
  },
  stuck: { fr: 'pas de nouvelles. Où en êtes-vous? PRET ou ROUTE', en: 'no news. Where are you? PRET or ROUTE' },
}
const NUDGE_ENDS = { preparing: '', delivering: ' CODE', promised: ' 20', stuck: ' 20' }
type Stage = keyof typeof NUDGES

function nudge({ number, stage }: OfNumber & { readonly stage: Stage }, language: Language): string {
  const end = `${number}${NUDGE_ENDS[stage]}`
  return language === 'fr'
    ? `${number}: le client attend, ${NUDGES[stage].fr} ${end}. Un souci? APPEL`
    : `${number}: the client is waiting, ${NUDGES[stage].en} ${end}. A problem? APPEL`
}

/** What is said of an order the depot won, to its delivery. */
export const orders = {
  chosen: wording<Chosen>('orders.chosen', {
    fr: (p) => fitWords(p.client, (cut) => chosen(p, `${cut}, ${p.place}`, 'fr')),
    en: (p) => fitWords(p.client, (cut) => chosen(p, `${cut}, ${p.place}`, 'en')),
  }),
  /** uncut, with the directions where there are any: said where the whole fits one segment */
  chosenInFull: wording<Chosen & { readonly directions: string | null }>('orders.chosen', {
    fr: (p) => chosen(p, [p.client, p.place, ...(p.directions === null ? [] : [p.directions])].join(', '), 'fr'),
    en: (p) => chosen(p, [p.client, p.place, ...(p.directions === null ? [] : [p.directions])].join(', '), 'en'),
  }),
  chosenGoods: wording<
    OfNumber & { readonly goods: readonly Goods[]; readonly part: string | null; readonly pickup: boolean }
  >('orders.chosenGoods', {
    fr: (p) => goods(p, p.pickup ? 'retrait chez vous' : 'à livrer'),
    en: (p) => goods(p, p.pickup ? 'pickup at yours' : 'to deliver'),
  }),
  chosenDirections: wording<Worded>('orders.chosenDirections', {
    fr: (p) => fitWords(p.words, (cut) => `${p.number} repères: ${cut}`),
    en: (p) => fitWords(p.words, (cut) => `${p.number} directions: ${cut}`),
  }),
  steps: wording<OfNumber>('orders.steps', { fr: (p) => steps(p, 'fr'), en: (p) => steps(p, 'en') }),
  confirmed: wording<OfNumber & { readonly receives: Francs; readonly pickup: boolean }>('orders.confirmed', {
    fr: ({ number, receives, pickup }) =>
      `${number} confirmée, merci. Vous recevrez ${francs(receives)}. Ensuite: PRET ${number}, ${pickup ? '' : `ROUTE ${number} 20, `}LIVRE ${number} CODE`,
    en: ({ number, receives, pickup }) =>
      `${number} confirmed, thank you. You will receive ${francs(receives, 'en')}. Next: PRET ${number}, ${pickup ? '' : `ROUTE ${number} 20, `}LIVRE ${number} CODE`,
  }),
  preparing: wording<OfNumber>('orders.preparing', {
    fr: ({ number }) => `${number}: bien noté, en préparation. Quand c'est prêt: PRET ${number}`,
    en: ({ number }) => `${number}: noted, being prepared. When it is ready: PRET ${number}`,
  }),
  ready: wording<OfNumber & { readonly pickup: boolean }>('orders.ready', {
    fr: ({ number, pickup }) =>
      `${number} prête, le client est prévenu. ${pickup ? `Il passe la prendre: demandez son code, puis LIVRE ${number} CODE` : `Au départ: ROUTE ${number} 20 (20 = minutes)`}`,
    en: ({ number, pickup }) =>
      `${number} ready, the client knows. ${pickup ? `They pick it up: ask for their code, then LIVRE ${number} CODE` : `When you leave: ROUTE ${number} 20 (20 = minutes)`}`,
  }),
  onTheRoad: wording<OfNumber & { readonly minutes: number }>('orders.onTheRoad', {
    fr: ({ number, minutes }) =>
      `${number} en route, ${minutes} min annoncées. A l'arrivée demandez le code à 4 chiffres au client, puis: LIVRE ${number} CODE`,
    en: ({ number, minutes }) =>
      `${number} on the road, ${minutes} min announced. On arrival ask the client for the 4-digit code, then: LIVRE ${number} CODE`,
  }),
  askCode: wording<OfNumber>('orders.askCode', {
    fr: ({ number }) => `${number}: quel est le code à 4 chiffres du client? Répondez le code, ou LIVRE ${number} CODE`,
    en: ({ number }) => `${number}: what is the client's 4-digit code? Answer the code, or LIVRE ${number} CODE`,
  }),
  wrongCode: wording<OfNumber>('orders.wrongCode', {
    fr: ({ number }) =>
      `${number}: ce code n'est pas le bon. Redemandez au client ses 4 chiffres et renvoyez-les. Bloqué? APPEL`,
    en: ({ number }) =>
      `${number}: this code is wrong. Ask the client again for the 4 digits and send them. Stuck? APPEL`,
  }),
  delivered: wording<OfNumber & { readonly due: Francs; readonly receives: Francs }>('orders.delivered', {
    fr: ({ number, due, receives }) =>
      `${number} livrée, merci! Le client doit ${francs(due)}, vous recevrez ${francs(receives)}. Payé en espèces? CASH ${number}. Notez-le: NOTE ${number} 5`,
    en: ({ number, due, receives }) =>
      `${number} delivered, thank you! The client owes ${francs(due, 'en')}, you will receive ${francs(receives, 'en')}. Paid in cash? CASH ${number}. Rate them: NOTE ${number} 5`,
  }),
  received: wording<OfNumber>('orders.received', {
    fr: ({ number }) =>
      `${number}: le client a confirmé la réception. Merci! Payé en espèces? CASH ${number}. Notez-le: NOTE ${number} 5`,
    en: ({ number }) =>
      `${number}: the client confirmed receipt. Thank you! Paid in cash? CASH ${number}. Rate them: NOTE ${number} 5`,
  }),
  alreadyDelivered: wording<OfNumber & { readonly isPaid: boolean }>('orders.alreadyDelivered', {
    fr: ({ number, isPaid }) =>
      `${number}: la livraison est déjà enregistrée. Merci!${isPaid ? '' : ` Payé en espèces? CASH ${number}`}`,
    en: ({ number, isPaid }) =>
      `${number}: the delivery is recorded already. Thank you!${isPaid ? '' : ` Paid in cash? CASH ${number}`}`,
  }),
  corrected: wording<OfNumber & { readonly receives: Francs }>('orders.corrected', {
    fr: ({ number, receives }) =>
      `${number}: quantités corrigées à l'arrivée. Vous recevrez ${francs(receives)}. Pas d'accord? LITIGE ${number}`,
    en: ({ number, receives }) =>
      `${number}: quantities corrected on arrival. You will receive ${francs(receives, 'en')}. Not agreed? LITIGE ${number}`,
  }),
  lapsed: wording<OfNumber>('orders.lapsed', {
    fr: ({ number }) =>
      `${number}: pas de réponse à temps, elle passe au dépôt suivant. Ne la livrez pas. A la prochaine!`,
    en: ({ number }) =>
      `${number}: no answer in time, it goes to the next depot. Do not deliver it. See you next time!`,
  }),
  cancelled: wording<Worded>('orders.cancelled', {
    fr: (p) =>
      fitWords(
        p.words,
        (cut) => `${p.number} ANNULEE, ne livrez pas.${cut === '' ? '' : ` Motif: ${cut}`} Un souci? APPEL`,
      ),
    en: (p) =>
      fitWords(
        p.words,
        (cut) => `${p.number} CANCELLED, do not deliver.${cut === '' ? '' : ` Why: ${cut}`} A problem? APPEL`,
      ),
  }),
  nudged: wording<OfNumber & { readonly stage: Stage }>('orders.nudged', {
    fr: (p) => nudge(p, 'fr'),
    en: (p) => nudge(p, 'en'),
  }),
  givenUp: wording<OfNumber>('orders.givenUp', {
    fr: ({ number }) => `${number}: noté, elle passe à un autre dépôt. Ne la livrez pas. Merci d'avoir prévenu.`,
    en: ({ number }) => `${number}: noted, it goes to another depot. Do not deliver it. Thank you for telling us.`,
  }),
  givingUp: wording<OfNumber>('orders.givingUp', {
    fr: ({ number }) =>
      `${number} est attribuée à votre dépôt: un agent vous contacte pour la rendre. Ne livrez rien en attendant.`,
    en: ({ number }) =>
      `${number} is given to your depot: a person will contact you to hand it back. Deliver nothing meanwhile.`,
  }),
}
