/** Spans of a normalised text that are times, dates, ordinals or phone numbers: their digits count nothing. */
export interface Span {
  start: number
  end: number
  /** Ends what came before it. */
  breaks: boolean
}

const TIMES =
  /\b(?:vers|avant|apres|d'ici|dici|before|by|at|around|depuis|pour|pr|a|jusqu'a|dans|ds)? ?\d{1,2} ?(?:h|heures?|hrs?|hours?)\b ?(?:\d{2}\b(?! ?(?:cas|caz|kas|cart|pack|bout)))?|\b\d{1,2}h\d{2}\b|\b\d{1,2}:\d{2}\b|\b\d{1,2} ?(?:am|pm)\b|\b\d{1,3} ?(?:mn|min|mins|minutes?)\b/g
const DATES =
  /\b(?:le|du|au|ce) \d{1,2}(?:er)? (?=(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|on|nous|au soir|a midi|prochain)\b)|\b\d{1,2}\/\d{1,2}\/\d{2,4}\b|\b\d{1,2}\/\d{1,2}\b(?= )/g
/** "repoussé au 14": a day of the month. */
const NEW_DATES =
  /(?<=\b(?:report|repouss|decal|avanc|deplac|prevu|remi|fix)[a-z]* )(?:au|pour le|le|du) \d{1,2}\b(?! ?(?:cas|caz|kas|cart|pack|bout|sac))/g
const ORDINALS = /\b\d{1,2} ?(?:eme|ieme|ere|er|nd|rd|th)\b|\b\d{1,3} ?%/g
const PHONES = /\+?\b(?:225[ .-]?)?0[157]\d(?:[ .-]?\d{2}){3,4}\b|\b\d{9,}\b/g
const NUMBERING = /(?:^|\n) ?\d{1,2} ?\)/g
const PIECES =
  /\((?:[^()\n]{0,30}\bde )\d{1,3}\b[^()\n]{0,12}\)|\b(?:casiers?|packs?|cartons?|caisses?|paquets?|sacs?) de (?!66\b|33\b|86\b)\d{1,3} ?(?:bouteilles?|btls?|canettes?|kg|pieces?)?(?=$|[ ,.;)\n](?!\d|(?:\w+ )?(?:export)))/g

export function timeSpans(normalised: string): Span[] {
  const spans: Span[] = []
  const collect = (pattern: RegExp, breaks: boolean) => {
    for (const match of normalised.matchAll(pattern)) {
      spans.push({ start: match.index, end: match.index + match[0].length, breaks })
    }
  }
  collect(TIMES, false)
  collect(DATES, true)
  collect(NEW_DATES, true)
  collect(ORDINALS, false)
  collect(PHONES, true)
  collect(NUMBERING, true)
  spans.push(...lineNumbers(normalised))
  for (const match of normalised.matchAll(PIECES)) {
    const digits = match[0].search(/\bde \d/)
    spans.push({ start: match.index + Math.max(digits, 0), end: match.index + match[0].length, breaks: false })
  }
  return spans.sort((a, b) => a.start - b.start)
}

/** "1- 5 bock", "2- 3 flag": lines numbered from one, each with a number of its own besides. */
function lineNumbers(normalised: string): Span[] {
  const spans: Span[] = []
  let start = 0
  for (const line of normalised.split('\n')) {
    const match = /^ ?(\d{1,2}) ?[-.:/] ?(?=\D*\d)/.exec(line)
    if (match !== null && Number(match[1]) === spans.length + 1)
      spans.push({ start, end: start + match[0].length, breaks: true })
    start += line.length + 1
  }
  return spans.length > 1 ? spans : []
}
