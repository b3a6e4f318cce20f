import type { Reader } from './words.ts'

// Where restricted goods may be neither named nor sold (product.md 7). These words name nothing, price nothing and link to
// nothing: a link from such a chat to where alcohol is sold would facilitate its sale (decision 3).

type Texts = Readonly<Record<Reader['language'], string>>

export const ELSEWHERE = {
  /** in place of what must not be said */
  unsaid: {
    fr: 'La suite de cette commande ne peut pas se faire ici. Écrivez-nous par SMS : elle continue là, avec les mêmes mots.',
    en: 'This order cannot go on here. Write to us by SMS: it goes on there, with the same words.',
  },
  /** true as well when the answer there is short of words, as a depot's often is, or waits for a person */
  bySms: {
    fr: 'Cette commande continue par SMS. Pour le reste, je suis toujours là.',
    en: 'This order goes on by SMS. For everything else I am still here.',
  },
  /** an order placed here before goes on there */
  orderBySms: {
    fr: 'La suite de cette commande vous arrive par SMS.',
    en: 'What follows of this order comes to you by SMS.',
  },
  /** no SMS can reach this person */
  byPerson: {
    fr: 'Cette commande ne peut pas se faire ici, et je ne peux pas vous joindre par SMS. Un collègue vous appelle.',
    en: 'This order cannot be made here, and I cannot reach you by SMS. A colleague will call you.',
  },
  /** the page that was asked for comes by SMS */
  pageBySms: {
    fr: 'Le lien vous arrive par SMS.',
    en: 'The link comes to you by SMS.',
  },
} as const satisfies Record<string, Texts>

export const PAGE_LINK = {
  /** behind what an SMS says, when both fit one */
  beside: { fr: 'Ou', en: 'Or' },
  alone: { fr: 'Votre commande sur notre page', en: 'Your order on our page' },
} as const satisfies Record<string, Texts>
