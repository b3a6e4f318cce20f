import { readAsMany, readResized } from './cart-likening.ts'
import { REMOVE, readPointed, readScaling, readSwap, readSwaps, SET } from './cart-pointing.ts'
import { bySizeWord, cartLinesFor, linesInCart, targetQuestion } from './cart-targets.ts'
import { CUES } from './client-cues.ts'
import { anyOf } from './cue-phrases.ts'
import type { Mention } from './describing.ts'
import { formatOf, linesOf, withoutCorrected } from './lines.ts'
import { isStory } from './noise.ts'
import type { Operation } from './phrases.ts'
import type { CatalogueIndex } from './products.ts'
import type { Clarification, Intent, Line, Understanding } from './types.ts'
import { resolveVariant } from './variants.ts'
import { looseNumbers, understood, type View, withLines } from './view.ts'

/** Changes to a cart that exists. Null when the message is about something else. */
export function readCartChange(view: View): Understanding | null {
  const cart = view.situation.state.cart ?? []
  const index = view.knowledge.catalogue
  return (
    readAllBut(view, cart, index) ??
    readScaling(view, cart) ??
    readAsMany(view, cart, index) ??
    readResized(view, cart, index) ??
    readPointed(view, cart) ??
    (view.mentions.length > 0 ? (readSwaps(view, cart, index) ?? readSwap(view, cart, index)) : null) ??
    (view.mentions.length > 0 ? readByMention(view, cart, index) : readByNumber(view, cart))
  )
}

const ALL_BUT = anyOf(`
  (?:enlev|retir|supprim|vir|annul|remov|delet|cancel)* (?:.. )?(?:tout|toute|tous|everything|all) (?:.. )?(?:sauf|hormis|excepte|a part|but|except)
  (?:gard|laiss|keep)* (?:.. )?(?:seulement|juste|uniquement|que|only|just)
`)

/** "supprime tout sauf la castel", "garde seulement la castel": the other lines go. */
function readAllBut(view: View, cart: readonly Line[], index: CatalogueIndex): Understanding | null {
  if (!ALL_BUT.test(view.plain) || view.mentions.length === 0) return null
  const kept = view.mentions.flatMap((mention) => cartLinesFor(mention, cart, index))
  const gone = cart.filter((line) => !kept.includes(line))
  const counted = view.mentions.some((mention) => mention.quantity !== null)
  if (kept.length === 0 || gone.length === 0 || counted) return null
  return withLines(
    'cart_remove',
    gone.map((line) => ({ ...line, quantity: null })),
  )
}

/** A text that the intent model takes for a change of the cart, read without waiting for a verb that says so. */
export function readCartAs(view: View, intent: 'cart_remove' | 'cart_set'): Understanding | null {
  const cart = view.situation.state.cart ?? []
  const index = view.knowledge.catalogue
  const group: Group = { intent, lines: [], clarifications: [] }
  // "l'eau c'est pas la peine": a kind of goods means the lines of that kind, where no brand is named.
  const named = view.mentions.some((each) => !each.generic)
  const givesUp = CUES.cancel.test(view.plain) || REMOVE.test(view.plain)
  const given = !named && givesUp
  // "la castel de l'autre jour était fraîche": told of, neither counted nor given up.
  if (isStory(view.plain) && !givesUp && view.mentions.every((each) => each.quantity === null)) return null
  const spoken = view.mentions.filter((each) => !each.generic || given)
  const current = spoken.filter((each) => !each.old)
  // "on ne prend pas le coca": what is denied is what goes.
  const meant = current.length === 0 && intent === 'cart_remove' ? spoken : current
  for (const mention of meant) {
    const counted = mention.quantity !== null || mention.half
    if (intent === 'cart_set' && !counted) continue
    const found = intent === 'cart_remove' ? removed(mention, cart, index, view) : linesInCart([mention], cart, index)
    group.lines.push(...found.lines)
    group.clarifications.push(...found.clarifications)
  }
  // "flag petite": nothing but goods takes none of them out.
  const says = view.pieces.some(({ is }) => is === 'word' || is === 'operation' || is === 'instead' || is === 'fix')
  if (!says || (group.lines.length === 0 && group.clarifications.length === 0)) return null
  return { ...withLines(intent, group.lines), clarifications: group.clarifications }
}

