import { anyOf } from './cue-phrases.ts'

/** What clients complain of, read on the respelled text. */
export const DAMAGED = anyOf(`
  cass*|bris(?:e|es|ee|ees)|fele*|fissur*|ecras*|eclat*|abim*|endommag*|dechir*|perc(?:e|es|ee|ees)|miettes|crack*|broken|damag*
  perim*|expir*|gate*|pourri*|moisi*|avari*|tourne|rotten|spoil*|mauvais etat|sale|mouill*|trempee?s?|wet|soaked
  sent(?:ait|ent)? (?:pas|mauvais|fort|tres)|mauvaise odeur|smell*
  fondue?s?|melted|warm|chaudes?|deja (?:de l )?eau|pas (?:du tout )?(?:frais|fraiche|bon a|consommable)
  fuit*|coule*|leak*|decapsul*|debouche*|purg*|(?:bouteilles?|est|sont|etai(?:t|ent)|presque|deja|moitie) vides?|(?:est|sont|etai(?:t|ent)|deja) ouverte?s?
`)

export const CONDUCT = anyOf(`
  insult*|impoli*|agressi*|menac*|threat*|bagarr*|harcel*|insolen*|arrogan*|grossi*|rude|yell*|shout*|swear*
  mal (?:parle|poli|eleve|recu|comporte)|manqu* de respect|respect*|politesse|manieres|comportement|cri(?:e|ait) sur
  ivre|saoul|drunk|fume|drague|frapp*|gifl*|tape|bouscule|vole mon|m a parle
`)

export const BILLING = anyOf(`
  factur*|overcharg*|charged|bill|invoice*|debit*|preleve*|double (?:debit|paiement|prelevement)|monnaie|gonfle*|coupe mon argent
  {money} .. (?:correspond* pas|different|change|convenu|gonfle)
  {money} n est pas|{money} .. plus (?:eleve|haut|cher|gros)
  (?:pas le bon|wrong|mauvais) {money}
  (?:paye|pris|encaisse|paid) (?:plus|trop|deux fois|2 fois|too|twice|more)
  (?:compt|factur|encaiss)* .. (?:deux|2) fois|(?:charged|counted|billed) .. twice
  (?:trop|deux fois) (?:paye|cher paye|pris|percu|encaisse)
  (?:plus cher|more) (?:que|than)|de trop|au lieu de \\d{4,}|l offre (?:c etait|etait|disait)
  supplement .. (?:demande|paye)
  consigne .. (?:rembours*|comptee?|facturee?|rendue?)
  (?:rendre|rendu) .. argent
`)

export const LATE = anyOf(`
  retard*|trop tard|late|lent|lente|lenteur|trop long|on a ferme|apres (?:le match|la fete|la fermeture)
  fait (?:plus de |deja )?{duration} .. attend*
  (?:{duration}) (?:que|d attente|late|waiting)
  attends? depuis (?:plus de )?{duration}
  (?:plus de|over) {duration}
  prevue? (?:a|pour) .. (?:recu|arrive|livre)
  clients? (?:sont|ont|est) (?:partis?|fui)
  ai (?:trop |beaucoup )?attendu|il a dure
`)

export const WRONG = anyOf(`
  au lieu d*|a la place|instead|autre chose|alors que|wrong|se (?:sont )?tromp*|tromp*
  pas (?:ce que|celle?s? que|la bonne|le bon|les bon*)
  mauvais* (?:produit|marque|biere|boisson|commande|casier|format)
  (?:{i}|i) (?:ai |a |avons |avais |avait )?(?:demande|commande|pris|paye|dit|ordered|asked)
  c est (?:le|la|les|du|des) .. (?:qui|que|qu) .. (?:venue?|arrivee?|livree?|donnee?|amenee?)
`)

export const MISSING = anyOf(`
  manqu*|missing|incomplet*|short|disparu*|oublie*|en moins|moins (?:que|de ce)
  (?:pas|jamais|not|never) (?:encore )?(?:{came}|received|delivered|there|in|came|arrived)
  pas (?:{got}|vu) (?:{any})
  (?:no|not|pas) complete?
  (?:didn t|did not) (?:get|receive|come)
  (?:en|n y|y|il y|n) a (?:que|seulement)
  {got} (?:que|seulement|only)
  {i} (?:en )?compte
  (?:a|ont) (?:{brought}) (?:que|seulement)
  (?:{brought}|{got}) .. (?:seulement|only|uniquement)$
  only (?:got|received|have|\\d+)
  devai(?:t|s) (?:y )?(?:avoir|recevoir)|reste (?:a livrer|encore|\\d+)|ou sont (?:les|mes) \\d+
  sans {any}|ne sont pas|n est pas (?:venu|arrive|dedans)
`)
