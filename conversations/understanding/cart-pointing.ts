import { cartLinesFor, linesInCart } from './cart-targets.ts'
import { anyOf } from './cue-phrases.ts'
import type { Mention } from './describing.ts'
import { formatOf } from './lines.ts'
import type { CatalogueIndex } from './products.ts'
import type { Line, Understanding } from './types.ts'
import { resolveVariant } from './variants.ts'
import { type View, withLines } from './view.ts'

export const SET = anyOf(`
  au lieu d*|a la place|instead|plutot|finalement|et non|actually|rather|only|seule?|seulement|au total|en tout|erreur
  (?:pass|mont|descend|ramen|baiss|redui|limit|ajust)* (?:.. )?a \\d+|(?:pass|mont|descend|ramen|ajust)* a
  (?:reduis|reduire|reduisez|diminu|augment|doubl|tripl|chang|remplac|replac|swap|corrig|modifi|ajust)*|moitie moins
  on (?:fait|met|part|reste) (?:plutot |a |sur )?\\d+|(?:fais|mets) (?:meme |moi )?\\d+(?: (?:au|pour))?
  (?:pas|non|juste|plus que|que) \\d+|suffi*|enough|make (?:it|that)
  (?:c est|c etait) (?:\\d+|un|une|deux|trois|quatre|cinq|six|dix)
  {i} (?:voulais|voulait|voulions)|(?:ai|a|avais) dit
  (?:en|in) (?:33|65|carton|bouteille|casier|pack|petite?s?|grande?s?|boites?|canettes?|cans?|small|big)
  (?:met|prend|donn|fai)(?:s|ds|e|tez|ez|tes)? (?:moi |plutot )?(?:la |le |les |des )?(?:petite?s?|grande?s?)
  besoin que
`)

const SWAP = /\b(?:change|changer|changez|remplace|remplacer|remplacez|replace|swap|switch|echange|substitue)\b/

/** "enlève le coca et mets fanta à la place". */
const IN_ITS_PLACE = /\b(?:a la place|instead)\b(?! (?:de|du|des|d|of)\b)/

export const REMOVE = anyOf(`
  (?:enlev|retir|supprim|ot|vir|degag|jett|coup|annul|oubli|effac|ray|barr)(?:e|es|ez|er)|laissez|sors|remove|delete|drop|comot
  take (?:out|off)|laisse(?:r|z)? tomber|pas (?:besoin )?de|plus besoin|sans|moins|no
`)

const LINE = /\b(?:ligne|line|article|numero|n|item|no) ?(?:n |numero )?(\d{1,2})\b/

const LAST_LINE = /\b(?:derniere|dernier|last) (?:ligne|article|line|item|produit|one|chose)\b|\ble dernier\b/

const FIRST_LINE = /\b(?:premiere|premier|first) (?:ligne|article|line|item|produit|one)\b/

const HALVED = anyOf(`
  moitie (?:moins )?d*|half (?:of|the)|divis*|by half|in half|coup* .. en deux
  (?:redui|baiss|diminu|coup|ramen)* .. (?:de|a) (?:la )?moitie
`)

const BY_TWO = /\bdivis\w* .*\b(?:par|by|en) (?:2|deux|two)\b/

/** "double les quantités de tout", "triple le malta", "moitié moins de bock". */
export function readScaling(view: View, cart: readonly Line[]): Understanding | null {
  const factor = /\bdouble/.test(view.plain)
    ? 2
    : /\btriple/.test(view.plain)
      ? 3
      : HALVED.test(view.plain)
        ? 0.5
        : null
  // "double eviction this week": with no goods named it is the whole cart, and little else is said.
  if (factor === null || cart.length === 0 || (view.mentions.length === 0 && view.bare.split(' ').length > 7))
    return null
  const index = view.knowledge.catalogue
  const scaled: Line[] = []
  const others: Mention[] = []
  const { spelled } = view.reading
  const gone = view.mentions.filter(
    ({ at, operation }, place) =>
      operation === 'remove' &&
      factor !== 0.5 &&
      !/\b(?:doubl|tripl)/.test(spelled.slice(view.mentions[place - 1]?.end ?? 0, at).join(' ')),
  )
  for (const mention of view.mentions) {
    if (gone.includes(mention)) continue
    const targets = cartLinesFor(mention, cart, index)
    if (mention.quantity !== null && !(factor === 0.5 && BY_TWO.test(view.plain))) others.push(mention)
    else for (const line of targets) scaled.push({ ...line, quantity: (line.quantity ?? 0) * factor })
  }
  if (view.mentions.length === 0)
    for (const line of cart) scaled.push({ ...line, quantity: (line.quantity ?? 0) * factor })
  if (scaled.length === 0 || scaled.some((line) => !Number.isInteger(line.quantity))) return null
  const set = linesInCart(others, cart, index)
  const lines = [...scaled, ...set.lines]
  const [first] = gone
  if (first === undefined) return withLines('cart_set', lines)
  // "enlève le chivas et double le sprite": the first one said.
  const removed = linesInCart(gone, cart, index).lines
  return first.at < (view.mentions.find((mention) => !gone.includes(mention))?.at ?? 0)
    ? { ...withLines('cart_remove', removed), also: ['cart_set'], alsoLines: lines }
    : { ...withLines('cart_set', lines), also: ['cart_remove'], alsoLines: removed }
}

