import { fitWords } from '../shorten.ts'
import { fixed, wording } from './wording.ts'

interface Reason {
  readonly reason: string
}

/** Where the account stands. */
export const account = {
  approved: wording<{ readonly name: string }>('account.approved', {
    fr: ({ name }) =>
      fitWords(
        name,
        (cut) =>
          `Bienvenue ${cut}! Dépôt validé. A chaque demande: NUMERO PRIX MINUTES (ex 1042 85000 30) ou NON 1042. Pas de réponse = bien reçu. AIDE`,
      ),
    en: ({ name }) =>
      fitWords(
        name,
        (cut) =>
          `Welcome ${cut}! Depot approved. To each request: NUMBER PRICE MINUTES (ex 1042 85000 30) or NON 1042. No answer = received. AIDE`,
      ),
  }),
  pending: fixed('account.pending', {
    fr: 'Votre dossier est en cours: nous répondons sous 24 h, après une visite du dépôt. Une question? AGENT',
    en: 'Your file is being checked: we answer within 24 h, after a visit of the depot. A question? AGENT',
  }),
  rejected: wording<Reason>('account.rejected', {
    fr: ({ reason }) =>
      fitWords(
        reason,
        (cut) => `Dossier pas accepté: ${cut} Pour corriger et refaire la demande: OUI. Une question? AGENT`,
      ),
    en: ({ reason }) =>
      fitWords(reason, (cut) => `File not accepted: ${cut} To correct it and apply again: OUI. A question? AGENT`),
  }),
  suspended: wording<Reason>('account.suspended', {
    fr: ({ reason }) =>
      fitWords(
        reason,
        (cut) => `Votre compte est suspendu: ${cut} Aucune demande ne vous est envoyée. Pour en parler: AGENT`,
      ),
    en: ({ reason }) =>
      fitWords(reason, (cut) => `Your account is suspended: ${cut} No request is sent to you. To talk about it: AGENT`),
  }),
  stillSuspended: fixed('account.stillSuspended', {
    fr: 'Votre compte est suspendu pour le moment, je ne peux rien traiter ici. Pour en parler avec un agent: AGENT',
    en: 'Your account is suspended at the moment, I can do nothing here. To talk about it with a person: AGENT',
  }),
  reinstated: fixed('account.reinstated', {
    fr: 'Votre compte est de nouveau actif: les demandes vous sont envoyées. Bon retour! AIDE pour la liste des réponses.',
    en: 'Your account is active again: requests are sent to you. Welcome back! AIDE for the list of answers.',
  }),
  closed: fixed('account.closed', {
    fr: 'Ce compte est fermé. Pour en parler avec un agent: AGENT',
    en: 'This account is closed. To talk about it with a person: AGENT',
  }),
  personComing: fixed('account.personComing', {
    fr: 'Un agent vous rappelle ou vous écrit ici dès que possible. Pour revenir au robot: FIN',
    en: 'A person will call you or write here as soon as possible. To come back to the robot: FIN',
  }),
}
