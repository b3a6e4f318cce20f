import { anyOf } from './cue-phrases.ts'
import type { Intent } from './types.ts'

// A keyword with nothing beside it but politeness.
const alone = (words: string, fill: string) => new RegExp(`^(?:${words})(?: (?:${fill}))*$`)

/** What both sides can say at any moment. Read on the text without its signs, in this order. */
export const EXACT: ReadonlyArray<[Intent, RegExp]> = [
  [
    'stop',
    alone(
      'stops?|arrete?|stoppe?r?|unsubscribe|desabonn\\w*|desinscription|opt out',
      'svp|please|merci|tout|all|now|it|(?:les |la |vos )?(?:sms|messages?|pubs?)',
    ),
  ],
  ['start', alone('start|unstop|demarrer?|subscribe|re?abonn\\w*|abonn\\w*|reactiver?', 'svp|please|moi|sms')],
  ['resume_bot', /^(?:fin|fini|end|terminer|fin de (?:la )?(?:discussion|conversation))$/],
  ['back', alone('retour|precedent|back|revenir|annuler le dernier|retour en arriere|go back|previous', 'svp|please')],
  ['call_me', alone('appel|appelle|appeler|call', 'moi|me|svp|please')],
  [
    'help',
    alone(
      'aide|aider|help|sos|infos?|informations?|menu|aidez|besoin d aide|au secours|\\?|c est quoi ca',
      'svp|please|moi|me',
    ),
  ],
  [
    'profile',
    alone(
      '(?:voir )?(?:mes|mon|my) (?:infos?|informations|coordonnees|profil|compte|profile|account|details)',
      'svp|please',
    ),
  ],
]

export const PHRASES: ReadonlyArray<[Intent, RegExp]> = [
  [
    'erase',
    anyOf(`
      (?:efface|supprime|detrui|erase|delete|remove)* .. (?:{my}|toutes (?:{my})) (?:donnees|infos|informations|compte|data|account|information|details)
      droit a l oubli
    `),
  ],
  [
    'language',
    anyOf(`
      ^(?:in |en |speak |parle )?(?:english|anglais|francais|french)(?: (?:svp|please))?$
      (?:parl|ecri|repond|switch|chang|pass|continu|speak|talk|write)* (?:\\w+ ){0,3}(?:en |to |in )?(?:anglais|english|francais|french)
      english please|do you speak
    `),
  ],
  [
    'change_zone',
    anyOf(`
      (?:chang|modifi|nouve|new|mettre a jour|update)* .. (?:zone|quartier|commune|adresse|address|location|emplacement)
      (?:ai|avons|a|we) (?:demenage|moved)
    `),
  ],
  [
    'change_number',
    anyOf(`
      (?:chang|modifi|updat)* (?:de |{any} )*(?:numero|number|telephone|phone|contact)(?! of)
      (?:nouveau|new) (?:numero|number)
    `),
  ],
  [
    'profile',
    anyOf(`
      (?:voir|montr|consult|show|see|verifi|quelles sont)* (?:moi |me )?(?:{my}) (?:infos?|informations|coordonnees|profil|compte|profile|account|details)
    `),
  ],
  [
    'stop',
    anyOf(`
      {wants} (?:plus|pas) (?:du tout |jamais |rien )?(?:recevoir|de (?:vos |tes |ces )?{message}|{your} {message}|etre (?:contacte|derange|appele)|que {you} m)
      plus (?:rien )?recevoir|plus (?:de |{your} )+{message}|no more {message}
      plus (?:m |me |nous )(?:{write})
      (?:m|me|nous) (?:envo|ecri|contact|text)* (?:plus|pas) (?:rien|de|vos|jamais)
      envoye* plus rien
      (?:arret|stop|cess)* (?:de |d |avec )?(?:m |me |nous )?(?:{write}) .. {message}
      (?:arret|cess)* (?:de |d )?(?:m |me |nous )(?:{write})
      (?:stop|stopp|arret)* (?:avec )?(?:les? |vos |tes |aux? |ces )?(?:{message}|envois?|{write}|messaging|contacting)
      desabonn*|desinscri*|unsubscribe|opt (?:me |us )?out
      (?:retir|supprim|enlev|effac|ray|sor|ot|remov|tak|delet)* (?:moi|mon numero|mon contact|me|my number) (?:de|from|off)
      (?:interesse* (?:pas|plus)|plus interesse*)(?: par)?
      (?:assez|marre|fatigue) (?:de |d |avec )(?:{your} |ces )?{message}
      (?:don t|do not|dont) (?:want|text|message|contact|send)(?: \\w+){0,3} (?:{message}|me)
    `),
  ],
  [
    'human_agent',
    anyOf(`
      {talk} (?:a|avec|au|to|with)(?: \\w+){0,4} ?{person}
      (?:vraie?|real) {person}
      (?:un|une|a) (?:humaine?|human|conseillere?|operat\\w+|teleconseiller|agent)
      ^(?:agent|humain|human|conseiller|operateur|operator|support|responsable|sav|assistance|service client)(?: (?:svp|please))?$
      (?:pass|donn|met|connect|transfer)* (?:moi|me|nous) (?:en (?:ligne|contact|relation) )?(?:avec |au |a |to |with )?(?:{any} )?(?:{person}|lui)
      (?:appel|rappel)* (?:moi|nous)(?! (?:ce|ma|mon|mes|le|la|les|que|quoi|combien))
      (?:m|me|nous) (?:appeler|contacter)|qu on (?:m|me|nous) {call}|etre (?:rappele|appele|contacte)
      (?:call|ring) (?:me|back)
      (?:service|customer) (?:client*|commercial|apres vente|support|service|care)
      (?:assistance|aide|intervention) humaine
      (?:quelqu un|une personne) (?:derriere|la|de (?:chez vous|vive voix)|peut)|(?:y a t il|il y a|y a) (?:quelqu un|un humain)|personne de vive voix
      quelqu un .. (?:telephone|bout du fil|joindre|parler)
      (?:want|need|besoin d|veux|voudrais) (?:une? |an? |the )?(?:real |vrai )?(?:human|person|agent|operator|humain|conseiller)
      someone (?:call|there|real)|human (?:please|agent|being)|pas (?:a )?(?:un |une |1 )?(?:robot|machine|bot)
      joindre (?:quelqu un|un|le|votre)
    `),
  ],
]

/** The intent of a text that means the same whoever says it, or null. */
export function sharedIntent(plain: string, bare: string): Intent | null {
  for (const [intent, pattern] of EXACT) if (pattern.test(bare)) return intent
  for (const [intent, pattern] of PHRASES) if (pattern.test(plain)) return intent
  return null
}

/** The text without signs at its ends and inside, for exact keywords. */
export function bareOf(plain: string): string {
  const bare = plain
    .replace(/[^a-z0-9? ]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return bare === '?' || /^[? ]+$/.test(bare) ? bare.slice(0, 1) : bare.replace(/\s*\?+\s*/g, ' ').trim()
}