export interface Group {
  intent: Intent
  lines: Line[]
  clarifications: Clarification[]
}

function readByMention(view: View, cart: readonly Line[], index: CatalogueIndex): Understanding | null {
  const groups: Group[] = []
  const asked = view.mentions.filter((mention) => !mention.old)
  const setting = SET.test(view.plain)
  for (const mention of asked) {
    const intent = operationOf(mention, cart, setting, index, view)
    if (intent === null) continue
    const found =
      intent === 'cart_remove'
        ? removed(mention, cart, index, view)
        : intent === 'cart_set'
          ? linesInCart([mention], cart, index)
          : null
    const group = groups.find((each) => each.intent === intent) ?? addGroup(groups, intent)
    if (found !== null) {
      group.lines.push(...found.lines.filter((line) => !group.lines.some((other) => isSameLine(line, other))))
      group.clarifications.push(...found.clarifications)
    }
  }
  const adding = groups.find((group) => group.intent === 'cart_add')
  if (adding !== undefined) {
    const added = asked.filter((mention) => operationOf(mention, cart, setting, index, view) === 'cart_add')
    const like = withoutCorrected(added, index).map((mention) => asInCart(mention, cart, index))
    const { lines, clarifications } = linesOf(like, index, { quantityOptional: false })
    adding.lines.push(...lines)
    adding.clarifications.push(...clarifications)
  }
  // "je garde les flag, pas le coca": what is not kept goes.
  if (groups.length === 0 && asked.some((mention) => mention.operation === 'keep')) {
    const gone = addGroup(groups, 'cart_remove')
    for (const mention of view.mentions.filter((each) => each.old))
      gone.lines.push(...removed(mention, cart, index, view).lines)
  }
  const [first, second] = groups.filter((group) => group.lines.length > 0 || group.clarifications.length > 0)
  if (first === undefined) return null
  const result = { ...withLines(first.intent, first.lines), clarifications: first.clarifications }
  return second === undefined ? result : { ...result, also: [second.intent], alsoLines: second.lines }
}

/** "rajoute 2 heineken": of the size that is in the cart, where the name alone leaves it open. */
function asInCart(mention: Mention, cart: readonly Line[], index: CatalogueIndex): Mention {
  if (mention.generic || resolveVariant(mention.candidates, formatOf(mention), index).kind === 'product') return mention
  const [line, other] = cartLinesFor(mention, cart, index)
  const open = mention.ml === null && mention.sizeWord === null && mention.container === null
  return line === undefined || other !== undefined || !open ? mention : { ...mention, candidates: [line.product] }
}

function isSameLine(one: Line, other: Line): boolean {
  return one.product === other.product && one.packaging === other.packaging && one.quantity === other.quantity
}

function addGroup(groups: Group[], intent: Intent): Group {
  const group: Group = { intent, lines: [], clarifications: [] }
  groups.push(group)
  return group
}

function operationOf(
  mention: Mention,
  cart: readonly Line[],
  setting: boolean,
  index: CatalogueIndex,
  view: View,
): Intent | null {
  const operation: Operation | null = mention.operation
  const known = cartLinesFor(mention, cart, index).length > 0
  if (operation === 'keep' && mention.quantity === null) return null
  // "castel c'est bon mais heineken mets 6".
  const after = view.reading.spelled.slice(mention.end, mention.end + 3).join(' ')
  if (known && mention.quantity === null && /^(?:c est |est )?(?:bon|ok|parfait|bien|ca va)\b/.test(after)) return null
  if (operation === 'remove') return known || mention.quantity !== null ? 'cart_remove' : null
  const following = view.mentions.find((other) => other.at > mention.at)?.at
  if (known && /\b(?:de|en) moins\b/.test(view.reading.spelled.slice(mention.end, following).join(' ')))
    return 'cart_remove'
  if (operation === 'add' && /\b(?:en plus|encore|rajoute|ajoute|add)\b/.test(view.plain) && !mention.corrected)
    return 'cart_add'
  // "la flag mets 8": what is there already is named first, then its number.
  const renumbered =
    known &&
    /\b(?:mets|mettez|met|fais|laisse|passe|put|set)\b/.test(
      view.reading.spelled.slice(mention.end, mention.end + 4).join(' '),
    )
  // "bock à 15".
  const becomes = known && /^a \d/.test(view.reading.spelled.slice(mention.end, mention.end + 2).join(' '))
  // "ramène la flag à 4", "make the coke 4".
  const brought =
    known &&
    /\b(?:make|put|set|fais|faites|ramene\w*|monte\w*|descend\w*|passe\w*|baisse\w*|limite\w*|mets|mettez)(?: moi| nous)?(?: (?:the|la|le|les|l))?$/.test(
      view.reading.spelled.slice(Math.max(0, mention.at - 3), mention.at).join(' '),
    ) &&
    /^(?:(?:a|au|to|sur|=|:) )?\d/.test(view.reading.spelled.slice(mention.end, mention.end + 2).join(' '))
  if (
    known &&
    (setting || renumbered || becomes || brought || mention.corrected || operation === 'set') &&
    (mention.quantity !== null || mention.half)
  )
    return 'cart_set'
  return 'cart_add'
}

