import { formatOf, linesOf, withoutCorrected } from './lines.ts'
import type { Mention } from './mentions.ts'
import type { Operation } from './phrases.ts'
import type { CatalogueIndex } from './products.ts'
import type { Clarification, Intent, Line, Slots, Understanding } from './types.ts'
import { resolveVariant } from './variants.ts'
import { looseNumbers, understood, type View, withLines } from './view.ts'

const SET =
  /\bau lieu d|\binstead\b|\bplutot\b|\bfinalement\b|\b(?:passe|passez|passer|passons|monte|descend\w*) a\b|\bon (?:fait|met|part|reste) (?:plutot |a |sur )?\d|\breduis|\breduire|\bdiminue|\baugmente|\bdouble|\btriple|\bmoitie moins|\ba la place\b|\bet non\b|\bpas \d|\bnon \d|\bmake (?:it|that)|\bchange|\bremplace|\breplace|\bswap|\bcorrige|\bmodifi|\berreur\b|\bseulement\b|\bseule?\b|\bc est (?:\d|un |une |deux |trois |quatre |cinq |six |dix )|\bon voulait|\bje voulais|\b(?:j ai|on a|avais) dit\b|\bfais (?:meme |moi )?\d|\bmets (?:meme )?\d+ (?:au|pour)\b|\bonly\b|\bjuste \d|\bau total\b|\ben tout\b|\bramene\w* a\b|\b(?:en|in) (?:33|65|carton|bouteille|casier|pack)\b|\bplus que \d|\bplutot que\b|\bactually\b|\brather\b/
const SWAP = /\b(?:change|changer|changez|remplace|remplacer|remplacez|replace|swap|switch|echange|substitue)\b/
const REMOVE = /\b(?:enleve|retire|supprime|ote|vire|degage|jette|sors|coupe|remove|take (?:out|off)|delete|drop|laisse(?:r|z)? tomber|annule|oublie|pas (?:besoin )?de|plus besoin|sans|moins|efface|barre|raye|no)\b/
const LINE = /\b(?:ligne|line|article|numero|n|item|no) ?(?:n )?(\d{1,2})\b/
const LAST_LINE = /\b(?:derniere|dernier|last) (?:ligne|article|line|item|produit|one|chose)\b|\ble dernier\b/
const FIRST_LINE = /\b(?:premiere|premier|first) (?:ligne|article|line|item|produit|one)\b/

/** Lines of the cart that a mention may mean: brand, then size, then packaging narrow them. */
export function cartLinesFor(mention: Mention, cart: readonly Line[], index: CatalogueIndex): Line[] {
  const inCart = cart.filter((line) => mention.candidates.includes(line.product))
  if (inCart.length < 2) return inCart
  const ids = [...new Set(inCart.map((line) => line.product))]
  const format = formatOf(mention)
  if (ids.length > 1 && (format.ml !== null || format.sizeWord !== null || format.container !== null)) {
    const settled = resolveVariant(ids, { ...format, units: null }, index)
    if (settled.kind === 'product') return inCart.filter((line) => line.product === settled.product.id)
  }
  const inUnit = inCart.filter((line) => mention.units?.includes(line.packaging))
  return inUnit.length > 0 ? inUnit : inCart
}

/** Changes to a cart that exists. Null when the message is about something else. */
export function readCartChange(view: View): Understanding | null {
  const cart = view.situation.state.cart ?? []
  const index = view.knowledge.catalogue
  return (
    readScaling(view, cart) ??
    readPointed(view, cart) ??
    (view.mentions.length > 0 ? readSwap(view, cart, index) : null) ??
    (view.mentions.length > 0 ? readByMention(view, cart, index) : readByNumber(view, cart))
  )
}

/** "double les quantités de tout", "triple le malta", "moitié moins de bock". */
function readScaling(view: View, cart: readonly Line[]): Understanding | null {
  const factor = /\bdouble/.test(view.plain) ? 2 : /\btriple/.test(view.plain) ? 3 : /\bmoitie (?:moins )?d|\bhalf (?:of|the)|\bdivise/.test(view.plain) ? 0.5 : null
  if (factor === null || cart.length === 0) return null
  const index = view.knowledge.catalogue
  const scaled: Line[] = []
  const others: Mention[] = []
  for (const mention of view.mentions) {
    const targets = cartLinesFor(mention, cart, index)
    if (mention.quantity !== null) others.push(mention)
    else for (const line of targets) scaled.push({ ...line, quantity: (line.quantity ?? 0) * factor })
  }
  if (view.mentions.length === 0) for (const line of cart) scaled.push({ ...line, quantity: (line.quantity ?? 0) * factor })
  if (scaled.length === 0 || scaled.some((line) => !Number.isInteger(line.quantity))) return null
  const set = linesInCart(others, cart, index)
  return withLines('cart_set', [...scaled, ...set.lines])
}