/** "supprime la ligne 2", "vire la dernière ligne", "change line 2 to 7". */
export function readPointed(view: View, cart: readonly Line[]): Understanding | null {
  const numbered = LINE.exec(view.plain)
  const ordinal = /\b(?:deuxieme|seconde?|second|2nd|2 ?(?:e|eme|nd)) (?:ligne|article|line|item|produit|one)\b/.test(
    view.plain,
  )
    ? 1
    : /\b(?:troisieme|third|3rd|3 ?(?:e|eme|rd)) (?:ligne|article|line|item|produit|one)\b/.test(view.plain)
      ? 2
      : null
  const line =
    ordinal !== null
      ? cart[ordinal]
      : numbered !== null
        ? cart[Number(numbered[1]) - 1]
        : LAST_LINE.test(view.plain)
          ? cart[cart.length - 1]
          : FIRST_LINE.test(view.plain)
            ? cart[0]
            : undefined
  if (line === undefined) return null
  const numbers = [...view.plain.matchAll(/\b\d{1,3}\b/g)].map((match) => Number(match[0]))
  const counts = numbered === null ? numbers : numbers.filter((_, at) => at !== numbers.indexOf(Number(numbered[1])))
  const [quantity] = counts
  if (REMOVE.test(view.plain)) return withLines('cart_remove', [{ ...line, quantity: quantity ?? null }])
  if (/\b(?:pareil|comme|meme)\b/.test(view.plain)) return likeLine(view, line)
  return quantity === undefined ? null : withLines('cart_set', [{ ...line, quantity }])
}

/** "pareil que la ligne 1 mais en 33". */
function likeLine(view: View, line: Line): Understanding | null {
  const family = view.knowledge.catalogue.products.get(line.product)?.family ?? ''
  const size = view.pieces.find((piece) => piece.is === 'size')
  const bare = /\ben (\d{2})\b/.exec(view.plain)
  const ml = size?.is === 'size' ? size.ml : bare === null ? null : Number(bare[1]) * 10
  const sizeWord = view.pieces.find((piece) => piece.is === 'sizeWord')
  const format = {
    units: [line.packaging],
    ml,
    sizeWord: sizeWord?.is === 'sizeWord' ? sizeWord.word : null,
    container: null,
  }
  const resolved = resolveVariant(view.knowledge.catalogue.byFamily.get(family) ?? [], format, view.knowledge.catalogue)
  if (resolved.kind !== 'product' || resolved.product.id === line.product) return null
  return withLines('cart_add', [{ ...line, product: resolved.product.id, packaging: resolved.packaging }])
}

/** "coca-cola" and "coca-cola-zero". */
function areKin(one = '', other = ''): boolean {
  return `${one}-`.startsWith(`${other}-`) || `${other}-`.startsWith(`${one}-`)
}

const RATHER = /^(?:plutot|rather)\b|\b(?:plutot|rather|instead)$/

/** "je préfère le fanta au coca": the first for the second. */
function readPreference(view: View, cart: readonly Line[], index: CatalogueIndex): Understanding | null {
  const [wanted, old] = view.mentions
  if (wanted === undefined || old === undefined || wanted.old) return null
  return readSwap({ ...view, plain: '', mentions: [{ ...old, old: true }, wanted] }, cart, index)
}

