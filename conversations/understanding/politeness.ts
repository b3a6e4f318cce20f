import { anyOf } from './cue-phrases.ts'
import { BLESSING, HAILED } from './greetings.ts'
import type { CatalogueIndex } from './products.ts'
import { findProduct } from './products.ts'
import type { Reading } from './reading.ts'
import { readUnit } from './units.ts'

// "patron", "svp", "mon frère", "hein": said before, after and inside of any message, they change nothing in it.

const PLEASE =
  'svp|please|(?:s ?il|si) (?:l )?(?:vous|te) plai\\w*|s(?:il|i) ?(?:l)?(?:vou|te)s?(?:plait|plai|ple)|je (?:vous|t) (?:en )?prie|biko|(?:merci|thanks|thank you)(?: (?:beaucoup|bien|bcp|infiniment))? d avance|d avance merci|thanks in advance|cordialement|bien cordialement|bien a (?:vous|toi)|cdt|cdlt|deh|(?:hein|o)(?= [!.?,;]|$| (?:svp|merci|please|chef|patron|boss))|pardon(?=$| [!.])'
/** Those whose only use among goods is to speak to somebody, by themselves or behind "mon", "le", "cher". */
const PERSON =
  'vieux pere|vieux mogo|la vieille|grand frere|grande soeur|petit frere|petite soeur|grand chef|big boss|boss man|ma belle|messieurs dames|my friend|patron|patronne|chef|chefs|cheffe|boss|tonton|tanti|tantie|tata|maman|papa|mama|freres?|frero|fre|soeurs?|gars|mogo|djo|mec|bro|brother|sister|sis|sir|madame?|madam|mme|monsieur|mr|mademoiselle|mlle|doyen|doyenne|president|oga|chairman|champion|dear|ami|amie|amis|cherie?|fiston|vieux|vieille|petit|jeune|grand|pere|mere|maitre|associe|collegue|team|equipe|famille|messieurs|mesdames'
const OWN = 'mon|ma|mes|my|cher|chere|chers|cheres|dear|eh|ah|he|ho|dis|dites|bon|gentil|le|la|les|the'
const ADDRESS = new RegExp(`(?<!\\b(?:moins|plus|trop|tres|pas) )\\b(?:(?:${OWN}) )*(?:${PERSON})\\b`, 'g')
const SAID = new RegExp(`(\\b(?:${PLEASE})(?!\\w))|${BLESSING.source}|${HAILED}`, 'g')
/** "la mère" and "le vieux" are spoken to; "le patron" is spoken of. */
const SPOKEN_OF = /^(?:le|la|les|the) (?!mere|pere|vieux|vieille|tantie?|famille|team|equipe)/
/** Needs "mon" or a sign beside it: "grand", "petit", "pere" alone may be a size or part of a name. */
const DOUBTFUL = /^(?:grand|petit|jeune|pere|mere|ami|amis|amie|equipe|team|famille|maitre|papa|dear)$/
/** Before an address these make the person part of the sentence: "chez tonton", "appelle le vieux". */
const GOVERNS = anyOf(`
  ^(?:chez|de|du|des|d|pour|avec|a|au|aux|par|sur|comme|que|qu|un|une|son|sa|ses|ton|ta|tes|votre|vos|notre|nos|leur|leurs|ce|cet|cette|ces|quel|quelle|sans|contre|entre|vers|et|ou|est|suis|sont|es|ici|nom|of|for|with|to|the|from|at|by|and|a|an|is|your|his|her|their|this|our)$
  ^(?:parle*|voir|vois|joindre|demande*|dire|dit|contact*|appell*|appele[rz]|rappel*|trouve*|connai*|call|see|ask|tell|talk|speak|bar|maquis|restaurant|depot|cave|boutique|chambre|rue|bonne)$
`)
/** After an address these make the person the one who acts: "tonton a pris 3 flag", "mon frère qui livre". */
const ACTS =
  /^(?:(?!(?:par|satis)?fait$)\w+(?:ait|aient)$|a|ai|ont|est|sont|va|vont|veut|veulent|voulait|avait|etait|dit|vient|boit|arrive|prend|aime|demande|attend|m|t|nous|se|qui|dort|doit|peut|paie|n|en|et|ou|du|de|des|d|is|are|was|has|had|wants|said|says|will|can|of|and|who|koffi|kouassi|kouame|yao|konan|aya|affoue|adjoua|moussa|ali|fatou|awa|celeste|jack|jean|paul|marie)$/