/** "supprime la ligne 2", "vire la dernière ligne", "change line 2 to 7". */
function readPointed(view: View, cart: readonly Line[]): Understanding | null {
  const numbered = LINE.exec(view.plain)
  const line = numbered !== null ? cart[Number(numbered[1]) - 1] : LAST_LINE.test(view.plain) ? cart[cart.length - 1] : FIRST_LINE.test(view.plain) ? cart[0] : undefined
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
  const format = { units: [line.packaging], ml, sizeWord: sizeWord?.is === 'sizeWord' ? sizeWord.word : null, container: null }
  const resolved = resolveVariant(view.knowledge.catalogue.byFamily.get(family) ?? [], format, view.knowledge.catalogue)
  if (resolved.kind !== 'product' || resolved.product.id === line.product) return null
  return withLines('cart_add', [{ ...line, product: resolved.product.id, packaging: resolved.packaging }])
}

/** "change les castel en beaufort", "Chivas à la place du Jack", "petite flag et non grande": one product for another. */
function readSwap(view: View, cart: readonly Line[], index: CatalogueIndex): Understanding | null {
  const { mentions } = view
  const old = mentions.find((mention) => mention.old) ?? (SWAP.test(view.plain) && mentions.length === 2 ? mentions[0] : undefined)
  const wanted = mentions.find((mention) => mention !== old && !mention.old)
  if (wanted === undefined) return null
  const resizes = old === undefined && (wanted.ml !== null || wanted.sizeWord !== null) && SET.test(`${view.plain} `) && wanted.quantity === null
  const from = old === undefined ? cart.filter((line) => wanted.candidates.includes(line.product)) : cartLinesFor(old, cart, index)
  const [line] = from
  if (line === undefined || from.length > 1 || (old === undefined && !resizes)) return null
  const volume = index.products.get(line.product)?.volume_ml ?? null
  const format = formatOf(wanted)
  const hinted = format.ml === null && format.sizeWord === null && format.units === null ? { ...format, ml: volume } : format
  const bySame = resolveVariant(wanted.candidates, { ...hinted, units: format.units ?? [line.packaging] }, index)
  const resolved = bySame.kind === 'product' ? bySame : resolveVariant(wanted.candidates, format, index)
  if (resolved.kind !== 'product' || resolved.product.id === line.product) return null
  return withLines('cart_set', [{ product: resolved.product.id, packaging: resolved.packaging, quantity: wanted.quantity ?? line.quantity }], { replace: [line.product] })
}

interface Group {
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
    const found = intent === 'cart_remove' ? removed(mention, cart, index, view) : intent === 'cart_set' ? linesInCart([mention], cart, index) : null
    const group = groups.find((each) => each.intent === intent) ?? addGroup(groups, intent)
    if (found !== null) {
      group.lines.push(...found.lines)
      group.clarifications.push(...found.clarifications)
    }
  }
  const adding = groups.find((group) => group.intent === 'cart_add')
  if (adding !== undefined) {
    const added = asked.filter((mention) => operationOf(mention, cart, setting, index, view) === 'cart_add')
    const { lines, clarifications } = linesOf(withoutCorrected(added, index), index, { quantityOptional: false })
    adding.lines.push(...lines)
    adding.clarifications.push(...clarifications)
  }
  const [first, second] = groups.filter((group) => group.lines.length > 0 || group.clarifications.length > 0)
  if (first === undefined) return null
  const result = { ...withLines(first.intent, first.lines), clarifications: first.clarifications }
  return second === undefined ? result : { ...result, also: [second.intent], alsoLines: second.lines }
}

function addGroup(groups: Group[], intent: Intent): Group {
  const group: Group = { intent, lines: [], clarifications: [] }
  groups.push(group)
  return group
}

function operationOf(mention: Mention, cart: readonly Line[], setting: boolean, index: CatalogueIndex, view: View): Intent | null {
  const operation: Operation | null = mention.operation
  const known = cartLinesFor(mention, cart, index).length > 0
  if (operation === 'keep' && mention.quantity === null) return null
  if (operation === 'remove') return known || mention.quantity !== null ? 'cart_remove' : null
  if (/\bde moins\b/.test(view.plain) && known) return 'cart_remove'
  if (operation === 'add' && /\b(?:en plus|encore|rajoute|ajoute|add)\b/.test(view.plain) && !mention.corrected) return 'cart_add'
  if (known && (setting || mention.corrected || operation === 'set') && (mention.quantity !== null || mention.half)) return 'cart_set'
  return 'cart_add'
}

