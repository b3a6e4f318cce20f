import type { CatalogueIndex } from './products.ts'
import type { Token } from './tokens.ts'

/** Words for a kind of goods, with the categories and families they stand for. */
const GENERICS: ReadonlyArray<{ pattern: RegExp; categories?: readonly string[]; families?: readonly string[] }> = [
  { pattern: /^(?:biere|bierre|biers?|beer|bibine|mousse)$/, categories: ['biere'] },
  { pattern: /^(?:sucrerie|sukrerie|sucreri|sukreri|soda|soft|limonade)$/, categories: ['soda'] },
  { pattern: /^(?:boisson|drink)$/, categories: ['biere', 'soda'] },
  { pattern: /^(?:jus|juice)$/, categories: ['jus', 'soda'] },
  { pattern: /^(?:eau|dlo|water|o)$/, categories: ['eau'] },
  { pattern: /^(?:vin|wine)$/, categories: ['vin'] },
  { pattern: /^(?:whisky|wisky|whiskey|wiski|whiski|wiskey|scotch)$/, categories: ['whisky'] },
  { pattern: /^(?:champagne|champ|champagn|champoo)$/, categories: ['champagne'] },
  { pattern: /^(?:mousseux)$/, categories: ['mousseux'] },
  { pattern: /^(?:energisant|energisante|energizer)$/, categories: ['energisant'] },
  { pattern: /^(?:liqueur|alcool|spiritueux)$/, categories: ['whisky', 'spiritueux'] },
  { pattern: /^(?:poisson|fish|pwason|poison)$/, families: ['carpe', 'thon', 'machoiron', 'maquereau'] },
  { pattern: /^(?:viande|meat)$/, families: ['boeuf', 'porc'] },
  { pattern: /^(?:vodka)$/, families: ['absolut', 'smirnoff'] },
  { pattern: /^(?:gin)$/, families: ['gordons'] },
  { pattern: /^(?:rhum|rum)$/, families: ['mangoustans'] },
]

/** A word for a kind of goods at a token: every product it may mean. Waters are the still ones. */
export function findGeneric(
  spelled: readonly string[],
  tokens: readonly Token[],
  at: number,
  catalogue: CatalogueIndex,
): { candidates: readonly string[]; length: number } | null {
  const word = tokens[at]?.key ?? ''
  if (word === 'energy' && /^drinks?$/.test(spelled[at + 1] ?? '')) {
    return { candidates: catalogue.byCategory.get('energisant') ?? [], length: 2 }
  }
  if (word === 'o' && !/^(?:pack|paquet|bouteille)s?$/.test(spelled[at - 2] ?? '')) return null
  for (const generic of GENERICS) {
    if (!generic.pattern.test(word)) continue
    const length = word === 'boisson' && /^(?:gazeuse|sucree)/.test(spelled[at + 1] ?? '') ? 2 : 1
    return { candidates: membersOf(generic, catalogue), length }
  }
  return null
}

function membersOf(
  generic: { categories?: readonly string[]; families?: readonly string[] },
  catalogue: CatalogueIndex,
): string[] {
  const ofCategories = (generic.categories ?? []).flatMap((category) => catalogue.byCategory.get(category) ?? [])
  const ofFamilies = (generic.families ?? []).flatMap((family) => catalogue.byFamily.get(family) ?? [])
  return [...ofCategories, ...ofFamilies].filter((id) => !id.startsWith('perrier'))
}

/** The category named in a text, for a list of the catalogue. */
export function namedCategory(plain: string): string | null {
  for (const [category, pattern] of CATEGORY_WORDS) if (pattern.test(plain)) return category
  return null
}

const CATEGORY_WORDS: ReadonlyArray<[string, RegExp]> = [
  ['biere', /\b(?:bieres?|beers?|bierre)\b/],
  ['soda', /\b(?:sucrer(?:ies?|i)|sodas?|softs?|jus|juices?|sukreri)\b/],
  ['eau', /\b(?:eaux?|waters?)\b/],
  ['whisky', /\b(?:w?h?isk(?:y|ys|ies|ey)|wisky|wiski)\b/],
  ['champagne', /\bchampagnes?\b/],
  ['vin', /\b(?:vins?|wines?)\b/],
  ['energisant', /\benerg(?:isants?|y drinks?)\b/],
  ['alimentaire', /\b(?:poissons?|viandes?|poulets?|nourriture|fish|meat|food)\b/],
  ['spiritueux', /\b(?:liqueurs?|spiritueux|alcools? forts?|vodkas?|gins?|rhums?)\b/],
  ['fourniture', /\b(?:fournitures?|charbon|gobelets?|glacons?|serviettes?|emballages?|supplies)\b/],
]