function removed(
  mention: Mention,
  cart: readonly Line[],
  index: CatalogueIndex,
  view: View,
): Pick<Group, 'lines' | 'clarifications'> {
  const targets = cartLinesFor(mention, cart, index)
  const all = mention.generic || /\b(?:les|tous|toutes|all|the)\b/.test(view.plain)
  const everyOne = mention.quantity === targets.length && targets.length > 1
  if (
    targets.length === 1 ||
    (targets.length > 1 && (mention.generic || (all && mention.quantity === null) || everyOne))
  ) {
    const quantity = targets.length > 1 ? null : mention.quantity
    const shareOf = (line: Line) =>
      mention.factor === 0.5 && line.quantity !== null ? Math.floor(line.quantity / 2) : quantity
    return { lines: targets.map((line) => ({ ...line, quantity: shareOf(line) })), clarifications: [] }
  }
  if (targets.length === 0) return { lines: [], clarifications: [] }
  return { lines: [], clarifications: [targetQuestion(mention.text, targets, mention.quantity)] }
}

/** "enlève 2", "on fait 4 à la place", "enlève la petite", "20 pour les sacs": no product said. */
function readByNumber(view: View, cart: readonly Line[]): Understanding | null {
  const removing = REMOVE.test(view.plain) && !/\bpas \d/.test(view.plain)
  const wrong = wrongQuantity(view)
  const quantity = looseNumbers(view).find((number) => number !== wrong)
  const sized = bySizeWord(view, cart)
  const unit = view.loose.find((piece) => piece.is === 'unit')
  const inUnit = unit?.is === 'unit' ? cart.filter((line) => unit.units.includes(line.packaging)) : []
  const targets = sized.length > 0 ? sized : inUnit.length > 0 ? inUnit : cart
  if (cart.length === 0 || (!removing && quantity === undefined)) return null
  if (removing && quantity === undefined && sized.length !== 1 && inUnit.length !== 1) return null
  const setting = SET.test(view.plain) || view.pieces.some((piece) => piece.is === 'instead' || piece.is === 'fix')
  if (!removing && !setting) return null
  const intent = removing ? 'cart_remove' : 'cart_set'
  if (/\b(?:chaque|chacune?|each)\b/.test(view.plain) && quantity !== undefined)
    return withLines(
      intent,
      targets.map((line) => ({ ...line, quantity })),
    )
  // "3 pas 2": the quantity that was wrong tells the line.
  const were = targets.filter((line) => line.quantity === wrong)
  const meant = were.length > 0 ? were : targets
  const [target] = meant
  if (meant.length === 1 && target !== undefined) return withLines(intent, [{ ...target, quantity: quantity ?? null }])
  return { ...understood(intent), clarifications: [targetQuestion(String(quantity ?? ''), meant, quantity ?? null)] }
}

/** "3 pas 2", "4 au lieu de 6": what it is not to be. */
function wrongQuantity(view: View): number | null {
  const wrong = /\b(?:pas|et non|not|au lieu de?|instead of|a la place de) (\d{1,3})\b/.exec(view.plain)?.[1]
  return wrong === undefined ? null : Number(wrong)
}