function removed(mention: Mention, cart: readonly Line[], index: CatalogueIndex, view: View): Pick<Group, 'lines' | 'clarifications'> {
  const targets = cartLinesFor(mention, cart, index)
  const all = mention.generic || /\b(?:les|tous|toutes|all|the)\b/.test(view.plain)
  const everyOne = mention.quantity === targets.length && targets.length > 1
  if (targets.length === 1 || (targets.length > 1 && (mention.generic || (all && mention.quantity === null) || everyOne))) {
    const quantity = targets.length > 1 ? null : mention.quantity
    return { lines: targets.map((line) => ({ ...line, quantity })), clarifications: [] }
  }
  if (targets.length === 0) return { lines: [], clarifications: [] }
  return { lines: [], clarifications: [targetQuestion(mention.text, targets, mention.quantity)] }
}

function linesInCart(mentions: readonly Mention[], cart: readonly Line[], index: CatalogueIndex): Pick<Group, 'lines' | 'clarifications'> {
  const lines: Line[] = []
  const clarifications: Clarification[] = []
  for (const mention of mentions) {
    const targets = cartLinesFor(mention, cart, index)
    const [target] = targets
    if (target === undefined || targets.length > 1) {
      if (targets.length > 1) clarifications.push(targetQuestion(mention.text, targets, mention.quantity))
      continue
    }
    const packaging = mention.units?.find((unit) => index.products.get(target.product)?.packagings.some((each) => each.unit === unit))
    lines.push({ product: target.product, packaging: packaging ?? target.packaging, quantity: mention.quantity })
  }
  return { lines, clarifications }
}

/** "enlève 2", "on fait 4 à la place", "enlève la petite", "20 pour les sacs": no product said. */
function readByNumber(view: View, cart: readonly Line[]): Understanding | null {
  const removing = REMOVE.test(view.plain) && !/\bpas \d/.test(view.plain)
  const [quantity] = looseNumbers(view)
  const sized = bySizeWord(view, cart)
  const unit = view.loose.find((piece) => piece.is === 'unit')
  const inUnit = unit?.is === 'unit' ? cart.filter((line) => unit.units.includes(line.packaging)) : []
  const targets = sized.length > 0 ? sized : inUnit.length > 0 ? inUnit : cart
  if (cart.length === 0 || (!removing && quantity === undefined)) return null
  if (removing && quantity === undefined && sized.length !== 1 && inUnit.length !== 1) return null
  const setting = SET.test(view.plain) || view.pieces.some((piece) => piece.is === 'instead' || piece.is === 'fix')
  if (!removing && !setting) return null
  const intent = removing ? 'cart_remove' : 'cart_set'
  const [target] = targets
  if (targets.length === 1 && target !== undefined) return withLines(intent, [{ ...target, quantity: quantity ?? null }])
  return { ...understood(intent), clarifications: [targetQuestion(String(quantity ?? ''), targets, quantity ?? null)] }
}

function bySizeWord(view: View, cart: readonly Line[]): Line[] {
  const piece = view.loose.find((each) => each.is === 'sizeWord')
  if (piece?.is !== 'sizeWord') return []
  const resolved = resolveVariant([...new Set(cart.map((line) => line.product))], { units: null, ml: null, sizeWord: piece.word, container: null }, view.knowledge.catalogue)
  return resolved.kind === 'product' ? cart.filter((line) => line.product === resolved.product.id) : []
}

function targetQuestion(text: string, targets: readonly Line[], quantity: number | null): Clarification {
  return { text, candidates: targets.map((line) => line.product), packaging: targets[0]?.packaging ?? null, quantity, reason: 'target' }
}

/** "même chose sans le vin", "la commande d'hier en double", "idem + 1 malta". */
export function readRepeat(view: View): Understanding {
  const index = view.knowledge.catalogue
  const last = view.situation.state.lastOrder ?? []
  const slots: Slots = { remove: [] }
  if (/\b(?:le|en) double\b|\bdouble\b|\bdeux fois plus|twice/.test(view.plain) && view.mentions.length === 0) {
    return withLines('repeat_last', last.map((line) => ({ ...line, quantity: (line.quantity ?? 0) * 2 })), slots)
  }
  const out = view.mentions.filter((mention) => (mention.operation === 'remove' && mention.quantity === null) || (mention.old && mention.quantity === null))
  slots.remove = [...new Set(out.flatMap((mention) => cartLinesFor(mention, last, index).map((line) => line.product)))]
  const wanted = view.mentions.filter((mention) => !out.includes(mention) && !mention.old && (mention.quantity !== null || mention.half || mention.units !== null))
  const { lines, clarifications } = linesOf(wanted, index, { quantityOptional: false })
  return { ...withLines('repeat_last', lines, slots), clarifications }
}
