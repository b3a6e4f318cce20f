import type { Mention } from './describing.ts'
import { slips } from './near-names.ts'
import type { Piece } from './piece.ts'
import type { Reading } from './reading.ts'
import { BARE_SIZES } from './units.ts'

// What mentions of one message say about one another: a count for all, a total and its parts, one or the other.

/** The mentions as they are meant together. */
export function settled(mentions: readonly Mention[], loose: readonly Piece[], reading: Reading): readonly Mention[] {
  const parts = withoutTotals(withoutHeadings(mentions, reading))
  return eachCounted(halvedBetween(inSameUnit(parts, reading), reading), loose, reading)
}

/** "il manque l'eau, mets 3 packs d'awa": the kind, and then the goods of that kind, which are no second wish. */
function withoutHeadings(mentions: readonly Mention[], reading: Reading): Mention[] {
  return mentions.filter((kind, at) => {
    const goods = mentions[at + 1]
    const bare = (kind.generic || kind.vague) && kind.quantity === null && kind.units === null && !kind.half
    if (!bare || goods === undefined || goods.generic || kind.operation === 'remove') return true
    const between = reading.spelled.slice(kind.end, goods.at)
    // "soirée mousse : 8 moët": the title of the list.
    if (kind.generic && between.includes(':') && goods.quantity !== null) return false
    return (
      between.some((word) => /^(?:et|and|avec|plus)$/.test(word)) ||
      !goods.candidates.some((id) => kind.candidates.includes(id))
    )
  })
}

/** "mets en 2 de plus pour la flag": a number said before the only product counts it. */
export function adoptLoose(mentions: readonly Mention[], loose: readonly Piece[]): void {
  const [only, another] = mentions
  const numbers = loose.filter((piece) => piece.is === 'number' && !piece.money)
  const [number] = numbers
  const corrected = loose.some((piece) => piece.is === 'instead')
  if (only === undefined || another !== undefined || only.quantity !== null || only.vague || only.half) return
  if (number?.is !== 'number' || number.article || number.at > only.at || numbers.length > (corrected ? 2 : 1)) return
  only.quantity = number.value
  only.corrected = only.corrected || corrected
  const unit = loose.find((piece) => piece.is === 'unit' && piece.at >= number.end)
  if (unit?.is === 'unit') only.units ??= unit.units
}

const FOR_ALL = /\b(?:chaque|chacune?s?|each|partout|par (?:marque|sorte|type)|meme (?:quantite|nombre))\b/
/** "two two crates of castel and flag": two of each. */
const TWO_BY_TWO = /\b(un|une|deux|trois|quatre|cinq|one|two|three|four|five) \1\b/

/** "2 casiers de chaque : castel, flag": one count for all. */
function eachCounted(mentions: readonly Mention[], loose: readonly Piece[], reading: Reading): readonly Mention[] {
  if (TWO_BY_TWO.test(reading.plain))
    return mentions.map((mention, at) => {
      const { quantity = null, units = null } = mention.quantity === null ? (mentions[at - 1] ?? {}) : {}
      return quantity === null ? mention : { ...mention, quantity, units: mention.units ?? units }
    })
  if (mentions.length < 2 || !FOR_ALL.test(reading.plain)) return mentions
  const counted = mentions.filter((mention) => mention.quantity !== null)
  const number = loose.find((piece) => piece.is === 'number' && !piece.money)
  const unit = loose.find((piece) => piece.is === 'unit')
  const quantity = counted[0]?.quantity ?? (number?.is === 'number' ? number.value : null)
  const units = counted[0]?.units ?? (unit?.is === 'unit' ? unit.units : null)
  if (counted.length > 1 || quantity === null) return mentions
  return mentions.map((mention) => ({ ...mention, quantity, units: mention.units ?? units }))
}

/** "heineken: 15 petites, 6 grandes": the same brand again in another size. */
export function otherVariant(known: Mention, chunk: readonly Piece[], reading: Reading): Mention | null {
  const [article, bare, further] = chunk
  // "flag 33 ... et la 65 ?": the other size, asked for beside the first.
  const named = bare?.is === 'number' && BARE_SIZES.has(bare.value) && known.ml !== null ? bare.value * 10 : null
  if (article?.is === 'of' && further === undefined && named !== null && Math.abs(named - (known.ml ?? 0)) > 50)
    return { ...known, ml: named, fix: false, retracts: false }
  const resized = inOtherMl(known, chunk) ?? inOtherPackaging(known, chunk)
  if (resized !== null) return resized
  const count = chunk.find((piece) => piece.is === 'number' && !piece.money)
  const size = chunk.find((piece) => piece.is === 'sizeWord')
  if (count?.is !== 'number' || size?.is !== 'sizeWord' || known.quantity === null || known.sizeWord === size.word)
    return null
  if (chunk.some((piece) => piece.is === 'fix' || piece.is === 'instead')) return null
  const unit = chunk.find((piece) => piece.is === 'unit')
  // "4 casiers de flag dont 2 petites": two of the four.
  const [first] = chunk
  if (reading.spelled[(first?.at ?? 0) - 1] === 'dont' && known.quantity > count.value) known.quantity -= count.value
  return {
    ...known,
    quantity: count.value,
    sizeWord: size.word,
    ml: null,
    units: unit?.is === 'unit' ? unit.units : known.units,
    fix: false,
    retracts: false,
  }
}

