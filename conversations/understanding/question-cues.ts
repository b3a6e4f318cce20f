import { anyOf } from './cue-phrases.ts'

/** What clients ask: what there is, what it costs, where it is, how it works. Read on the respelled text. */
export const CATALOGUE = anyOf(`
  catalogues?|gamme|assortiment|price ?list
  (?:liste?|carte|menu) (?:des|de|du|of|complete|svp|stp|your)
  (?:{give}|{send}|avoir) (?:moi |me )?(?:{any} )?(?:liste|list|carte|menu)
  ^liste$
  {you} {have} quoi
  (?:y a|ya|il y a|quoi) (?:quoi|comme)
  comme {goods} .. (?:quoi|avez|dispo)
  qu est ce (?:que|qu) (?:{you} {have}|il y a|y a|{you} (?:peux|peut|pouvez) (?:commander|acheter|avoir|prendre))
  (?:que|ce que) {you} {have}
  que {have} vous
  ce (?:que|qu) (?:il )?y a(?! ded?ans)
  (?:quels?|quelles?) (?:sont )?(?:{your} |les )?(?:types?|sortes?|marques?|genres?|{goods})
  quel* .. (?:avez|proposez|vendez|disponibles?|as tu|dispo)
  (?:sortes?|types?|genres?) de {goods}
  quoi (?:les|vos) {goods}
  les {goods} que {you}
  (?:{your}|tous (?:vos|les|tes)) {goods}
  (?:voir|connaitre|show|see|know) (?:me )?(?:{any} )?{goods}
  {goods} (?:disponibles?|dispo)
  what (?:\\w+ ){0,3}(?:do|are|have) (?:you )?(?:sell|have|got|selling)
  what (?:do|have) you|do you have any|what s available
  which {goods}|what (?:kinds?|sorts?|types?) of {goods}
  (?:tarifs|les prix|vos prix|tes prix|grille|liste des prix)(?! (?:de|du|des) )
`)

export const PRICE = anyOf(`
  combien|prix|tarifs?|cout(?:e|ent|er)|how much|prices?|costs?|montant|vaut|se vend
  (?:c est|fait|passe|passee|revient|cede|cedez|vend*) a (?:quel|combien)
  est passee? a \\d+
  frais (?:de|livraison|transport)|gratuite?|free delivery|is it free|delivery .. free|pay extra
`)

export const DISCOUNT = anyOf(`
  reductions?|remises?|rabais|discounts?|ristournes?|promo|negoci*|dernier prix
  (?:moins|trop) cher|c est cher
  (?:arrang|baiss|diminu)* (?:un peu )?(?:le|un|moi|vos|les)
  fai(?:re|s|tes) (?:moi )?un (?:petit )?(?:prix|geste|effort)
  (?:prix|tarifs) .. (?:eleves?|chers?|hauts?)
`)

export const DEPOSIT = anyOf('consignes?|cautions?|deposit|emballages?|vides')

export const FEE = anyOf('livraison|transport|deplacement|delivery|frais|livrer|course')

export const TRACK = anyOf(`
  ou (?:en )?(?:est|sont|es|etes|se trouve|c est|ca|elle|il|ils)
  (?:est|etes|es|sont) (?:il |elle )?ou
  where (?:is|are|s|my|the)
  quand (?:est ce|ca|il|elle|arrive|vient)
  (?:arriv|vien|livr|part)* .. quand
  (?:{courier}|{order}) .. quand
  (?:combien de|how much) (?:temps|minutes|time)|dans combien|il reste combien|how (?:long|far)|a? ?quelle heure|c est (?:pour )?quand
  toujours (?:rien|pas)|pas encore|a quel niveau|encore loin|du nouveau|quoi de neuf
  suivi|suivre|statuts?|track*|eta|update|position|avancement
  ca (?:vient|avance|traine|dure|va dure*)|(?:c est|trop) (?:long|lent)|tarde|en attente|soon|waiting|on the way
  {depots} .. (?:repond*|reponse|dorm*|recu|arrive*)
  (?:aucune|any|recu (?:des|une|quelque)) (?:{depots}|nouvelles?|news|update|answer|replies)
  {depots} \\?
  personne (?:n a|ne|repond|a)
  (?:j|on|nous|je) (?:attends?|attendons|patiente|poireaute|guette)
  (?:des )?nouvelles? de|des nouvelles|on dit quoi (?:pour|de) (?:ma|la|mes)
  (?:est|il est|elle est) (?:il |elle )?(?:rendu|parti|en route|en chemin|sorti|arrive ou)|deja (?:en route|parti|repondu)|quitte (?:le depot|la bas)
  il arrive|when (?:will|is|are|does)
  {my} boissons? .. \\?
`)

export const HELP = anyOf(`
  comment (?:ca (?:marche|fonctionne|se passe)|{i} \\w+|faut|faut il|marche|vous|\\w+[ei]r|\\w+re|repond)
  comment .. (?:commander|marche|fonctionne|faire|passer)
  (?<!c est )comment ?\\?
  (?:{i}|il|vous|ca|tu) \\w+ comment|faire comment|c est comment pour
  je (?:reponds?|ecris|tape|mets|change) .. comment
  {i} (?:fais|dois|peux|peut|doit) quoi
  que (?:peux tu|puis je|dois je|dois|faut il|faut|faire|ecrire|taper|repondre)
  quoi (?:faire|ecrire|taper|repondre|envoyer)|faut ecrire quoi
  (?:comprends?|understand) (?:pas|rien|plus|how|anything)|don t understand|c est quoi les commandes
  expliqu*|fonctionnement|mode d emploi|marche a suivre|guide|tutoriel|(?:suis|i m) (?:perdue?|lost)
  how (?:do|does|can|to|should)|what can (?:you|i) do|help|aide[zr]?
  (?:tu|vous) (?:peux|pouvez|sais|savez) faire quoi
  on peut .. (?:note vocale|vocal|photo)
  (?:arrive|sais|reussis) pas a (?:me )?(?:servir|utiliser|commander|faire|passer)
`)
