import { words } from '../words.ts'

/** Registration in the chat, and the life of an account. Neutral words only: these are said on WhatsApp too. */
export const REGISTRATION = {
  'client.register.welcome': words({
    fr: () =>
      'Bienvenue chez DISTRI-NIGHT 👋 Les dépôts de votre zone livrent votre bar le soir même. Inscrivons-vous, 2 minutes.',
    en: () => 'Welcome to DISTRI-NIGHT 👋 Depots near you deliver to your bar tonight. Let me register you, 2 minutes.',
    sms: { fr: () => 'Bienvenue chez DISTRI-NIGHT.', en: () => 'Welcome to DISTRI-NIGHT.' },
  }),
  'client.register.name': words({
    fr: () => "Quel est le nom de l'établissement ?",
    en: () => 'What is the name of your place?',
  }),
  'client.register.name.short': words({
    fr: () => 'Il me faut un nom de 2 à 60 lettres.',
    en: () => 'I need a name of 2 to 60 letters.',
  }),
  'client.register.manager': words<{ name: string }>({
    fr: ({ name }) => `${name}, c'est noté. Le nom du gérant ou de la gérante ?`,
    en: ({ name }) => `${name}, noted. What is the manager's name?`,
  }),
  'client.register.type': words<{ manager: string }>({
    fr: ({ manager }) => `Merci ${manager}. C'est quel type d'établissement ?`,
    en: ({ manager }) => `Thank you ${manager}. What kind of place is it?`,
  }),
  'client.register.place': words({
    fr: () => 'Vous êtes dans quelle commune et quel quartier ? Ex. « Yopougon Maroc ». Ou envoyez votre position.',
    en: () => 'Which commune and quartier? E.g. "Yopougon Maroc". Or send your location.',
    sms: {
      fr: () => 'Votre commune et quartier ? Ex: Yopougon Maroc',
      en: () => 'Your commune and quartier? Ex: Yopougon Maroc',
    },
  }),
  'client.register.place.far': words({
    fr: () => "Cette position n'est pas à Abidjan, où nous livrons.",
    en: () => 'That location is not in Abidjan, where we deliver.',
  }),
  'client.register.inWords': words({
    fr: () => 'Merci. Pour cette question, il me faut des mots.',
    en: () => 'Thank you. For this question I need words.',
  }),
  'client.register.place.unknown': words({
    fr: () => 'Je ne reconnais pas cette commune.',
    en: () => "I don't know that commune.",
  }),
  'client.register.quartier': words<{ zone: string }>({
    fr: ({ zone }) => `${zone}, bien. Quel quartier, et un repère pour le livreur ?`,
    en: ({ zone }) => `${zone}, good. Which quartier, and a landmark for the driver?`,
  }),
  'client.register.email': words<{ place: string }>({
    fr: ({ place }) => `${place}, c'est noté. Votre e-mail ? Sinon répondez 0 pour passer.`,
    en: ({ place }) => `${place}, noted. Your e-mail? Or answer 0 to skip.`,
  }),
  'client.register.email.invalid': words({
    fr: () => "Cette adresse e-mail n'a pas l'air juste.",
    en: () => "That e-mail address doesn't look right.",
  }),
  'client.register.licence': words({
    fr: () => 'Déclarez-vous avoir votre licence de débit de boissons, et ne servir aucun mineur de moins de 18 ans ?',
    en: () => 'Do you declare that you hold your licence and never serve anyone under 18?',
    sms: {
      fr: () => 'Vous declarez avoir votre licence et ne servir personne de moins de 18 ans ?',
      en: () => 'Do you declare you hold your licence and serve nobody under 18?',
    },
  }),
  'client.register.licence.needed': words({
    fr: () => 'Sans cette déclaration je ne peux pas ouvrir de compte. Écrivez-moi quand vous serez en règle.',
    en: () => "Without that declaration I can't open an account. Write to me once you have it.",
    sms: {
      fr: () => 'Sans cette declaration, pas de compte. Ecrivez-moi quand vous serez en regle.',
      en: () => 'No account without that declaration. Write once you have it.',
    },
  }),
  'client.register.consent': words<{ name: string; manager: string; type: string; place: string; email: string }>({
    fr: ({ name, manager, type, place, email }) =>
      `Je résume :\n${name} (${type})\n${manager} · ${place}\n${email}\nAcceptez-vous nos conditions et l'usage de ces données pour vos commandes ?`,
    en: ({ name, manager, type, place, email }) =>
      `To sum up:\n${name} (${type})\n${manager} · ${place}\n${email}\nDo you accept our terms and the use of these data for your orders?`,
    sms: {
      fr: ({ name, manager, place }) =>
        `${name}, ${manager}, ${place}. Vous acceptez nos conditions et l'usage de ces donnees ?`,
      en: ({ name, manager, place }) => `${name}, ${manager}, ${place}. Do you accept our terms and use of these data?`,
    },
  }),
  'client.register.noEmail': words({ fr: () => "pas d'e-mail", en: () => 'no e-mail' }),
  'client.register.refusedConsent': words({
    fr: () => "Très bien, je n'enregistre rien. Écrivez-moi quand vous voulez.",
    en: () => 'Fine, I keep nothing. Write to me whenever you like.',
  }),
  'client.register.stopped': words({
    fr: () => "L'inscription est arrêtée. Écrivez-moi quand vous voulez la reprendre.",
    en: () => 'Registration stopped. Write to me whenever you want to go on.',
  }),
  'client.pending': words<{ name: string }>({
    fr: ({ name }) =>
      `Merci ! La demande de ${name} est à l'étude, décision sous 24 h. Je vous écris ici dès que c'est fait.`,
    en: ({ name }) =>
      `Thank you! ${name} is being reviewed, you get the decision within 24 h. I will write to you here.`,
    sms: {
      fr: ({ name }) => `Merci. La demande de ${name} est a l'etude, decision sous 24 h.`,
      en: ({ name }) => `Thank you. ${name} is being reviewed, decision within 24 h.`,
    },
  }),
  'client.pending.short': words({ fr: () => 'votre établissement', en: () => 'your place' }),
  'client.approved': words<{ name: string }>({
    fr: ({ name }) => `Bonne nouvelle : ${name} est validé 🎉 Vous pouvez commander. Que vous faut-il ce soir ?`,
    en: ({ name }) => `Good news: ${name} is approved 🎉 You can order. What do you need tonight?`,
    sms: {
      fr: ({ name }) => `${name} est valide ! Que vous faut-il ce soir ? Ex: 2 casiers coca`,
      en: ({ name }) => `${name} is approved! What do you need tonight? Ex: 2 crates coca`,
    },
  }),
  'client.rejected': words<{ reason: string }>({
    fr: ({ reason }) => `Votre demande n'a pas été acceptée : ${reason}. Voulez-vous corriger et la renvoyer ?`,
    en: ({ reason }) => `Your request was not accepted: ${reason}. Do you want to correct it and apply again?`,
    sms: {
      fr: ({ reason }) => `Demande refusee: ${reason}. Corriger et renvoyer ?`,
      en: ({ reason }) => `Not accepted: ${reason}. Correct it and apply again?`,
    },
  }),
  'client.rejected.noReason': words({ fr: () => 'dossier incomplet', en: () => 'incomplete request' }),
  'client.suspended': words({
    fr: () => 'Votre compte est suspendu pour le moment. Répondez 1 pour parler à une personne de DISTRI-NIGHT.',
    en: () => 'Your account is suspended for now. Answer 1 to talk to a person of DISTRI-NIGHT.',
    sms: {
      fr: () => 'Votre compte est suspendu.',
      en: () => 'Your account is suspended.',
    },
  }),
  'client.suspended.because': words<{ reason: string }>({
    fr: ({ reason }) => `Votre compte est suspendu : ${reason}.`,
    en: ({ reason }) => `Your account is suspended: ${reason}.`,
  }),
  'client.reinstated': words({
    fr: () => 'Votre compte est de nouveau actif. Que vous faut-il ce soir ?',
    en: () => 'Your account is active again. What do you need tonight?',
  }),
} as const
