import { anyOf } from './cue-phrases.ts'

/** What is no business of a drinks market, by kind, read on the respelled text. */

export const INJECTION = anyOf(`
  (?:ignor|oubli|disregard|forget)* (?:\\w+ ){0,4}(?:instructions?|consignes? (?:precedentes?|donnees)|(?:tes|vos) consignes?|regles?|rules?|previous|prompt)
  system (?:prompt|override|message)|prompt systeme|(?:admin|developer|debug|god|root|test) mode
  mode (?:admin|developpeur|dieu|debug|root|test)
  (?:suis|comme|en tant qu|as an?) (?:le |un |l )?(?:developpeur|administrat*|admin|root)
  (?:you are|tu es) (?:now|dan|maintenant|desormais)|act as (?:an?|if)|pretend (?:to be|you)|reveal your|do anything now|from now on you|a partir de maintenant (?:tu|repond*|vous)
  (?:api|secret) keys?|cle (?:api|secrete)|env(?:ironment)? variables?|variables? d environnement|password*|mot de passe|drop table|select \\* from|jailbreak*|sudo
  < ?\\/? ?(?:instructions?|system|script|prompt)
  repond(?:s|ez)? (?:uniquement|seulement|only)
  (?:grant|set|give|marqu|chang|modifi|updat)* (?:\\S+ ){0,6}(?:rights|access|admin|winner|balance|payees?|livrees?|base de donnee|database|solde|prices)
  (?:prix|solde) (?:sont )?a (?:0|zero|1)|mets? (?:tous )?les prix a|supplier rights
`)

export const CHAIN = anyOf(`
  (?:partag|transfer|transfert|forward|share|diffus|envoi)* (?:\\w+ ){0,6}(?:contacts?|groupes?|groups?|personnes|amis?|depots|friends|people|proches)
  (?:partag|transfer)* (?:svp|please|au max|massivement|ce message|vite|a)
  avant minuit sinon|malheur sur|message est beni|whatsapp va (?:devenir|fermer|supprimer)|sondage|votez
  partage[zr]?$|tombola|tirage au sort|au gagnant
  copi* (?:et )?coll*|ne (?:casse|brise)* pas (?:la|cette) chaine|fai(?:tes|s) tourner|a fai(?:t|re) (?:tourner|circuler)
`)

export const SPAM = anyOf(`
  (?:vous avez|tu as|you have|you ve) (?:gagne|won|ete (?:selectionne|choisi))|felicitation*|congratulations|gagnez \\d+|votre gain|gain de|loterie|lottery|casino|1xbet|paris sportif*
  promo .. (?:go|mo|forfait|valable|sms|internet)
  \\d+ ?go (?:a|gratuit)*
  tapez [*#]\\w*
  [#*] ?\\d{3} ?#
  trading|forex|bitcoin*|crypto*|telegram|widow|million dollars|inherit*|marabout*|retour affectif|perdre du poids
  credit (?:rapide|immediat)|pret (?:rapide|entre particulier|d argent)|investi* .. (?:jours|rapporte|double)
  vends? (?:une? )?(?:terrain|maison|voiture|moto|appartement|iphone|telephone)|a debattre|a louer|terrain .. (?:m2|acd)
  cliquez|click (?:here|on)|https? ?:|www|bit ly|recrutement .. whatsapp
`)

export const LEGAL = anyOf(`
  avocate?s?|plainte|tribun*|huissier*|gendarmerie|commissariat|police|justice|proces|procureur*|poursui*|assignation|lawyer*|sue you|(?:in|to) court|court case
  dommages|mise en demeure|repression des fraudes
`)

export const INSULT = anyOf(`
  voleurs?|imbecile*|idiots?|bandits?|escrocs?|conn?ards?|cons?(?= de| va|$)|salaud*|merde|putain*|batards?|enfoire*|fdp|encule*|bidon|stupides?|cretins?|abrutis?|debiles?|maudit*|sorcier*
  chiens?(?! chaud)|cochon va|animal|bouffons?|clown*|couillon*|incapables?|foutez|foutaise*|bakoro|nul(?:lard)?s a chier
  (?:ta|ton|votre) (?:mere|pere)|bande de|espece de?|va te faire|mang* l argent
  thie(?:f|ves)|useless|fuck*|shit|scam(?:mers?)?|bastards?|assholes?|idiotic
`)

export const JOKE = anyOf(
  'blagues?|toto|un fou|devinette|joke|c est l histoire|knock knock|(?:quelle est|connais) la difference',
)

