import type { Intent } from './types.ts'

/** What both sides can say at any moment. Read on the respelled text, in this order. */
export const EXACT: ReadonlyArray<[Intent, RegExp]> = [
  [
    'stop',
    /^(?:stop|stops|arret|arrete|stopper|stoppe|unsubscribe|desabonne|desabonner|desabonnement|desinscription|opt out)(?: (?:svp|please|sms|pubs?|messages?|les (?:sms|messages|pubs)|la pub|tout|merci|all|now|it))*$/,
  ],
  [
    'start',
    /^(?:start|unstop|demarre|demarrer|subscribe|abonne|abonnement|reabonne|reactive|reactiver)(?: (?:svp|please|moi|sms))*$/,
  ],
  ['resume_bot', /^(?:fin|fini|end|terminer|fin de (?:la )?(?:discussion|conversation))$/],
  ['back', /^(?:retour|precedent|back|revenir|annuler le dernier|retour en arriere|go back|previous)(?: svp)?$/],
  ['call_me', /^(?:appel|appelle|appeler|call|call me)(?: (?:moi|svp|me|please))*$/],
  [
    'help',
    /^(?:aide|aider|help|sos|info|infos|information|informations|menu|aidez moi|aide moi|besoin d aide|help me|au secours|\?|c est quoi ca)(?: (?:svp|please|moi|me))*$/,
  ],
  [
    'profile',
    /^(?:(?:voir )?(?:mes (?:infos?|informations|coordonnees)|mon (?:profil|compte))|my (?:profile|account|details|info))(?: svp)?$/,
  ],
]
export const PHRASES: ReadonlyArray<[Intent, RegExp]> = [
  [
    'erase',
    /\b(?:efface|effacer|supprime|supprimer|detruire|erase|delete|remove)\w*\b.{0,25}\b(?:mes donnees|mes infos|mes informations|toutes mes|my (?:data|account|information|details)|mon compte)\b|\bdroit a l oubli\b/,
  ],
  [
    'language',
    /^(?:english|anglais|francais|french|in english|en anglais|en francais|speak english|parle francais)(?: (?:svp|please))?$|\b(?:parle\w*|ecri\w*|repond\w*|switch|change\w*|passe\w*|continue\w*|speak|talk|write) (?:\w+ ){0,3}(?:en |to |in )?(?:anglais|english|francais|french)\b|\benglish please|\bdo you speak\b/,
  ],
  [
    'change_zone',
    /\b(?:chang\w*|modifi\w*|nouvelle?|new|mettre a jour|update)\b.{0,20}\b(?:zone|quartier|commune|adresse|address|location|emplacement)\b|\b(?:j ai|nous avons|on a|we) (?:demenage|moved)\b/,
  ],
  [
    'change_number',
    /\b(?:chang\w*|modifi\w*|update)\b.{0,25}\b(?:numero|number|telephone|phone|contact)\b|\b(?:nouveau|new) (?:numero|number)\b|\bj ai (?:un nouveau|change de) numero/,
  ],
  [
    'profile',
    /\b(?:voir|montre\w*|consult\w*|show|see|verifi\w*|quelles sont)\b.{0,12}\b(?:mes (?:infos?|informations|coordonnees)|mon (?:profil|compte)|my (?:profile|account|details))\b/,
  ],
  [
    'stop',
    /\b(?:veux|souhaite|voudrais|desire|souhaiterais) (?:plus|pas) (?:du tout |jamais )?(?:recevoir|de (?:vos |tes |ces )?(?:messages?|sms|pubs?|notif\w*|publicite)|vos messages|tes messages|etre contacte|etre derange|que (?:tu|vous) m)|\bplus recevoir\b|\b(?:faut|faites?|ne|pouvez) plus (?:m |me |nous )(?:ecrire|ecris|envoyer|contacter|deranger|appeler|embeter|texter)|\bdesabonn|\bdesinscri|\bunsubscribe|\bopt (?:me |us )?out\b|\b(?:retire|supprime|enleve|efface|raye|sors|ote|remove|take|delete)\w* (?:moi|mon numero|mon contact|me|my number) (?:de|from|off)\b|\barrete\w* (?:de |d )?(?:m |me |nous )(?:envoy|ecri|spam|derang|harcel|contact|text|embet)|\barrete\w* (?:de |d )?(?:\w+ )?envoy\w* (?:\w+ ){0,2}(?:sms|messages?|pubs?|notif\w*|publicites?)|\bstop (?:les? |vos |tes |aux? |ces |avec (?:les |vos ))?(?:sms|messages?|pubs?|notif\w*|publicites?|envois?)|\bstop (?:texting|messaging|sending|spamming|contacting|writing)|\bno more (?:messages|texts|sms|notifications)|\bplus interesse\w* par|\b(?:m|me|nous) envoye\w* plus (?:rien|de|vos)|\benvoye\w* plus rien|\bne m interesse\w* (?:pas|plus)|\b(?:assez|marre|fatigue) (?:de|d|avec) (?:vos |tes |ces )?(?:messages|sms|pubs|notif)|\bplus (?:de|vos|tes) (?:messages|sms|pubs|notif)|\b(?:don t|do not|dont) (?:want|text|message|contact|send)(?: \w+){0,3} (?:messages?|texts?|me)\b|\bstoppe\w* (?:vos|les|tes|ces) (?:messages|sms|envois|notif)/,
  ],
  [
    'human_agent',
    /\b(?:parler?|discuter|echanger|causer|talk|speak|chat) (?:a|avec|au|to|with)(?: \w+){0,4} ?(?:quelqu un|humain|human|personne|vrai|responsable|agent|conseiller|operateur|gerant|patron|chef|boss|manager|someone|somebody|person|people|support|service|equipe|directeur)|\b(?:un |une |vrai |real )(?:humain|human|conseiller|operateur|teleconseiller|operator)\b|\b(?:1 |une? )?vraie? personne\b|\breal person\b|^(?:agent|humain|human|conseiller|operateur|operator|support|responsable|sav|assistance|service client)(?: (?:svp|please))?$|\b(?:passe|passer|donne|mets|mettez|met|connect|transfer)\w* (?:moi|me|nous) (?:en (?:ligne|contact|relation) |to |with |avec )?(?:avec |au |a |to )?(?:un |une |le |la |l |votre |ton |your |an? |the |lui)?(?:responsable|agent|conseiller|humain|chef|patron|boss|gerant|service client|lui|manager|human|directeur|superieur|operateur)\b|\b(?:appel|rappel)\w* (?:moi|nous)\b(?! (?:ce|ma|mon|mes|le|la|les|que|quoi|combien))|\bpasse\w* moi (?:quelqu un|un|le|la)|\bqu on (?:m|me|nous) (?:r?appel\w*|contact\w*)|\b(?:m|me|nous) (?:appeler|rappeler|contacter)\b|\betre (?:rappele|appele|contacte)|\bcall me\b|\bcall back\b|\bring me\b|\bservice (?:client|clientele|commercial|apres vente|support)\b|\bcustomer (?:service|care|support)\b|\b(?:assistance|aide|intervention) humaine\b|\bquelqu un (?:derriere|la|de chez vous|peut)\b|\by a t il quelqu un|\bil y a quelqu un\b|\bquelqu un\b.{0,30}\b(?:au telephone|au bout du fil|joindre|parler)|\b(?:want|need|besoin d|veux|voudrais) (?:une? |an? |the )?(?:real |vrai )?(?:human|person|agent|operator|humain|conseiller)\b|\bsomeone (?:call|there|real)|\bhuman (?:please|agent|being)|\bpas (?:a )?(?:un |une |1 )?(?:robot|machine|bot)\b|\bun agent\b|\bjoindre (?:quelqu un|un|le|votre)|\b(?:votre|le) (?:numero|contact) (?:du|de la|de l|de votre) (?:service|direction|responsable|patron)/,
  ],
]