/** "4 tuborg en 33 et 2 en 65". */
function inOtherMl(known: Mention, chunk: readonly Piece[]): Mention | null {
  const [count, size, further] = chunk.filter((piece) => piece.is !== 'of')
  if (count?.is !== 'number' || count.money || further !== undefined || known.ml === null) return null
  const ml =
    size?.is === 'size' ? size.ml : size?.is === 'number' && BARE_SIZES.has(size.value) ? size.value * 10 : null
  if (ml === null || Math.abs(ml - known.ml) <= 50 || known.quantity === null) return null
  return { ...known, ml, quantity: count.value, fix: false, retracts: false }
}

/** "heineken 3 casiers petits, 1 carton boîtes". */
function inOtherPackaging(known: Mention, chunk: readonly Piece[]): Mention | null {
  const [count, unit, format, further] = chunk.filter((piece) => piece.is !== 'of')
  if (count?.is !== 'number' || unit?.is !== 'unit' || further !== undefined || known.quantity === null) return null
  const container =
    format?.is === 'container'
      ? format.container
      : format?.is === 'unit' && format.units.includes('canette')
        ? 'canette'
        : null
  if (container === null || known.units?.some((each) => unit.units.includes(each))) return null
  return {
    ...known,
    quantity: count.value,
    units: unit.units,
    container,
    sizeWord: null,
    ml: null,
    fix: false,
    retracts: false,
  }
}

/** Whether a word is the flavour in a product's id, or one slip away from it: "blanc", "blacn". */
export function isFlavourOf(id: string, word: string): boolean {
  return id
    .split('-')
    .some((part) => part === word || (part.length > 4 && word.length > 3 && slips(part, word, 1) === 1))
}

/** The same brand again in another flavour: "5 valpierre, 2 blanc et 3 rouge". */
export function otherFlavour(known: Mention, chunk: readonly Piece[], reading: Reading): Mention | null {
  const [count, flavour, further] = chunk
  if (count?.is !== 'number' || count.money || flavour?.is !== 'word' || further !== undefined) return null
  const word = (reading.tokens[flavour.at]?.key ?? '').replace(/^blanche$/, 'blanc')
  const candidates = known.candidates.filter((id) => isFlavourOf(id, word))
  if (candidates.length === 0 || candidates.length === known.candidates.length || known.quantity === null) return null
  return { ...known, candidates, quantity: count.value, fix: false, retracts: false }
}

/** "10 casiers de heineken, 6 petites et 4 grandes": a total whose parts follow is no line itself. */
function withoutTotals(mentions: readonly Mention[]): readonly Mention[] {
  return mentions.filter((total, at) => {
    const following = mentions.slice(at + 1)
    const end = following.findIndex((part) => part.at !== total.at)
    const parts = end < 0 ? following : following.slice(0, end)
    const sum = parts.reduce((before, part) => before + (part.quantity ?? 0), 0)
    return parts.length < 2 || total.sizeWord !== null || total.ml !== null || sum !== total.quantity
  })
}

/** "6 bouteilles de coca et 6 de fanta": counted in what came before. */
function inSameUnit(mentions: readonly Mention[], { spelled }: Reading): readonly Mention[] {
  let units: Mention['units'] = null
  return mentions.map((mention) => {
    const partitive = /\d (?:de|d|of)$/.test(spelled.slice(Math.max(0, mention.at - 2), mention.at).join(' '))
    units = mention.units ?? (partitive ? units : null)
    return mention.units === null && units !== null ? { ...mention, units } : mention
  })
}

/** "6 casiers moitié castel moitié flag": three of each. */
function halvedBetween(mentions: readonly Mention[], reading: Reading): readonly Mention[] {
  const [one, other, third] = mentions
  if (one === undefined || other === undefined || third !== undefined) return mentions
  const isHalf = ({ at, end }: Mention) =>
    [...reading.spelled.slice(Math.max(0, at - 2), at), reading.spelled[end] ?? ''].some((word) =>
      /^(?:moitie|half|mi)$/.test(word),
    )
  const total = one.quantity ?? other.quantity
  if (total === null || (one.quantity !== null && other.quantity !== null) || !isHalf(one) || !isHalf(other))
    return mentions
  const units = one.units ?? other.units
  const share = total % 2 === 0 ? { quantity: total / 2 } : { quantity: null, vague: true }
  return [one, other].map((mention) => ({ ...mention, ...share, units, half: false, halfOnly: false, factor: null }))
}

/** How goods follow others: "5 castel ou 5 flag" is either, "5 castel, sinon 5 flag" the second for want of the first. */
export function choiceBefore(mention: Mention, previous: Mention | undefined, reading: Reading): Mention['choice'] {
  if (previous === undefined || previous.end > mention.at) return null
  const between = reading.spelled.slice(previous.end, mention.at).join(' ')
  if (FOR_WANT_OF.test(between)) return 'else'
  return EITHER.test(between) ? 'or' : null
}

const FOR_WANT_OF = /\b(?:sinon|a defaut|au pire|or else|otherwise|if not|s il n y en a pas|si y (?:en )?a pas)\b/
const EITHER = /^(?:\S+ ){0,2}(?:ou(?: bien)?|or)(?: (?:\d+|de|d|des|la|le|les|une?|casiers?|packs?|cartons?|alors))*$/
