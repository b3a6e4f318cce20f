import { words } from '../words.ts'

/** What can be said at any moment, wherever the dialogue is. */
export const COMMON = {
  'client.misunderstood': words({
    fr: () => "Je n'ai pas bien compris.",
    en: () => "Sorry, I didn't get that.",
    sms: { fr: () => 'Pas compris.', en: () => 'Not understood.' },
  }),
  'client.misunderstood.home': words({
    fr: () => "Je n'ai pas bien compris. Que vous faut-il ? Ex. « 2 casiers coca et 3 packs awa ».",
    en: () => 'Sorry, I didn\'t get that. What do you need? E.g. "2 crates coca and 3 packs awa".',
    sms: {
      fr: () => 'Pas compris. Que vous faut-il ? Ex: 2 casiers coca',
      en: () => 'Not understood. What do you need? Ex: 2 crates coca',
    },
  }),
  'client.resumed': words({
    fr: () => 'Me revoilà. On en était là :',
    en: () => "I'm back. This is where we were:",
    sms: { fr: () => 'On en etait la:', en: () => 'We were here:' },
  }),
  'client.resumed.home': words({
    fr: () => 'Me revoilà. Que vous faut-il ?',
    en: () => "I'm back. What do you need?",
  }),
  'client.stillThere': words({
    fr: () => 'Je reste là, prenez votre temps.',
    en: () => "I'm still here, take your time.",
    sms: { fr: () => 'Toujours la ?', en: () => 'Still there?' },
  }),
  'client.help': words({
    fr: () =>
      "Écrivez comme à un ami : « 2 casiers coca et 3 packs awa », « même chose que vendredi », « où est ma commande ». « Annule » pour arrêter, « agent » pour parler à quelqu'un.",
    en: () =>
      'Just write: "2 crates coca and 3 packs awa", "same as Friday", "where is my order". "Cancel" stops, "agent" gets you a person.',
    sms: {
      fr: () => 'Ex: 2 casiers coca / comme vendredi / ma commande / annule / agent.',
      en: () => 'Ex: 2 crates coca / same as Friday / my order / cancel / agent.',
    },
  }),
  'client.agent': words<{ hours: number }>({
    fr: ({ hours }) =>
      `Je préviens un collègue. Il vous répond ici, au plus tard dans ${hours} h. Écrivez déjà votre souci, il le lira.`,
    en: ({ hours }) =>
      `I'm calling a colleague, who answers you here within ${hours} h. Tell us the problem now, they will read it.`,
    sms: {
      fr: ({ hours }) => `Un collegue vous repond ici sous ${hours} h. Ecrivez deja votre souci.`,
      en: ({ hours }) => `A colleague answers you here within ${hours} h. Write your problem now.`,
    },
  }),
  'client.agent.lost': words<{ hours: number }>({
    fr: ({ hours }) =>
      `Je n'arrive pas à vous comprendre, pardon. Un collègue prend la suite ici, au plus tard dans ${hours} h.`,
    en: ({ hours }) => `I can't understand you, sorry. A colleague takes over here within ${hours} h.`,
  }),
  'client.agent.anger': words<{ hours: number }>({
    fr: ({ hours }) =>
      `Je comprends que vous soyez fâché, et je suis désolé. Un responsable vous répond ici, au plus tard dans ${hours} h.`,
    en: ({ hours }) =>
      `I understand you are upset, and I'm sorry. Someone in charge answers you here within ${hours} h.`,
    sms: {
      fr: ({ hours }) => `Desole pour ce souci. Un responsable vous repond ici sous ${hours} h.`,
      en: ({ hours }) => `Sorry about this. Someone in charge answers you here within ${hours} h.`,
    },
  }),
  'client.agent.legal': words<{ hours: number }>({
    fr: ({ hours }) => `Je transmets tout de suite à un responsable. Il vous répond ici, au plus tard dans ${hours} h.`,
    en: ({ hours }) => `I'm passing this to someone in charge right now. They answer you here within ${hours} h.`,
  }),
  'client.voice': words({
    fr: () => 'Je ne peux pas encore écouter les vocaux. Écrivez-le-moi, même en raccourci.',
    en: () => "I can't listen to voice notes yet. Please write it, short is fine.",
  }),
  'client.photo': words({
    fr: () => "Photo bien reçue, merci. Dites-moi en un mot de quoi il s'agit.",
    en: () => 'Photo received, thank you. Tell me in a word what it is about.',
  }),
  'client.photo.payment': words({
    fr: () => 'Merci pour la photo. Le paiement est validé quand votre opérateur nous le confirme, pas sur capture.',
    en: () => 'Thank you. A payment counts once your operator confirms it to us, not from a screenshot.',
  }),
  'client.photo.dispute': words({
    fr: () => 'Photo bien reçue, je la garde avec votre commande.',
    en: () => 'Photo received, I keep it with your order.',
  }),
  'client.sticker': words({ fr: () => 'Bien reçu 🙂', en: () => 'Got it 🙂' }),
  'client.contactCard': words({
    fr: () => "Merci pour le contact. Je n'en ai pas besoin pour l'instant.",
    en: () => "Thanks for the contact. I don't need it for now.",
  }),
  'client.location.kept': words({
    fr: () => 'Position bien reçue, je la donne au livreur.',
    en: () => 'Location received, I give it to the driver.',
  }),
  'client.location.unused': words({
    fr: () => 'Position bien reçue. Elle servira pour votre prochaine livraison si vous la renvoyez avec la commande.',
    en: () => 'Location received. Send it again with your next order and the driver gets it.',
  }),
  'client.stopped': words({
    fr: () => "C'est noté, vous ne recevrez plus de messages ici. Écrivez START pour revenir.",
    en: () => 'Done, no more messages here. Write START to come back.',
  }),
  'client.started': words({
    fr: () => 'Content de vous revoir. Les messages reprennent ici.',
    en: () => 'Good to see you again. Messages are back on.',
  }),
  'client.language': words({ fr: () => "D'accord, on continue en français.", en: () => 'OK, we go on in English.' }),
  'client.erase': words<{ hours: number }>({
    fr: ({ hours }) =>
      `Votre demande d'effacement est transmise à un collègue, qui vous répond ici au plus tard dans ${hours} h.`,
    en: ({ hours }) => `Your request to be erased goes to a colleague, who answers you here within ${hours} h.`,
  }),
  'client.nothing.cancelled': words({
    fr: () => 'Très bien, on laisse ça.',
    en: () => 'Fine, we leave that.',
  }),
  'client.noSuchOrder': words<{ reference: string }>({
    fr: ({ reference }) => `Je ne vois pas de commande ${reference} en cours chez vous.`,
    en: ({ reference }) => `I see no open order ${reference} of yours.`,
  }),
  'client.noOrderFor': words({
    fr: () => 'Je ne vois pas de commande pour cela en ce moment.',
    en: () => 'I see no order for that right now.',
  }),
  'client.which': words({
    fr: () => 'De quelle commande parlez-vous ?',
    en: () => 'Which order do you mean?',
  }),
  'client.gibberish.injection': words({
    fr: () => 'Je prends les commandes, rien de plus.',
    en: () => 'I take orders, nothing else.',
  }),
  /** the key under which news told meanwhile are measured */
  'client.news': words({ fr: () => 'Du nouveau.', en: () => 'News.' }),
  'client.smalltalk': words({ fr: () => 'Avec plaisir.', en: () => 'You are welcome.' }),
  'client.refused.again': words({
    fr: () => "Ça n'a pas marché de notre côté.",
    en: () => "That didn't work on our side.",
  }),
} as const