/** The intent of a text that means the same whoever says it, or null. */
export function sharedIntent(plain: string, bare: string): Intent | null {
  for (const [intent, pattern] of EXACT) if (pattern.test(bare)) return intent
  for (const [intent, pattern] of PHRASES) if (pattern.test(plain)) return intent
  return null
}

/** The language asked for, when one is named. */
export function askedLanguage(plain: string): 'fr' | 'en' | null {
  if (/\b(?:english|anglais)\b/.test(plain)) return 'en'
  return /\b(?:francais|french)\b/.test(plain) ? 'fr' : null
}

const FRENCH =
  /\b(?:je|vous|le|la|les|des|du|une|est|et|pour|bonjour|bonsoir|merci|svp|avec|dans|pas|mon|ma|mes|veux|salut|combien|commande|livraison|casiers?|bouteilles?)\b/g
const ENGLISH =
  /\b(?:the|i|you|my|please|thanks?|hello|hi|want|need|order|deliver|how|what|where|is|are|for|of|crates?|bottles?|bags?|good|evening|morning|and|with|me)\b/g

/** A guess from the small words; null when nothing tells. */
export function guessLanguage(plain: string): 'fr' | 'en' | null {
  const french = plain.match(FRENCH)?.length ?? 0
  const english = plain.match(ENGLISH)?.length ?? 0
  return french === english ? null : french > english ? 'fr' : 'en'
}

