import { anyOf } from './cue-phrases.ts'
import { isStory, noiseKind } from './noise.ts'
import { readOrder } from './ordering.ts'
import type { Understanding } from './types.ts'
import { type View, viewOf } from './view.ts'

// "On a gagné hier, donc 10 casiers de flag": goods are not asked for in a tale, but may be after it.

const CLAUSE = /[.!?;,\n]+|(?= (?:donc|du coup|alors|aujourd'?hui|maintenant|so|now|today) )/
const CONNECTED = /^(?:donc|du coup|alors|so|aujourd hui|maintenant|now|today)\b/
const WISH = anyOf(`
  ^(?:et |mais |donc |alors |du coup |so |now |today |svp |please |aujourd hui |maintenant |ce soir |cette fois ){0,4}(?:(?:je|on|nous|i|we) (?:re)?(?:veux|veut|voudr*|prend*|prenons|command*|want|need)|(?:il )?(?:me |nous |m en )?(?:faut|faudrait)|r?envo*|(?:re)?livr(?:e|ez|er)|(?:re)?met(?:s|tez)|donn(?:e|ez)|(?:r)?ajout*|complet*|prevoy*|not(?:e|ez)|apport(?:e|ez)|amen(?:e|ez)|send|bring|give)
`)
const BEGINS = /^(?:met|ajout|rajout|envoi|donn|prend|livr|add|send|bring)/
const REPORTED = anyOf('dit|disait|disent|repond*|demand(?:e|ait|ent)|cri(?:e|ait)|said|says|told|asked')

/** The order that follows a tale, or comes before it, in a sentence of its own; null when there is none, or when somebody else is quoted. */
export function readWishAfterTale(view: View): Understanding | null {
  const { context } = view.situation
  if ((context !== 'idle' && context !== 'cart') || REPORTED.test(view.plain) || /😂/u.test(view.plain)) return null
  const clauses = view.reading.normalised.split(CLAUSE).map((clause) => clause.trim())
  // "mets 1 baileys pour ma go là, elle boit pas de bière": the reason is told behind.
  for (let to = clauses.length - 1; to > 0; to -= 1) {
    const head = viewOf(clauses.slice(0, to).join(' , '), view.situation, view.knowledge)
    if (!BEGINS.test(head.plain) || isStory(head.plain) || noiseKind(head.plain) !== null) continue
    const order = readOrder(head)
    if (order !== null && order.lines.length > 0) return order
  }
  for (let from = 1; from < clauses.length; from += 1) {
    const tail = viewOf(clauses.slice(from).join(' , '), view.situation, view.knowledge)
    const wishes =
      WISH.test(tail.plain) || (CONNECTED.test(tail.plain) && tail.mentions.some(({ quantity }) => quantity !== null))
    if (!wishes || isStory(tail.plain) || noiseKind(tail.plain) !== null) continue
    const order = readOrder(tail)
    return order !== null && order.lines.length > 0 ? order : null
  }
  return null
}
