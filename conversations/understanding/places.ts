import type { ZonesData } from './catalogue-data.ts'
import { normalise, soundKey } from './normalise.ts'
import { type Token, tokenise } from './tokens.ts'
import { isCommonWord } from './vocabulary.ts'

interface Place {
  words: readonly string[]
  commune: string
  quartier: string | null
}

/** Communes and quartiers by the first word of each of their names. */
export interface PlaceIndex {
  byFirst: ReadonlyMap<string, readonly Place[]>
  bySound: ReadonlyMap<string, string>
}

export interface PlaceRead {
  commune: string | null
  quartier: string | null
  /** Quartiers of that name in several communes, none of which was said. */
  quartierCandidates: string[]
  /** Tokens that name the place. */
  used: ReadonlySet<number>
}

// Words of names that say nothing alone.
const WEAK =
  /^(?:le|la|les|de|d|du|w|golf|forum|phare|plaque|sante|liberte|residentiel|campement|inch|koko|gonzague|bobo|koum|forum|academie|aeroport|airport|vallon|maroc|renault|mirador)$/

export function buildPlaceIndex(data: ZonesData): PlaceIndex {
  const byFirst = new Map<string, Place[]>()
  const bySound = new Map<string, string>()
  const add = (name: string, commune: string, quartier: string | null) => {
    const words = tokenise(normalise(name))
      .filter((token) => /[a-z0-9]/.test(token.text))
      .map((token) => token.text)
    const [first] = words
    if (first === undefined || (words.length === 1 && first === 'w')) return
    byFirst.set(first, [...(byFirst.get(first) ?? []), { words, commune, quartier }])
    if (first.length > 4) bySound.set(soundKey(first), first)
  }
  for (const commune of data.communes) {
    for (const name of [commune.name, ...commune.aliases]) add(name, commune.id, null)
    for (const quartier of commune.quartiers) {
      const short = quartier.name.toLowerCase().replace(commune.name.toLowerCase(), '').trim()
      const names = [quartier.name, ...quartier.aliases]
      if (short.length > 4 && !/^(?:gare|centre|sud)$/.test(short)) names.push(short)
      for (const name of names) add(name, commune.id, quartier.id)
    }
  }
  for (const list of byFirst.values()) list.sort((a, b) => b.words.length - a.words.length)
  return { byFirst, bySound }
}

/** The commune and quartier named in a text. A quartier that two communes have needs its commune beside it. */
export function readPlace(tokens: readonly Token[], index: PlaceIndex): PlaceRead {
  const found: Array<{ place: Place; at: number }> = []
  const used = new Set<number>()
  for (let at = 0; at < tokens.length; at += 1) {
    const matches = placesAt(tokens, at, index)
    const length = matches[0]?.words.length ?? 0
    for (const place of matches) found.push({ place, at })
    for (let step = 0; step < length; step += 1) used.add(at + step)
    at += Math.max(length - 1, 0)
  }
  const denied = (at: number) =>
    /^(?:pas|not|plus)$/.test(tokens[at - 1]?.text ?? '') ||
    (/^(?:pas|not)$/.test(tokens[at - 2]?.text ?? '') && /^(?:a|de|at|in)$/.test(tokens[at - 1]?.text ?? ''))
  const kept = found.filter(({ at }) => !denied(at)).map(({ place }) => place)
  const communes = new Set(kept.filter((place) => place.quartier === null).map((place) => place.commune))
  const quartiers = kept.filter((place) => place.quartier !== null)
  const inside = quartiers.filter((place) => communes.has(place.commune))
  const pool =
    inside.length > 0
      ? inside
      : communes.size > 0 && quartiers.length > 0 && found.length > 1
        ? quartiers.filter((place) => communes.size === 0 || communes.has(place.commune))
        : quartiers
  const names = [...new Set(pool.map((place) => place.quartier ?? ''))]
  const last = pool[pool.length - 1]
  const sameWords = pool.filter((place) => place.words.join(' ') === last?.words.join(' '))
  const distinct = new Set(sameWords.map((place) => place.commune))
  if (last !== undefined && distinct.size === 1) {
    const [first] = pool
    // "Deux-Plateaux Vallon": the more precise name comes last, within one commune.
    const chosen = first !== undefined && first.commune === last.commune ? last : (first ?? last)
    return { commune: chosen.commune, quartier: chosen.quartier, quartierCandidates: [], used }
  }
  if (names.length > 1) return { commune: null, quartier: null, quartierCandidates: names, used }
  const [commune = null] = communes
  return { commune, quartier: null, quartierCandidates: [], used }
}

function placesAt(tokens: readonly Token[], at: number, index: PlaceIndex): Place[] {
  const word = tokens[at]?.text ?? ''
  const plain = index.byFirst.get(word) ?? index.byFirst.get(tokens[at]?.key ?? '')
  const heard =
    word.length > 4 && !isCommonWord(word) ? index.byFirst.get(index.bySound.get(soundKey(word)) ?? '') : undefined
  const matches = (plain ?? heard ?? []).filter((place) =>
    place.words.every(
      (each, step) => step === 0 || tokens[at + step]?.text === each || tokens[at + step]?.key === each,
    ),
  )
  const longest = matches[0]?.words.length ?? 0
  const kept = matches.filter((place) => place.words.length === longest)
  if (
    longest === 1 &&
    WEAK.test(word) &&
    !/^(?:a|au|aux|vers|quartier|cite|riviera|zone)$/.test(tokens[at - 1]?.text ?? '') &&
    tokens.length > 3
  )
    return kept.filter(() => at <= 2)
  return kept
}

const LEADING =
  /^(?:bonjour|bonsoir|svp|on est|nous sommes|je suis|c est|we re|we are|i m|i am|le bar est|le maquis est|livrez|livrer|deliver|to|in|at|a|au|aux|en|la|le|les|quartier|commune|de|d|du|maintenant|yes|oui|ok|pas a)\b/
const TRAILING_TALK = /,? (?:demandez|appelez|merci|svp|please|thanks).*$/

/** The directions that stay when the names of the place are taken out: "derrière la pharmacie". */
export function landmarkOf(normalised: string, tokens: readonly Token[], place: PlaceRead): string | null {
  const last = Math.max(-1, ...place.used)
  const after = tokens[last + 1]
  let rest = after === undefined ? '' : normalised.slice(after.start)
  rest = rest.replace(/^(?:\d+e?m?e? tranche)/, '').replace(TRAILING_TALK, '')
  for (;;) {
    const next = rest
      .replace(/^[\s,.;:'-]+/, '')
      .replace(place.used.size > 0 ? /^(?:au|aux|c'est au|c est au) / : LEADING, '')
    if (next === rest) break
    rest = next
  }
  rest = rest.replace(/[\s,.;!]+$/, '')
  return rest.length > 2 ? rest : null
}