/** The text without "patron", "svp" and their like, as it was written; null when there are none, or nothing else. */
export function withoutPoliteness(reading: Reading, catalogue: CatalogueIndex): string | null {
  const { plain } = reading
  const polite = new Set<number>()
  const greeting = new Set<number>()
  for (const match of plain.matchAll(SAID)) {
    const kind = match[1] === undefined ? greeting : polite
    for (const at of tokensOf(match.index, match[0].length, reading)) kind.add(at)
  }
  for (const match of plain.matchAll(ADDRESS)) {
    const span = tokensOf(match.index, match[0].length, reading)
    if (speaksTo(match[0], span, [polite, greeting], reading, catalogue)) for (const at of span) polite.add(at)
  }
  return polite.size === 0 ? null : textWithout(polite, reading)
}

function speaksTo(
  words: string,
  span: readonly number[],
  courtesies: readonly ReadonlySet<number>[],
  reading: Reading,
  catalogue: CatalogueIndex,
): boolean {
  const { spelled, tokens, catalogueWords } = reading
  const [first = 0] = span
  const next = (span.at(-1) ?? first) + 1
  const isCourtesy = (at: number) => courtesies.some((courtesy) => courtesy.has(at))
  const isSign = (at: number) => !/[a-z0-9]/.test(spelled[at] ?? '')
  const isOutside = (at: number) => isSign(at) || isCourtesy(at)
  const begins = spelled.slice(0, first).every((_, at) => isOutside(at))
  const ends = spelled.slice(next).every((_, step) => isOutside(next + step))
  const before = first === 0 || isOutside(first - 1)
  const after = next === spelled.length || isOutside(next)
  if (findProduct(catalogueWords, tokens, first, catalogue) !== null && !/^(?:petit|grand)/.test(words)) return false
  const of = SPOKEN_OF.test(words)
  const token = tokens[next]
  const isGoods =
    findProduct(catalogueWords, tokens, next, catalogue) !== null ||
    (token !== undefined && readUnit(token, catalogue.units) !== null)
  const doubtful = DOUBTFUL.test(words)
  if (before && after) return !of || isCourtesy(first - 1)
  if (before && (begins || isCourtesy(first - 1)))
    return !acts(next, reading) && !(doubtful && isGoods) && !(of && !isGoods && token?.number == null)
  // "envoyez patron 2 flag".
  if (!doubtful && !of && token?.number != null && !GOVERNS.test(spelled[first - 1] ?? '')) return true
  if (!ends || of || GOVERNS.test(spelled[first - 1] ?? '')) return false
  return !doubtful || !sizesSomething(reading, first - 1, catalogue)
}

/** What follows says what the person does; "A33" is a reference, "de l'eau" is asked for. */
function acts(at: number, { spelled, tokens, catalogueWords }: Reading): boolean {
  const word = spelled[at] ?? ''
  if (word === 'a' && tokens[at + 1]?.number != null && tokens[at + 1]?.glued === true) return false
  const isGoods = catalogueWords.slice(at + 1, at + 3).some((name) => name !== null && /[a-z]{3}/.test(name))
  return ACTS.test(word) && !(/^(?:de|du|des|d)$/.test(word) && isGoods)
}

/** "2 flag grand", "heineken 5 grand": behind goods it is their size; behind a price or a delay it is not. */
function sizesSomething({ tokens, catalogueWords }: Reading, at: number, catalogue: CatalogueIndex): boolean {
  const token = tokens[at]
  if (token === undefined) return false
  if (token.number !== null)
    return catalogueWords.slice(0, at).some((word) => word !== null && catalogue.aliases.has(word))
  return catalogueWords[at] != null || readUnit(token, catalogue.units) !== null
}

function tokensOf(from: number, length: number, { offsets }: Reading): number[] {
  const found: number[] = []
  for (const [at, offset] of offsets.entries()) if (offset >= from && offset < from + length) found.push(at)
  return found
}

function textWithout(left: ReadonlySet<number>, { tokens, normalised }: Reading): string | null {
  let text = ''
  let from = 0
  for (const [at, token] of tokens.entries()) {
    if (!left.has(at)) continue
    if (!left.has(at - 1)) text += `${normalised.slice(from, token.start)} `
    from = token.end
  }
  text += normalised.slice(from)
  const rest = text.replace(/^(?:[ ,;:.!\n]|- )+|[ ,;]+$/g, '').replace(/ +/g, ' ')
  return /[a-z0-9✓⭐?]/.test(rest) ? rest : null
}
