import { anyOf } from './cue-phrases.ts'
import { PAY, RECEIVED } from './delivery-cues.ts'
import { CATALOGUE, DEPOSIT, DISCOUNT, FEE, HELP, PRICE, TRACK } from './question-cues.ts'

const REPEAT = anyOf(`
  (?:meme|same) (?:choses?|commandes?|produits|cmd|panier|liste|tournee|order|thing|stuff|one|again|as)
  la meme(?= (?:qu|que|svp|stp|encore|pour|demain|please|merci)|$)
  (?:comme )?d habitude|habituel*|usual|idem|la precedente
  {ordering} (?:d |de |precedente)(?:{lastTime})?
  (?:derniere|precedente|last|previous) {ordering}
  comme (?:avant|toujours|{lastTime})
  (?:reconduis|renouvel)*
  (?:refai|renvoi|remet)* (?:moi |nous )?(?:la |ma |le |une )?(?:derniere )?(?:commande|coup|meme|tournee)(?! quantite)
  ce que {i} (?:ai|avais|avait|avons|avions) (?:pris|commande)
  repeat|reorder|pareil qu*|again please
  (?:re|r)?(?:met|mets|mettez|fais|faites|donne|donnez|envoie|envoyez|livre|livrez) (?:moi |nous )?pareil(?! (?:de|pour le|pour la|pour les|en)\b)
  ^pareil(?: pour (?:demain|ce soir|cette fois|vendredi|samedi|dimanche))?(?: svp)?$
`)

const CONFIRM = new RegExp(
  `^(?:1(?!.)|✓|${[
    'oui|ok|okay|yes|ye|yeah|yo|weh|d acc|d accord|daccord|exact\\w*|correct|bon|bien|parfait|perfect|super|top|nickel|impec\\w*|entendu|compris',
    'absolument|affirmatif|ainsi|tout a fait|bien sur|sure|right|all ?right|deal|proceed|yes please|(?:that s|that will be|that ll be|that is) (?:all|it|right|correct|fine)|looks good|all good',
    'vas y|vasy|allez(?: y)?|allons|go|go ahead|let s go|on y va|c est (?:parti|bon|ok|ca|exact|tout|parfait)|ca (?:marche|roule|va|me va)',
    '(?:je |on |i )?(?:valide|confirme?|commande|lance)(?:z|r|d)?|(?:envoie|envoy|pass|procede)\\w*(?! (?:moi|nous|me)\\b)(?: la commande)?|send it|order it|place (?:the|my) order',
  ].join('|')})\\b`,
)

const CONFIRMING = anyOf(`
  d accord|no problem|go ahead|send it|checkout|lets? (?:s )?go|on y va|allons y|y aller|expedier|procede*
  (?:valid|confirm)(?:e|ez|er|ons)?|lance[zr]?|transme*
  c est (?:tout|carre|ca meme|bon|ok|parfait|exact*|correct|nickel|conforme)
  tout est (?:conforme|bon|ok|correct|exact)
  (?:envoie|fais sortir|envoyez) (?:seulement|tout)?
  ca me (?:va|convient)|pas (?:de )?(?:drap|probleme|souci)
  place (?:the|my) order|(?:place|order|confirm|submit) it|everything (?:is )?(?:fine|ok|good|correct|right)
`)

// "j'ai oublié" tells, "oublie" gives up.
const TOLD = '(?<!\\b(?:ai|avais|allais|a|as|avez|avons|ont|n) )'

const CANCEL = anyOf(`
  annul*|cancel*|renonc*|desist*|abandon*|never ?mind
  laiss(?:e|ez|er|ons) (?:tomber?|meme|affaire|seulement|ca|comme ca|beton)
  laissez?(?: je| j| on|$)
  (?:veux|voulons|prends|prend|prenons|veut|commande) (?:plus|pas|rien)
  plus besoin|(?:pas|plus) la peine|pas interesse|plus rien (?:a commander|merci)
  {i} (?:oublie|arrete)(?: tout| la)?
  ${TOLD}oublie[zr]?(?! pas)
  forget (?:it|about|everything)
  (?:stop|arret)* .. {ordering}
  (?:stop|arret)* (?:tout|{order})
  (?:vid|supprim|effac|enlev|retir|jett|tuer|delet|remov|clear|empty)* (?:{any} )?(?:{ordering}|tout|everything)
  finalement (?:non|rien)|chang* d avis|changed my mind|trouve ailleurs
  (?:don t|do not) want (?:it|this|the order|anymore)
  (?:recommence|remets?) a zero|c est mort|aucune offre ne
`)

const CART_SHOW = anyOf(`
  panier|basket|cart|recap*|resum*|total|le point|so far|relis|relire
  combien (?:en tout|pour tout|le tout|au total|je dois|ca (?:me |nous )?fait)
  ca (?:me |nous )?fait (?:combien|quoi)
  (?:dans|de|in) (?:ma|la|mon|my) {ordering}
  my order
  {i} (?:ai )?(?:deja )?(?:pris|mis|commande) quoi
  (?:ai|avons|a) (?:deja )?(?:pris|mis|commande|demande|choisi)? ?quoi
  (?:avez|as|have) (?:deja )?(?:mis|note|marque|enregistre|ecrit|compris) quoi
  ce que {i} (?:ai|a|avons|prends)(?: (?:pris|mis|commande|demande|choisi|prends))?
  deja (?:mis|pris|commande)|(?:mis|pris) quoi|(?:quoi|y a) dedans
  {give} (?:moi )?(?:voir )?{any} {ordering}
  what (?:did i|have i|do i have)
  (?:on (?:en )?est|je suis|en est) a (?:combien)?|a combien on est
`)

const ASK = anyOf(`
  veux|veut|voudrai*|voulons|voulais|voudrions|souhait*|desir*|aimer(?:ais|ions|ait)|besoin|faut|faudrait|faudra|want|need|like|prefer*
  met|mets|mettez|mettre|pos(?:e|es|ez|er)|cal(?:e|ez)|note|notes|notez|prevoi*|prevoyez|reserv*|programm*|prepar*
  r?envoi*|r?envoy*|donn(?:e|er|ez)|livr(?:e|er|ez)|apport*|ramen*|amen*|depos(?:e|es|ez|er)|port(?:er|ez)|fournir|fais|faire parvenir|parvenir|passe|fil(?:e|ez)|lache|balanc*|gliss*
  prend*|prenons|prenez|prendre|command(?:e|er|ez|ons)|cmd|cde|ajout*|rajout*|ravitaill*|approvision*|complet*|trouver|cherche|avoir|obtenir|compter|gere|debloquer|sors|vas me
  bring|send|get|give|order|take|deliver|add|have
`)

/** Phrases of clients, read on the respelled text. */
export const CUES = {
  repeat: REPEAT,
  catalogue: CATALOGUE,
  price: PRICE,
  discount: DISCOUNT,
  deposit: DEPOSIT,
  fee: FEE,
  track: TRACK,
  received: RECEIVED,
  confirm: CONFIRM,
  confirming: CONFIRMING,
  cancel: CANCEL,
  cartShow: CART_SHOW,
  help: HELP,
  pay: PAY,
  ask: ASK,
} as const
