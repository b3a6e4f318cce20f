/** From what people type to plain lower-case ASCII with a few signs, without losing where words stand. */

/** Longer texts are chains and pasted pages; reading only a part of an order would be worse than not reading it. */
export const LONGEST_READ = 2000

const LOOKALIKES: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  с: 'c',
  е: 'e',
  н: 'h',
  і: 'i',
  ј: 'j',
  к: 'k',
  м: 'm',
  о: 'o',
  р: 'p',
  ѕ: 's',
  т: 't',
  у: 'y',
  х: 'x',
  α: 'a',
  β: 'b',
  ε: 'e',
  η: 'n',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  ı: 'i',
}

// Words whose accent is all that tells them from others, as they are written by ear: "mé san coca", "jé resu", "sé bon".
const BY_EAR: Readonly<Record<string, string>> = {
  lé: 'les',
  dé: 'des',
  mé: 'mais',
  cé: "c'est",
  sé: "c'est",
  jé: "j'ai",
  kassé: 'casse',
  kasé: 'casse',
  casé: 'casse',
  casée: 'cassee',
  casés: 'casses',
  casées: 'cassees',
}
const WRITTEN_BY_EAR = new RegExp(`(?<!\\p{L})(?:${Object.keys(BY_EAR).join('|')})(?!\\p{L})`, 'giu')

const YES_SIGNS = /[👍👌✅☑✔🆗]/gu
const LAUGHS = /[😂🤣😆😹]/gu
// Controls, joiners, direction marks, accents that stand apart; a line end stays.
const INVISIBLE = /[\p{Cf}\p{Cc}\p{M}]/gu

/** Lower-case ASCII letters, digits, signs and new lines; thumbs, stars and laughter are kept, what ends a text is not. */
export function normalise(raw: string): string {
  const text = raw
    .slice(0, LONGEST_READ)
    .replace(/½|\b1\/2\b/g, ' demi ')
    .replace(YES_SIGNS, ' ✓ ')
    .replace(/[⭐🌟★]/gu, ' ⭐ ')
    .replace(LAUGHS, ' 😂 ')
    .replace(/(^|[\s\d,])[éÉèÈ&](?=[\s\d])/g, '$1 et ')
    .normalize('NFC')
    .replace(WRITTEN_BY_EAR, (word) => BY_EAR[word.toLowerCase()] ?? word)
    // "kombi1", "bi1": a digit that is heard.
    .replace(/\b([ck]ombi|bi|ri|mat|vi|chem|magas|magaz|bez|bes)1\b/gi, '$1en')
    .replace(/×/g, 'x')
    .replace(/(^|\n)\s*(\d)\ufe0f?\u20e3(?=[^\n\d]*\d)/g, '$1$2) ')
    .replace(/\bn[°º]\s*(?=\d)/gi, 'numero ')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replace(INVISIBLE, (sign) => (sign === '\n' || sign === '\r' ? '\n' : sign === '\t' ? ' ' : ''))
    .replace(/[\u0370-\u04fføđłı]/g, (letter) => LOOKALIKES[letter] ?? letter)
    .replace(/\b2 ?m1\b|\bdm1\b/g, 'demain')
    .replace(/\bd(une?)\b/g, "d'$1")
    .replace(/(?<=^|\s)- *(?=che(?:r|re)s?\b)/g, 'moins ')
    .replace(/(?<=^|\s)\+ *(?=(?:rapide|vite|cher|proche|pres)s?\b)/g, 'plus ')
    .replace(/\bj ?& ?b\b/g, 'jb')
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/[’‘ʼ`´]/g, "'")
    .replace(/(?<=\d)'(?=\d{3}(?!\d))/g, '.')
    .replace(/(?<=(?:^|[ /;,])\d{1,3}) ?'(?![a-z0-9])/g, 'mn')
    .replace(/[–—−‐‑]/g, '-')
    .replace(/[“”«»]/g, '"')
    .replace(/[👉👇•·▪➡]/gu, '\n')
    .replace(/\p{Extended_Pictographic}|\p{Regional_Indicator}|[\u{1f3fb}-\u{1f3ff}]/gu, (sign) =>
      sign === '⭐' || sign === '😂' || sign === '✓' ? sign : /[0-9#*]/.test(sign) ? sign : ' ; ',
    )
  return text
    .replace(/[^\x20-\x7e\n✓⭐😂]/gu, ' ')
    .replace(/[ \t]+/g, ' ')
    .replace(/(?<=[^ !.;,\n])[ !.;,\n]+$/, '')
    .trim()
}

/** Several spellings of the sound, one key: `kasié`, `cassier` and `casier` meet; `komande` and `commande` too. */
export function soundKey(word: string): string {
  const known = sounds.get(word)
  if (known !== undefined) return known
  const sound = soundOf(word)
  if (sounds.size >= MOST_SOUNDS) sounds.clear()
  sounds.set(word, sound)
  return sound
}

// People write the same few thousand words over and over, and the sound of each takes 25 replacements.
const MOST_SOUNDS = 20_000
const sounds = new Map<string, string>()

function soundOf(word: string): string {
  return word
    .replace(/ph/g, 'f')
    .replace(/tch/g, 'S')
    .replace(/[cs]h/g, 'S')
    .replace(/qu|q|ck/g, 'k')
    .replace(/gu(?=[eiy])/g, 'G')
    .replace(/g(?=[eiy])/g, 'j')
    .replace(/sc(?=[eiy])/g, 's')
    .replace(/c(?=[eiy])/g, 's')
    .replace(/[ck]+/g, 'k')
    .replace(/G/g, 'g')
    .replace(/x(?=[a-z])/g, 'ks')
    .replace(/e?aux?|ault?/g, 'o')
    .replace(/(?:ement|emen|eman)$/g, 'mA')
    .replace(/[ae][nm](?![aeiouynm])/g, 'A')
    .replace(/(?:[ae]?i|y|u)[nm](?![aeiouynm])/g, 'I')
    .replace(/o[nm](?![aeiouynmAIO])/g, 'O')
    .replace(/(?:oi|w[ai]?)n(?![aeiouynm])/g, 'WI')
    .replace(/oi|wa/g, 'W')
    .replace(/oo|ou|ow/g, 'u')
    .replace(/ai|ei|ez$|er$|ee?s?$|ent$|et$/g, 'e')
    .replace(/y|ie$/g, 'i')
    .replace(/h/g, '')
    .replace(/z/g, 's')
    .replace(/w/g, 'v')
    .replace(/([a-zA-Z])\1+/g, '$1')
    .replace(/[sdtxp]+$/g, '')
    .replace(/e$/, '')
}

/** Plural and singular meet: `casiers`, `casier`; `poulets`, `poulet`. Short words stay as they are. */
export function singular(word: string): string {
  return word.length > 3 && /[^s]s$|[ae]ux$/.test(word) ? word.slice(0, -1) : word
}