export const GREETING =
  /^(?:(?:bonjour|bonsoir|bonne? (?:journee|soiree|nuit|annee|fete|matinee)|salut|salam|assalam\w*|aleykoum|aleikoum|hello|hi|hey|yo|coucou|good (?:morning|evening|afternoon|day)|morning|evening|ca va|comment (?:ca va|allez vous|vas tu|tu vas|va)|ca dit quoi|on dit quoi|c est comment|c est how|la forme|la famille|how are you|how far|wassup|what s up|sup|i ni (?:sogoma|wula|ce|tile|su)|akwaba|wesh|enchante|bien le bonjour|merci|thanks?|thank you|dieu (?:vous|te) benisse|joyeux noel|joyeuse fete|happy new year|mes salutations|salutations|bonne arrivee)\b)/
const GREETING_FILL =
  /\b(?:bonjour|bonsoir|salut|salam|assalam\w*|aleykoum|aleikoum|hello|hi|hey|yo|coucou|good|morning|evening|afternoon|day|ca|va|comment|allez|vous|tu|vas|vas|allez|on|dit|quoi|c|est|la|le|les|l|forme|famille|et|ou|bien|how|are|you|doing|far|frere|boss|chef|patron|patronne|tantie|tonton|vieux|mon|ma|mes|gars|pere|mere|mif|tout|monde|a|toute|equipe|bonne|bon|annee|journee|soiree|fete|fetes|noel|joyeux|joyeuse|joyeuses|heureuse|heureux|tous|toutes|new|year|happy|merci|beaucoup|thanks|thank|to|the|team|guys|madame|monsieur|i|ni|sogoma|wula|ce|dieu|vous|te|benisse|que|mogo|grand|petit|ami|amis|cher|chers|de|du|depot|svp|please|sir|dear|my|there|all|hein|oh|pardon|general|boutique|service)\b/g

/** Greetings, thanks and wishes with nothing else; "c'est le dépôt de Niangon" after one is still a greeting. */
export function isGreeting(bare: string): boolean {
  if (!GREETING.test(bare) && !/\b(?:bonjour|bonsoir|dieu (?:vous|te) benisse)\b/.test(bare)) return false
  const rest = bare
    .replace(GREETING_FILL, ' ')
    .replace(/[^a-z]+/g, ' ')
    .trim()
  const introduces =
    /\b(?:bonjour|bonsoir|salut|hello|hi)\b/.test(bare) &&
    /\b(?:c est|ici|je suis|je m appelle|this is|moi c est)\b/.test(bare)
  return rest === '' || (introduces && rest.split(' ').length <= 5) || rest.split(' ').length <= 1
}

/** The text without signs at its ends and inside, for exact keywords. */
export function bareOf(plain: string): string {
  const bare = plain
    .replace(/[^a-z0-9? ]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return bare === '?' || /^[? ]+$/.test(bare) ? bare.slice(0, 1) : bare.replace(/\s*\?+\s*/g, ' ').trim()
}
