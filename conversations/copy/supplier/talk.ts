import { fitWords } from '../shorten.ts'
import { fixed, wording } from './wording.ts'

interface OfNumber {
  readonly number: number
}
interface Open {
  /** 1042, 1043; empty when nothing is open */
  readonly numbers: string
}
interface Example {
  readonly example: string
}

/** What is said at any moment: help, greeting, not understood, availability, rating, disputes. */
export const talk = {
  greeting: wording<{ readonly name: string } & Open>('talk.greeting', {
    fr: ({ name, numbers }) =>
      fitWords(
        name,
        (cut) =>
          `Bonjour ${cut}. ${numbers === '' ? 'Rien en cours, la prochaine demande vous sera envoyée.' : `En cours: ${numbers}.`} AIDE pour la liste des réponses.`,
      ),
    en: ({ name, numbers }) =>
      fitWords(
        name,
        (cut) =>
          `Hello ${cut}. ${numbers === '' ? 'Nothing under way, the next request will be sent to you.' : `Under way: ${numbers}.`} AIDE for the list of answers.`,
      ),
  }),
  underWay: wording<Open>('talk.underWay', {
    fr: ({ numbers }) =>
      numbers === ''
        ? 'Rien en cours de votre côté. La prochaine demande vous sera envoyée. AIDE pour la liste des réponses.'
        : fitWords(numbers, (cut) => `On en était là, en cours: ${cut}. AIDE pour la liste des réponses.`),
    en: ({ numbers }) =>
      numbers === ''
        ? 'Nothing under way on your side. The next request will be sent to you. AIDE for the list of answers.'
        : fitWords(numbers, (cut) => `This is where we were, under way: ${cut}. AIDE for the list of answers.`),
  }),
  help: fixed('talk.help', {
    fr: 'Offre: 1042 PRIX MINUTES, ou NON 1042. Gagné: OUI, PRET, ROUTE 1042 20, LIVRE 1042 CODE. Aussi: PAUSE 2h, REPRISE, JOUR, SOLDE, NOTE, LITIGE, APPEL, STOP',
    en: 'Offer: 1042 PRICE MINUTES, or NON 1042. Won: OUI, PRET, ROUTE 1042 20, LIVRE 1042 CODE. Also: PAUSE 2h, REPRISE, JOUR, SOLDE, NOTE, LITIGE, APPEL, STOP',
  }),
  /** the shortest correct example for that moment */
  notUnderstood: wording<{ readonly said: string } & Example>('talk.notUnderstood', {
    fr: ({ said, example }) =>
      fitWords(
        shortQuote(said),
        (cut) => `Pas compris: "${cut}". Ecrivez par exemple: ${example}. AIDE pour tout voir.`,
      ),
    en: ({ said, example }) =>
      fitWords(shortQuote(said), (cut) => `Not understood: "${cut}". Write for example: ${example}. AIDE to see all.`),
  }),
  cannotRead: wording<Example>('talk.cannotRead', {
    fr: ({ example }) =>
      `Je ne lis que les messages écrits pour le moment. Ecrivez par exemple: ${example}. Ou APPEL pour être rappelé.`,
    en: ({ example }) =>
      `I can only read written messages for now. Write for example: ${example}. Or APPEL to be called.`,
  }),
  photoKept: fixed('talk.photoKept', {
    fr: "Bien reçu, c'est gardé dans la conversation. Pour un souci sur une commande: LITIGE et son numéro. Pour parler: APPEL",
    en: 'Received, it is kept in the conversation. For a problem with an order: LITIGE and its number. To talk: APPEL',
  }),
  nothingToCancel: wording<Open>('talk.nothingToCancel', {
    fr: ({ numbers }) =>
      numbers === ''
        ? "Rien à annuler, rien n'est en cours. La prochaine demande vous sera envoyée."
        : fitWords(
            numbers,
            (cut) => `Annuler quoi? Refuser une demande ou retirer une offre: NON et le numéro. En cours: ${cut}`,
          ),
    en: ({ numbers }) =>
      numbers === ''
        ? 'Nothing to cancel, nothing is under way. The next request will be sent to you.'
        : fitWords(
            numbers,
            (cut) => `Cancel what? To decline a request or withdraw an offer: NON and the number. Under way: ${cut}`,
          ),
  }),
  dropped: fixed('talk.dropped', {
    fr: "D'accord, on laisse. Vos demandes et commandes en cours n'ont pas changé. AIDE pour la liste des réponses.",
    en: 'All right, left there. Your requests and orders have not changed. AIDE for the list of answers.',
  }),
  personComing: fixed('talk.personComing', {
    fr: 'Un agent vous rappelle ou vous écrit ici dès que possible. Vos demandes continuent. Pour revenir au robot: FIN',
    en: 'A person will call you or write here as soon as possible. Your requests go on. To come back to the robot: FIN',
  }),
  personForAccount: fixed('talk.personForAccount', {
    fr: "Ce changement se fait avec un agent: il vous contacte dès que possible. Rien n'est changé en attendant.",
    en: 'This change is made with a person, who will contact you as soon as possible. Nothing changes meanwhile.',
  }),
  stockNotYet: wording<Example>('talk.stockNotYet', {
    fr: ({ example }) =>
      `Merci! Le stock n'est pas encore suivi ici: vous faites une offre à chaque demande. Ex: ${example}`,
    en: ({ example }) => `Thank you! Stock is not followed here yet: you make an offer on each request. Ex: ${example}`,
  }),
  emptiesNotYet: fixed('talk.emptiesNotYet', {
    fr: 'Merci! Les casiers vides ne sont pas encore comptés ici: notez-les avec le client à la livraison. Un désaccord? LITIGE et le numéro',
    en: 'Thank you! Empties are not counted here yet: note them with the client on delivery. A disagreement? LITIGE and the number',
  }),
  /** until: HH:MM, null until REPRISE */
  paused: wording<{ readonly until: string | null }>('talk.paused', {
    fr: ({ until }) =>
      `En pause${until === null ? '' : ` jusqu'à ${until}`}: plus de nouvelles demandes. Vos commandes en cours restent. Pour reprendre: REPRISE`,
    en: ({ until }) =>
      `Paused${until === null ? '' : ` until ${until}`}: no new requests. Your orders under way stay. To start again: REPRISE`,
  }),
  resumed: fixed('talk.resumed', {
    fr: "C'est repris, les demandes vous sont de nouveau envoyées. Bonne soirée! Pour souffler: PAUSE 2h",
    en: 'You are back, requests are sent to you again. Have a good evening! To take a break: PAUSE 2h',
  }),
  askScore: wording<OfNumber>('talk.askScore', {
    fr: ({ number }) => `${number} terminée. Votre note pour le client, de 1 à 5? Ex: NOTE ${number} 4`,
    en: ({ number }) => `${number} is done. Your rating of the client, 1 to 5? Ex: NOTE ${number} 4`,
  }),
  rated: wording<OfNumber>('talk.rated', {
    fr: ({ number }) => `Merci, votre note pour ${number} est enregistrée.`,
    en: ({ number }) => `Thank you, your rating for ${number} is recorded.`,
  }),
  askKind: wording<OfNumber>('talk.askKind', {
    fr: ({ number }) =>
      `Litige ${number}, sur quoi? 1) manquants 2) casse 3) retard 4) paiement 5) comportement. Répondez 1 à 5`,
    en: ({ number }) =>
      `Dispute ${number}, about what? 1) missing 2) damage 3) delay 4) payment 5) conduct. Answer 1 to 5`,
  }),
  disputeOpened: wording<OfNumber>('talk.disputeOpened', {
    fr: ({ number }) =>
      `Litige ouvert sur ${number}. Première réponse sous 2 h, solution sous 24 h. Vous pouvez envoyer détails et photos ici.`,
    en: ({ number }) =>
      `Dispute opened on ${number}. First answer within 2 h, solution within 24 h. You may send details and photos here.`,
  }),
  nothingToDo: wording<Example>('talk.nothingToDo', {
    fr: ({ example }) => `Aucune commande ne correspond de votre côté. Avec un numéro: ${example}. Un souci? APPEL`,
    en: ({ example }) => `No order matches on your side. With a number: ${example}. A problem? APPEL`,
  }),
  stopped: fixed('talk.stopped', {
    fr: "C'est noté: plus aucun message de DISTRI-NIGHT ici. Pour revenir: START",
    en: 'Noted: no more messages from DISTRI-NIGHT here. To come back: START',
  }),
  stillStopped: fixed('talk.stillStopped', {
    fr: 'Vous avez arrêté les messages de DISTRI-NIGHT. Pour revenir: START',
    en: 'You stopped the messages of DISTRI-NIGHT. To come back: START',
  }),
  started: fixed('talk.started', {
    fr: 'Content de vous revoir! Les messages de DISTRI-NIGHT reprennent. AIDE pour la liste des réponses.',
    en: 'Good to have you back! The messages of DISTRI-NIGHT start again. AIDE for the list of answers.',
  }),
  languageSet: fixed('talk.languageSet', {
    fr: "D'accord, on continue en français. AIDE pour la liste des réponses.",
    en: 'All right, we go on in English. AIDE for the list of answers.',
  }),
}

function shortQuote(said: string): string {
  return said.length > 30 ? `${said.slice(0, 27)}...` : said
}
