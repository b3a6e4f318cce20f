import { words } from '../words.ts'

/** Home, the cart, the catalogue, and placing an order. */
export const CART = {
  'client.hello.morning': words({ fr: () => 'Bonjour', en: () => 'Good morning' }),
  'client.hello.day': words({ fr: () => 'Bonjour', en: () => 'Good afternoon' }),
  'client.hello.evening': words({ fr: () => 'Bonsoir', en: () => 'Good evening' }),
  'client.home': words<{ hello: string; name: string }>({
    fr: ({ hello, name }) => `${hello} ${name} ! Que vous faut-il ? Écrivez simplement vos produits.`,
    en: ({ hello, name }) => `${hello} ${name}! What do you need? Just write your products.`,
    sms: {
      fr: ({ hello, name }) => `${hello} ${name}. Que vous faut-il ?`,
      en: ({ hello, name }) => `${hello} ${name}. What do you need?`,
    },
  }),
  'client.cart.kept': words({
    fr: () => 'Je garde votre panier. Écrivez-moi quand vous voulez le reprendre.',
    en: () => 'I keep your cart. Write to me when you want to go on.',
  }),
  'client.home.next': words({
    fr: () => 'Que puis-je faire pour vous ?',
    en: () => 'What can I do for you?',
  }),
  'client.home.cartKept': words<{ hello: string; name: string; lines: string; total: string }>({
    fr: ({ hello, name, lines, total }) =>
      `${hello} ${name} ! J'ai gardé votre panier :\n${lines}\nTotal indicatif ${total}. On continue ?`,
    en: ({ hello, name, lines, total }) =>
      `${hello} ${name}! I kept your cart:\n${lines}\nAbout ${total}. Shall we go on?`,
    sms: {
      fr: ({ lines, total }) => `Panier garde: ${lines}. Env. ${total}. On continue ?`,
      en: ({ lines, total }) => `Cart kept: ${lines}. About ${total}. Go on?`,
    },
  }),
  'client.cart': words<{ lines: string; total: string; deposits: string }>({
    fr: ({ lines, total, deposits }) =>
      `Votre panier :\n${lines}\nTotal indicatif ${total}${deposits}. Je demande les offres ?`,
    en: ({ lines, total, deposits }) => `Your cart:\n${lines}\nAbout ${total}${deposits}. Shall I ask for offers?`,
    sms: {
      fr: ({ lines, total }) => `Panier: ${lines}. Env. ${total}. Demander les offres ?`,
      en: ({ lines, total }) => `Cart: ${lines}. About ${total}. Ask for offers?`,
    },
  }),
  'client.cart.usual': words<{ names: string }>({
    fr: ({ names }) => `${names}, comme d'habitude.\n`,
    en: ({ names }) => `${names}, as usual.\n`,
    sms: { fr: ({ names }) => `${names} comme d'hab. `, en: ({ names }) => `${names} as usual. ` },
  }),
  'client.cart.when': words<{ when: string }>({
    fr: ({ when }) => `Pour ${when}, c'est noté.`,
    en: ({ when }) => `For ${when}, noted.`,
  }),
  'client.cart.pickup': words({ fr: () => "Retrait au dépôt, c'est noté.", en: () => 'Pick-up at the depot, noted.' }),
  'client.cart.delivery': words({ fr: () => "Livraison, c'est noté.", en: () => 'Delivery, noted.' }),
  'client.cart.deposits': words<{ amount: string }>({
    fr: ({ amount }) => ` + consignes ${amount}`,
    en: ({ amount }) => ` + deposits ${amount}`,
  }),
  'client.cart.empty': words({
    fr: () => 'Votre panier est vide. Que vous faut-il ? Ex. « 2 casiers coca et 3 packs awa ».',
    en: () => 'Your cart is empty. What do you need? E.g. "2 crates coca and 3 packs awa".',
    sms: {
      fr: () => 'Panier vide. Que vous faut-il ? Ex: 2 casiers coca',
      en: () => 'Cart empty. What do you need? Ex: 2 crates coca',
    },
  }),
  'client.cart.add': words({
    fr: () => "Qu'est-ce que j'ajoute ? Ex. « 1 carton fanta ». Ou « enlève les coca », « mets 4 au lieu de 2 ».",
    en: () => 'What shall I add? E.g. "1 carton fanta". Or "remove the coca", "make it 4 instead of 2".',
    sms: {
      fr: () => 'Que changer ? Ex: 1 carton fanta / enleve coca / 4 awa au lieu de 2',
      en: () => 'What to change? Ex: 1 carton fanta / remove coca / 4 awa instead of 2',
    },
  }),
  'client.cart.notThere': words({
    fr: () => 'Je ne trouve pas cet article dans votre panier.',
    en: () => "I can't find that in your cart.",
  }),
  'client.cart.emptying': words<{ count: number }>({
    fr: ({ count }) => `Vider le panier (${count} ${count > 1 ? 'articles' : 'article'}) ?`,
    en: ({ count }) => `Empty the cart (${count} ${count > 1 ? 'items' : 'item'})?`,
  }),
  'client.cart.emptied': words({
    fr: () => 'Le panier est vide. Écrivez-moi quand il vous faut quelque chose.',
    en: () => 'The cart is empty. Write to me when you need something.',
  }),
  'client.cart.large': words<{ what: string }>({
    fr: ({ what }) => `${what}, c'est bien cela ?`,
    en: ({ what }) => `${what}, is that right?`,
  }),
  'client.cart.noRecent': words({
    fr: () => 'Je ne trouve pas de commande passée à reprendre.',
    en: () => 'I find no earlier order to repeat.',
  }),
  'client.cart.noted': words<{ summary: string }>({
    fr: ({ summary }) => `Noté : ${summary}.`,
    en: ({ summary }) => `Noted: ${summary}.`,
  }),
  'client.unsure.which': words<{ text: string }>({
    fr: ({ text }) => `« ${text} » : lequel voulez-vous ?`,
    en: ({ text }) => `"${text}": which one do you want?`,
  }),
  'client.unsure.quantity': words<{ product: string; units: string }>({
    fr: ({ product, units }) => `${product} : combien de ${units} ?`,
    en: ({ product, units }) => `${product}: how many ${units}?`,
  }),
  'client.unsure.notSold': words<{ text: string }>({
    fr: ({ text }) => `Je ne trouve pas « ${text} » chez nos dépôts. Écrivez-le autrement, ou continuez sans.`,
    en: ({ text }) => `I can't find "${text}" at our depots. Write it another way, or go on without it.`,
  }),
  'client.unsure.target': words<{ text: string }>({
    fr: ({ text }) => `« ${text} » : quelle ligne du panier ?`,
    en: ({ text }) => `"${text}": which line of the cart?`,
  }),
  'client.catalogue': words({
    fr: () => 'Que cherchez-vous ? Choisissez un rayon, ou écrivez le produit.',
    en: () => 'What are you looking for? Pick a shelf, or write the product.',
    sms: { fr: () => 'Quel rayon ? Ou le produit.', en: () => 'Which shelf? Or the product.' },
  }),
  'client.catalogue.none': words({
    fr: () => "Écrivez le produit qu'il vous faut, je vous dis le prix de référence et les dépôts proposent le leur.",
    en: () => 'Write the product you need: I tell you the reference price and depots offer theirs.',
  }),
  'client.catalogue.category': words<{ category: string }>({
    fr: ({ category }) => `${category} : choisissez un produit, ou écrivez produit et quantité.`,
    en: ({ category }) => `${category}: pick a product, or write product and quantity.`,
    sms: { fr: () => 'Lequel ? Ou ecrivez-le.', en: () => 'Which one? Or write it.' },
  }),
  'client.catalogue.names': words<{ names: string }>({
    fr: ({ names }) => `\nAussi : ${names}.`,
    en: ({ names }) => `\nAlso: ${names}.`,
    sms: { fr: () => '', en: () => '' },
  }),
  'client.price': words<{ lines: string }>({
    fr: ({ lines }) =>
      `Prix de référence, hors consigne :\n${lines}\nLes dépôts proposent le leur. Pour commander, écrivez la quantité et le produit.`,
    en: ({ lines }) =>
      `Reference price, without deposit:\n${lines}\nDepots offer their own. To order, write quantity and product.`,
    sms: {
      fr: ({ lines }) => `${lines}. Pour commander: quantite et produit.`,
      en: ({ lines }) => `${lines}. To order: quantity and product.`,
    },
  }),
  'client.price.unknown': words({
    fr: () => 'Le prix de quel produit ?',
    en: () => 'The price of which product?',
  }),
  'client.price.deliveryFee': words<{ fee: string }>({
    fr: ({ fee }) => `La livraison chez vous coûte ${fee} depuis un dépôt voisin. Le retrait est gratuit.`,
    en: ({ fee }) => `Delivery to you costs ${fee} from a nearby depot. Pick-up is free.`,
  }),
  'client.price.deposit': words({
    fr: () => "La consigne s'ajoute au prix et vous est rendue avec les vides. Son montant est dans chaque offre.",
    en: () => 'The deposit is added and comes back with the empties. Each offer shows it.',
  }),
  'client.price.discount': words({
    fr: () => 'Les dépôts sont en concurrence sur chaque commande : vous choisissez la meilleure offre.',
    en: () => 'Depots compete on each order: you pick the best offer.',
  }),
  'client.placing.mode': words<{ summary: string; fee: string }>({
    fr: ({ summary, fee }) => `${summary}\nLivraison ${fee} environ, ou retrait gratuit au dépôt. Comment faire ?`,
    en: ({ summary, fee }) => `${summary}\nDelivery about ${fee}, or free pick-up at the depot. Which one?`,
    sms: {
      fr: ({ fee }) => `Livraison env. ${fee}, ou retrait gratuit au depot. Comment faire ?`,
      en: ({ fee }) => `Delivery about ${fee}, or free pick-up. Which one?`,
    },
  }),
  'client.placing.when': words({
    fr: () => 'Pour quand ? Ex. « ce soir 20h », « demain 9h ».',
    en: () => 'For when? E.g. "tonight 8pm", "tomorrow 9am".',
  }),
  'client.placing.when.unclear': words({
    fr: () => "Je n'ai pas saisi l'heure.",
    en: () => "I didn't catch the time.",
  }),
  'client.placing.minimum': words<{ missing: string; minimum: string }>({
    fr: ({ missing, minimum }) =>
      `La livraison demande ${minimum} de produits : il manque ${missing}. Vous ajoutez, ou vous passez chercher ?`,
    en: ({ missing, minimum }) =>
      `Delivery needs ${minimum} of goods: ${missing} missing. Add something, or pick it up?`,
    sms: {
      fr: ({ missing }) => `Il manque ${missing} pour la livraison. Ajouter, ou passer chercher ?`,
      en: ({ missing }) => `${missing} missing for delivery. Add, or pick up?`,
    },
  }),
  'client.placed': words<{ number: number; asked: number; summary: string }>({
    fr: ({ number, asked, summary }) =>
      `Commande ${number} envoyée à ${asked} ${asked > 1 ? 'dépôts' : 'dépôt'} ✅\n${summary}\nPremières offres sous 15 min. Je vous écris dès qu'elles arrivent.`,
    en: ({ number, asked, summary }) =>
      `Order ${number} sent to ${asked} ${asked === 1 ? 'depot' : 'depots'} ✅\n${summary}\nFirst offers within 15 min. I will write as soon as they come.`,
    sms: {
      fr: ({ number, asked }) =>
        `Commande ${number} envoyee a ${asked} ${asked > 1 ? 'depots' : 'depot'}. Premieres offres sous 15 min, je vous ecris.`,
      en: ({ number, asked }) =>
        `Order ${number} sent to ${asked} ${asked === 1 ? 'depot' : 'depots'}. First offers within 15 min, I will write.`,
    },
  }),
  'client.profile': words<{ name: string; manager: string; place: string; email: string }>({
    fr: ({ name, manager, place, email }) =>
      `Vos infos :\n${name}\n${manager} · ${place}\n${email}\nQue voulez-vous changer ?`,
    en: ({ name, manager, place, email }) =>
      `Your details:\n${name}\n${manager} · ${place}\n${email}\nWhat do you want to change?`,
    sms: {
      fr: ({ name, manager, place }) => `${name}, ${manager}, ${place}. Changer quoi ?`,
      en: ({ name, manager, place }) => `${name}, ${manager}, ${place}. Change what?`,
    },
  }),
  'client.profile.change': words<{ hours: number }>({
    fr: ({ hours }) =>
      `Un collègue fait ce changement avec vous, ici, au plus tard dans ${hours} h. Dites déjà ce qui change.`,
    en: ({ hours }) => `A colleague makes that change with you, here, within ${hours} h. Tell us now what changes.`,
  }),
} as const
