import { anyOf } from './cue-phrases.ts'
import type { Mention } from './describing.ts'
import type { View } from './view.ts'

// What a depot says it has not: "heineken finie", "pas de sprite ni de fanta", "all but the Perrier".

const GONE_AFTER =
  /^(?:(?:c |il |elle |en )*(?:est |sont |is |are |y a |y en a |ya )?(?:(?:on|nous|je|j)? ?(?:n )?(?:a|ai|avons|en ai|en a) )?(?:(?:pas|plus|not)(?! (?:de|d|du|des|the|any) ?)|en rupture|fini|finie|finis|finies|rupture|manque|manquent|epuisee?s?|terminee?s?|absente?s?|indisponibles?|finished|over|gone|sold out|done|out|finish|don finish)|non|zero|0)\b(?! (?:de )?(?:probleme|souci))/
const GONE_BEFORE = new RegExp(
  `${anyOf('pas|sauf|sans|no|hormis|excepte|rupture|il (?:me )?manque|manque|without|except|(?:all|everything) but|a part|en dehors|apart from|excluding|finie?s?|plus|pu|ni|aucune?s?|out of|not|no more|epuise|moins').source}(?: (?::|eau|petite?s?|grande?s?|de|d|du|des|en|le|la|les|the|any|sur|on|stock|totale?|seulement|rien|tout))*$`,
)
const LISTED = /^(?:,|e|et|ni|and|nor|or|ou|\/|\+|de|d|la|le|les|petite?s?|grande?s?|33|65)*$/

/** Which mentions, by place, are of goods that are not there; a list is gone as one: "coca et fanta finis", "ni coca ni fanta". */
export function goneAmong({ mentions, reading }: View): ReadonlySet<number> {
  const { spelled } = reading
  const between = (from: number, to: number) => spelled.slice(mentions[from]?.end, mentions[to]?.at).join('')
  const isListed = (from: number, to: number) => mentions[to] !== undefined && LISTED.test(between(from, to))
  const gone = new Set<number>()
  for (const [place, mention] of mentions.entries())
    if ((gone.has(place - 1) && isListed(place - 1, place)) || isGoneAlone(mention, spelled, mentions[place + 1]))
      gone.add(place)
  for (let place = mentions.length - 2; place >= 0; place -= 1)
    if (gone.has(place + 1) && mentions[place]?.quantity === null && isListed(place, place + 1)) gone.add(place)
  return gone
}

function isGoneAlone(mention: Mention, spelled: readonly string[], following: Mention | undefined): boolean {
  const before = spelled.slice(Math.max(0, mention.at - 5), mention.at).join(' ')
  const end = Math.min(mention.end + 6, following?.at ?? mention.end + 6)
  const after = spelled
    .slice(mention.end, end)
    .join(' ')
    .replace(/[,;.\n].*$/s, '')
    .replace(/^(?:\d+ (?:cl )?|(?:petit|grand|gross)\w* )/, '')
  return GONE_BEFORE.test(before.trim()) || GONE_AFTER.test(after)
}
