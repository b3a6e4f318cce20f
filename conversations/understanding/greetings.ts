import { anyOf } from './cue-phrases.ts'
import type { Reading } from './reading.ts'

// What opens a greeting. In it stand only the words of `COURTESY`, a name or one's own introduction.
export const GREETING = anyOf(`
  ^(?:bien le )?(?:bonjour|bonsoir|salut|coucou|hello|hi|hey|yo|wesh|allo|salam|assalam*|aleykoum|aleikoum|akwaba|enchante|morning|evening)
  ^good (?:morning|evening|afternoon|day)
  ^bonn?e? (?:journee|soiree|nuit|annee|fete|matinee|arrivee)
  ^(?:mes )?salutations
  ^(?:joyeux noel|joyeuses? fetes?|happy new year)
  ^bien ou bien
  ^(?:ca va|(?:(?:et |les |vos )*affaires)|la forme|la famille|c est (?:comment|how)|(?:ca|on) dit quoi|comment (?:ca va|allez vous|vas tu|tu vas|va))
  ^(?:how (?:are you|far)|wassup|what s up|sup)
  ^i ni (?:sogoma|wula|ce|tile|su)
  ^(?:merci|thanks?|thank you)
`)

export const HAIL = anyOf('bonjour|bonsoir|salut|coucou|hello|hi|good (?:morning|evening|afternoon|day)')
const INTRODUCTION = anyOf('c est|ici|je suis|je m appelle|this is')
export const BLESSING = anyOf(`
  (?:dieu|seigneur|allah|god) .. (?:benisse|garde|bless|protege)
  (?:god|que dieu) bless
`)

const COURTESY = new Set(
  `bonjour bonsoir salut salam aleykoum aleikoum hello hi hey yo coucou good morning evening afternoon day ca va comment
  allez vous tu vas on dit quoi c est la le l forme famille et ou bien how are you doing far frere boss chef patron patronne
  tantie tonton vieux mon ma mes gars pere mere mif tout monde a toute equipe bonne bon annee journee soiree fete fetes noel
  les vos affaires marche marchent vont joyeux joyeuse joyeuses heureuse heureux tous toutes new year happy merci beaucoup thanks thank to the team guys madame
  monsieur i ni sogoma wula ce dieu seigneur te benisse garde que mogo grand petit ami amis cher chers chere de du depot svp
  please sir dear my there all hein oh pardon general boutique service
  travail courage plateforme`.split(/\s+/),
)

const PERSON =
  'chefs?|patron|patronne|boss|soeur|vieux|vieux pere|pere|mere|papa|messieurs|grand|petit|gars|amis?|maison|famille|team|equipe|direction|service|plateforme|sir|ma am|ma|there|all|a tous|a toutes|a vous|tout le monde'
/** "madame Awa" is a name, and stays one. */
const TITLE = '(?:madame|monsieur|mademoiselle|tantie|tonton|maman|freres?)(?= ?(?:[,.!?;:]|$))'
/** A greeting, thanks or a farewell said in passing. */
export const HAILED =
  '\\b(?:bien le )?(?:bonjour|bonsoir|salut|coucou|hello|hi|hey|yo|allo|good (?:morning|evening|afternoon|day)|(?<!\\b(?:non|no) )(?:merci(?: beaucoup| bien)?(?! de)|thanks?(?: you)?)|bonne (?:journee|soiree|nuit|continuation)|a (?:la prochaine|bientot|plus tard|tres vite))\\b'
const SAID_IN_PASSING = new RegExp(
  `(?:${HAILED}|\\b${BLESSING.source})(?:[ ,]+(?:mon |ma |mes |la |le |les |et |my |cher |chere )*(?:${TITLE}|(?:${PERSON})\\b))*`,
  'g',
)

/** What stands beside "bonsoir", "merci" and a blessing, as it was written; empty when nothing does. */
export function besideGreeting({ plain, normalised, tokens, offsets }: Reading): string {
  const tokenAt = (offset: number) => tokens[offsets.findIndex((each) => each >= offset)]
  let rest = ''
  let from = 0
  for (const match of plain.matchAll(SAID_IN_PASSING)) {
    rest += `${normalised.slice(from, tokenAt(match.index)?.start)} `
    from = tokenAt(match.index + match[0].length)?.start ?? normalised.length
  }
  if (from === 0) return ''
  return (rest + normalised.slice(from)).replace(/^(?:[ ,;:.!\n]|-(?!\d))+|[ ,.!]+$/g, '')
}

/** "ça va, moyen": what somebody thinks of a delivery. */
const JUDGES = /\b(?:moyen|bof|nul|mal)\b/

/** Greetings, thanks and wishes with nothing else; "c'est le dépôt de Niangon" after one is still a greeting. */
export function isGreeting(bare: string): boolean {
  if ((!GREETING.test(bare) && !HAIL.test(bare) && !BLESSING.test(bare)) || JUDGES.test(bare)) return false
  const rest = bare.split(/[^a-z]+/).filter((word) => word !== '' && !COURTESY.has(word) && !/^assalam/.test(word))
  const introduces = HAIL.test(bare) && INTRODUCTION.test(bare)
  return rest.length <= (introduces ? 5 : 1)
}
