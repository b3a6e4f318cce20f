import { anyOf } from './cue-phrases.ts'

/** Phrases of depots, read on the respelled text. */
export const SUPPLIER_CUES = {
  decline: anyOf(`
    ^(?:non|no|nn|refus*)(?! stop)
    (?:pas|ne|not) (?:\\w+ )?(?:dispo|disponible|possible|interesse|moyen|available|interested|today|this)
    pas (?:ce soir|aujourd hui|moi|pour moi|cette fois|en mesure)
    je (?:ne )?(?:peux|prends|veux|livre|fais|sors) pas|ne sors pas|on ne livre pas|peu[tx] pas
    (?:passe mon tour|je passe(?! a)|je laisse|sans moi|je decline|je refuse|impossible|desole|sorry|skip|pass|no thanks)
    c est mort|(?:depot|magasin|cave|stock) (?:la )?(?:est )?(?:a sec|vide)|on est a sec
    hors (?:de )?(?:ma |la |notre )?zone|pas (?:dans )?(?:ma|mon|notre) (?:zone|secteur|quartier)
    trop (?:loin|charge|grande?|petit|tard|complique)
    can ?(?:t|not)(?= (?:tonight|today|now|this|make|sorry|do)|$)
    (?:can|could|won|don|doesn|do|haven) ?(?:t|not) (?:have|got|do|deliver|take|supply|make|serve)?
    (?:rupture|fini) (?:sur|de|totale|partout|complete|tout)|^rupture$|en panne
    {i} (?:ai |a )?(?:plus )?rien|plus rien
    pas (?:de|d|mon|notre) (?:stock|{transport})
    (?:ai|a|avons) (?:plus|pas) (?:de |d |ces |ce |tout|assez)|pas (?:ces|ce|tous|tout)
    (?:je suis|on est|suis) (?:complet|occupe|deborde|sature|full|charge)
    (?:donne|trouve|laisse)[zr]? .. (?:autre|quelqu un)
    regrett*|au regret|(?:pouvons|pouvoir) (?:pas|donner suite|honorer|accepter)
    l autre depot|{transport} (?:est |a |en )*(?:panne|au garage|gatee?|cassee?|occupee?)
  `),
  preparing: anyOf(`
    prepar*|appret*|emball*|assembl*|rang(?:e|ent|er|eons)|refroidi*|pret(?:e|s|es)?|ready|packing|loading|working on|getting (?:it )?ready
    charg(?:e|eons|er|ement|eant)|collect(?:e|ons)|en cours|en train d*|on est dessus|mise? de cote
    {i} (?:m |s )?(?:en )?occupe|m en occupe
    {i} (?:range|sors|sort les|compte|mets|met|coupe|assemble|a commence)|commence|patiente
    commande (?:bien )?(?:notee|recue|prise)|bientot (?:pret|fini)|va partir|ca sort bientot
  `),
  out: anyOf(`
    en route|en chemin|en (?:cours de )?livraison|sur (?:la route|le pont)|on the (?:way|road)|route|out for delivery|est dehors|dans le vehicule
    parti(?:e|s)?|sorti(?:e|s)?|demarr*|depart|quitte|left|gone|heading|bouge|fonce|dispatch*|expedi*|s en va
    {i} arrive|arrive dans|il arrive|embouteillage*|traffic|(?:on|{i}|il|livreur) (?:est |suis |et )?(?:deja |presque )?(?:au|a la|a l) (?:carrefour|feu|rond point|pont|peage|corridor|station)|presque la
    {courier} (?:vient|est|a|arrive|is|has)|vient de (?:partir|sortir|demarr*)
  `),
  delivered: anyOf(`
    (?<!(?:qui|je|il|on|va|le|un|tu|qu|ils|nous) )livree?s?
    ^livrer (?:ok|c est bon|fait)|delivered|dropped|handed|completed|done|remise?s?|depose(?:e|s)?|donnee?s? (?:au|a la|a l*)|receptionn*|a (?:bien )?(?:recu|pris)
    livraison (?:terminee?|faite|effectuee?|ok|finie?|bouclee?|reussie)
    client(?:e)? (?:servie?|livree?|satisfaite?|contente?|a (?:recu|tout|pris|signe))
    mission (?:accomplie|terminee|finie)|code|pin|fini|termine|c est (?:fait|livre|depose|fini|bon)
  `),
  pause: anyOf(`
    pause|ferm(?:e|es|ee|er|ons|eture)|clos(?:e|ed|ing)|indispo*|(?:not |un)available|inventaire|conges?|vacances|deuil|voyage|au village|break|day off
    (?:plus|pas|no more) (?:de |d )?(?:demandes?|commandes?|clients?|requests?|orders?)
    (?:stop|coupe[zr]?|suspend|hold|arretez?)* (?:un peux? )?(?:avec )?(?:les? |mes |my |the )?(?:demandes?|commandes?|requests?|orders?|notifs?|de m)
    en attente|suspend*|desactiv*|(?:plus|pas) dispo|je (?:me )?repose|souffler
    (?:ne )?m envoye\\w* (?:plus|aucune|pas)|rupture de courant
    (?<!client(?:e)? (?:est |etait )?)absent
  `),
  resume: anyOf(`
    repri(?:se|s)|reprend*|reprenez|reouv*|rouvert*|rouvre|ouverte?|(?:de )?retour|rentre|revenue?|recommenc*|redemarr*|(?:re)?activ*|open|back|online|resume|available|start
    fin (?:de (?:la )?)?pause|(?:a|de) nouveau|disponible|dispo|present|c est bon|ca y est
    (?:je suis|on est|nous sommes) (?:la|pret*|ouvert*|dispo*)|pret a (?:livrer|recevoir|travailler)
    (?:ok )?(?:envoyez|remets?|remettez) (?:moi)?|(?:peux|pouvons|veux) (?:\\w+ )?(?:recevoir|livrer|travailler|prendre)
    encore(?! (?:ferme|au|en|a|pas|malade))
  `),
  summary: anyOf(`
    bilan|recap*|rapport|resum*|ventes?|vendus?|chiffre*|encaiss*|sales|revenue|earn*|statistiques?|stats?|report|summary|releve|compta|solde|balance
    gagnee?s?|(?:le|du|mon|un) point|point (?:du|de|des)|(?:mes|my) (?:commandes|orders)|caisse du jour|^jour$|how (?:much|many)
    combien (?:de commandes?|j ai|on a|ai je)
    combien .. (?:vendu|gagne|encaisse|fait|commandes)
    (?:vous|tu) me (?:devez|dois)|on me doit|m a commande quoi
    ce que (?:je|j ai|vous) (?:dois|vendu|devez)
    commission .. combien
  `),
  stock: anyOf(`
    stock|rupture|fini[es]?|epuise*|dispo*|arrivage|camion|prix|tarif|nouveau|recu|got|available|have|in stock|out of|no more
    il (?:me )?reste|j ai|nous avons|on a(?: recu| encore| eu)?|plus (?:de|rien)|le kilo|passe a|a partir|ya|il y a
  `),
  accept: anyOf(
    'oui|ok|yes|d accord|(?:pouvons|pourrons|peux|peut) (?:\\w+ )?livrer|tout est (?:en stock|la|dispo*|disponible)|{i} (?:prends?|accepte|fais|livre|peux|peut)|accept(?:e|ed|s)?|j ai (?:tout|tt)|i (?:ll )?take|can do|c est bon|partant|present|dispo',
  ),
  help: anyOf(`
    comment|how (?:do|to|can|does)|aide|help|expliqu*|koi|comprends? (?:pas|rien)
    quoi (?:ecrire|repondre|faire|taper|envoyer)|faut ecrire quoi|que (?:dois|faut|faire)
    \\?$
  `),
} as const