export const WRONG_NUMBER = anyOf(`
  (?:mauvais|wrong) (?:numero|number)|connais pas (?:ce|votre|ton) numero|c ?est qui ca|mon rendez vous|rendez vous (?:de|du|chez)|ton colis|ta valise
  plombier|docteur|loyer|cheri[es]?|mon amour|proviseur|maitresse|coiffure|coiffeuse|couturi*|mecanicien|garage|ordonnance|medicaments?|baby ?sitter|gaz|(?<!pour )les enfants|devoirs|cours de (?:math*|francais|anglais)
  (?:papa|maman|tonton|mamie|papi|bebe) .. (?:dit|dis|rentre|arrive|maison|ecole|ou|mange|dors)
  rentres? (?:quand|a quelle|a la maison)
  facture d*(?: la)? (?:cie|sodeci|electricite|eau)
  (?:c est|ici) (?:la )?(?:cie|sodeci)
  (?:mon fils|ma fille) sera|les? pains?
  taxi .. (?:devant|attend)
  devant (?:le|ton|votre) portail|la moto est reparee
`)

export const SMALLTALK = anyOf(`
  asec|africa|barca|madrid|psg|arsenal|chelsea|manchester|champions? league|ligue 1|coupe du monde|coupe d afrique|can 20*|elephants|footbal*|foot|ballon|maracana|entrainement|supporters|coach|score|buteur|penalty|match|mene \\d+|(?:demi )?finale|enjaill*|qui (?:joue|a gagne)
  tabaski*|ramadan*|psaume*|verset*|jesus|dieu est|bapteme|baptise*|les? mariee?s?|nouveau (?:ne|bebe)|mon fils a eu
  carburant|delestage*|gouvernement*|president*|election*|politique*|meteo|weather|(?:monde|pays) est dur|prix .. (?:du carburant|de l essence|du riz|du ciment|du gaz)
  il (?:fait chaud|pleut)|tu es (?:marie|celibataire|beau|belle)|tu (?:fais quoi|dors)|t as mange|je t aime|je rigole|rien demande moi
  recrut*|experience|mon cv|emploi|stage|cherchez une?|maths?|medecin|pour le foie|ma tete|par jour
  recette|bon appetit|moderation|buvez|d alcool|ma tournee|(?:mon|au|le) voisin
  (?:ai|a|ont|avons) (?:trop |bien )?bu
  vole* hier
  camion (?:avec|de) .. voles?
  film|serie|chanson|artiste*|concert|tiktok*|facebook*|horoscope*|loto|pmu|didi b
  l heure (?:il est|est il)|quelle heure est il|(?:si|quand) j etais|je me souviens|remember|c est quand (?:la|le|les|noel)
  how old|are you (?:single|married|human|a robot)|tell me a|who (?:won|is)
  les gens .. maintenant
`)

// Something told of the past or of other people, where a quantity and a brand are no order.
export const STORY = anyOf(`
  (?:hier|avant hier|la semaine derniere|l autre jour)(?!.{0,12}\\bcommande)
  (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) (?:dernier|passe)(?!.{0,12}\\bcommande)|(?:parti|parties?|partis|finis?) en \\d+ ?(?:h|heures?|mn|min|minutes?)
  (?:a|ont|avons|ai) (?:bu|vole)
  (?:a|ont) (?:trouve|demande a|vu|perdu)|on (?:nous|m|lui|leur) a (?:livre|vendu|propose|vole|donne)|annonc(?:e|ent)|une? hausse|vol d*
  (?:{my}|son|sa|leur|le|la|l) {kin} (?:a|ont|avait) (?:tout |deja |encore )?(?:casse|renverse|fini|vide|achete|pris|mange|gagne|vendu|rapporte|oublie)
  {my} {kin} (?:don )?(?:finish*|drank|bought|took|broke|sold|ate)
  vend(?:ons|ait|ent) (?:la|le|les|\\d+)|vend (?:la|le|les|\\d+ casiers?)|par (?:semaine|mois|an|jour)|se vendent?|coute chez|disait|reve|j imagine|racont*|quelle histoire|vu quelqu un|il parait|s appel(?:le|lent|ait)|on dit (?:que|la|le)|dans ma jeunesse|supporters|etai(?:t|ent)
  bois|boit|boire|buvait|buvais|drank|drink|(?:papa|maman|il|elle) (?:repond|dit)
  manque.{0,6}😂
`)