/** "remplace castel par beaufort et flag par doppel": several at once. */
export function readSwaps(view: View, cart: readonly Line[], index: CatalogueIndex): Understanding | null {
  const { mentions } = view
  if (mentions.length < 4 || !SWAP.test(view.plain)) return null
  const swaps: Understanding[] = []
  for (let at = 0; at + 1 < mentions.length; at += 2) {
    const [old, wanted] = mentions.slice(at, at + 2)
    if (old === undefined || wanted === undefined) return null
    if (!isExchanged(old, wanted, view)) return null
    const swap = readSwap({ ...view, mentions: [old, wanted] }, cart, index)
    if (swap === null) return null
    swaps.push(swap)
  }
  const replace = swaps.flatMap(({ slots }) => slots.replace ?? [])
  return withLines(
    'cart_set',
    swaps.flatMap(({ lines }) => lines),
    { replace },
  )
}

/** "les beaufort je veux les petites": of what is there, the other size. */
const NAMED_SIZE = /\b(?:veux|voudrais|voulais|prends|prefere) (?:la|le|les|en) (?:petite?s?|grande?s?|grosses?)\b/

/** "les deux moët par deux veuve clicquot": the first number says which, the second how many. */
function isExchanged(old: Mention, wanted: Mention, { reading: { spelled } }: View): boolean {
  return /\b(?:par|contre|for|with|by)\b/.test(spelled.slice(old.end, wanted.at).join(' '))
}

/** "change les castel en beaufort", "Chivas à la place du Jack", "petite flag et non grande": one product for another. */
export function readSwap(view: View, cart: readonly Line[], index: CatalogueIndex): Understanding | null {
  const { mentions } = view
  const [first, second, third] = mentions
  const swaps =
    SWAP.test(view.plain) ||
    (first?.operation === 'remove' && second?.operation !== 'remove' && IN_ITS_PLACE.test(view.plain))
  // "pas JB, mettez Label 5": what is not wanted and was there makes room for what is.
  const denial = view.reading.spelled.slice(Math.max(0, (first?.at ?? 0) - 2), first?.at ?? 0).join(' ')
  const denied = /^(?:pas|not)\b/.test(denial) && second?.operation === 'add' && second.quantity === null
  const pairs = (swaps || denied) && first !== undefined && second !== undefined && third === undefined
  const old =
    mentions.find((mention) => mention.old) ??
    (pairs && (first.quantity === null || isExchanged(first, second, view)) ? first : undefined)
  if (/\bprefer\w*\b/.test(view.plain) && mentions.length === 2 && old === undefined)
    return readPreference(view, cart, index)
  const wanted = mentions.find((mention) => mention !== old && !mention.old)
  if (wanted === undefined || (wanted.operation === 'keep' && wanted.quantity === null)) return null
  const resizes =
    old === undefined &&
    (wanted.ml !== null || wanted.sizeWord !== null) &&
    (SET.test(`${view.plain} `) || /\bprefer\w*\b/.test(view.plain) || NAMED_SIZE.test(view.plain)) &&
    (wanted.quantity === null || /\btoujours\b/.test(view.plain))
  const family = (id: string) => index.products.get(id)?.family
  const kin = cart.filter((line) => wanted.candidates.some((id) => areKin(family(id), family(line.product))))
  // "ivoire black plutôt": for the other one of that brand, or for the only line there is.
  const rather = old === undefined && mentions.length === 1 && wanted.quantity === null && RATHER.test(view.bare)
  const from =
    old !== undefined
      ? cartLinesFor(old, cart, index)
      : rather
        ? kin.length > 0 || cart.length > 1
          ? kin
          : cart
        : cart.filter((line) => wanted.candidates.includes(line.product))
  const [line] = from
  if (line === undefined || from.length > 1 || (old === undefined && !resizes && !rather)) return null
  const volume = index.products.get(line.product)?.volume_ml ?? null
  const format = formatOf(wanted)
  const hinted =
    format.ml === null && format.sizeWord === null && format.units === null ? { ...format, ml: volume } : format
  // "pour l'eau, mets petite": the water that is in the cart.
  const siblings = index.byFamily.get(family(line.product) ?? '') ?? []
  const candidates = wanted.generic && old === undefined ? siblings : wanted.candidates
  const bySame = resolveVariant(candidates, { ...hinted, units: format.units ?? [line.packaging] }, index)
  const resolved = bySame.kind === 'product' ? bySame : resolveVariant(candidates, format, index)
  if (resolved.kind !== 'product' || resolved.product.id === line.product) return null
  return withLines(
    'cart_set',
    [{ product: resolved.product.id, packaging: resolved.packaging, quantity: wanted.quantity ?? line.quantity }],
    { replace: [line.product] },
  )
}
