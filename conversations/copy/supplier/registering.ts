import { fitWords } from '../shorten.ts'
import { fixed, wording } from './wording.ts'

/** The questions of a registration, and what is said around them. */
export const registering = {
  invited: fixed('registering.invited', {
    fr: 'DISTRI-NIGHT: recevez les commandes des bars de votre zone. Pour inscrire votre dépôt (10 questions), répondez OUI. AGENT pour parler.',
    en: 'DISTRI-NIGHT: get the orders of the bars in your zone. To register your depot (10 questions), answer OUI. AGENT to talk.',
  }),
  name: fixed('registering.name', { fr: '1/10 Quel est le nom du dépôt?', en: '1/10 What is the name of the depot?' }),
  managerName: fixed('registering.managerName', { fr: '2/10 Le nom du gérant?', en: "2/10 The manager's name?" }),
  commune: fixed('registering.commune', {
    fr: '3/10 Dans quelle commune est le dépôt, et quel quartier? Ex: Yopougon, Selmer',
    en: '3/10 In which commune is the depot, and which quartier? Ex: Yopougon, Selmer',
  }),
  quartier: fixed('registering.quartier', { fr: '4/10 Dans quel quartier?', en: '4/10 In which quartier?' }),
  directions: fixed('registering.directions', {
    fr: '5/10 Comment vous trouver? Un repère. Ex: face pharmacie Keneya',
    en: '5/10 How to find you? A landmark. Ex: opposite Keneya pharmacy',
  }),
  tradeRegister: fixed('registering.tradeRegister', {
    fr: '6/10 Numéro du registre de commerce (RCCM)? Ex: CI-ABJ-2020-B-12345',
    en: '6/10 Trade register number (RCCM)? Ex: CI-ABJ-2020-B-12345',
  }),
  alcoholLicence: fixed('registering.alcoholLicence', {
    fr: '7/10 Numéro de la licence de débit de boissons?',
    en: '7/10 Number of the licence to sell drinks?',
  }),
  vehicles: fixed('registering.vehicles', {
    fr: '8/10 Combien de véhicules pour livrer (tricycle, camionnette...)? Ex: 2',
    en: '8/10 How many vehicles to deliver (tricycle, van...)? Ex: 2',
  }),
  zones: fixed('registering.zones', {
    fr: '9/10 Quelles communes livrez-vous? Toutes dans un seul message. Ex: Yopougon, Abobo',
    en: '9/10 Which communes do you deliver to? All in one message. Ex: Yopougon, Abobo',
  }),
  consent: wording<{ readonly name: string; readonly zones: string }>('registering.consent', {
    fr: ({ name, zones }) =>
      fitWords(
        name,
        (cut) => `10/10 ${cut}, livre: ${zones}. Vous acceptez les conditions et l'usage de vos données? OUI ou NON`,
      ),
    en: ({ name, zones }) =>
      fitWords(
        name,
        (cut) => `10/10 ${cut}, delivers: ${zones}. You accept the terms and the use of your data? OUI or NON`,
      ),
  }),
  /** without name and zones, beside other words */
  consentBriefly: fixed('registering.consentBriefly', {
    fr: "10/10 Vous acceptez les conditions et l'usage de vos données? OUI ou NON",
    en: '10/10 You accept the terms and the use of your data? OUI or NON',
  }),
  unclear: wording<{ readonly question: string }>('registering.unclear', {
    fr: ({ question }) => `Pas compris. ${question}`,
    en: ({ question }) => `Not understood. ${question}`,
  }),
  help: wording<{ readonly question: string }>('registering.help', {
    fr: ({ question }) => `Inscription: RETOUR, ANNULE ou AGENT à tout moment. ${question}`,
    en: ({ question }) => `Registration: RETOUR, ANNULE or AGENT at any time. ${question}`,
  }),
  left: fixed('registering.left', {
    fr: "D'accord, inscription arrêtée, rien n'est gardé. Pour la reprendre: OUI",
    en: 'All right, registration stopped, nothing is kept. To start again: OUI',
  }),
  declined: fixed('registering.declined', {
    fr: "Sans votre accord l'inscription ne peut pas se faire, rien n'est gardé. Pour recommencer: OUI",
    en: 'Without your agreement there is no registration, nothing is kept. To start again: OUI',
  }),
  sent: fixed('registering.sent', {
    fr: "Merci! Dossier reçu. Un agent vous appelle sous 24 h pour la visite du dépôt. Préparez RCCM, licence et pièce d'identité.",
    en: 'Thank you! File received. A person will call within 24 h for the visit. Have RCCM, licence and identity card ready.',
  }),
}
