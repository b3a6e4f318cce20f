/** The language asked for, when one is named. */
export function askedLanguage(plain: string): 'fr' | 'en' | null {
  if (/\b(?:english|anglais)\b/.test(plain)) return 'en'
  return /\b(?:francais|french)\b/.test(plain) ? 'fr' : null
}

const FRENCH =
  /\b(?:je|vous|le|la|les|des|du|une|est|et|pour|bonjour|bonsoir|merci|svp|avec|dans|pas|mon|ma|mes|veux|salut|combien|commande|livraison|casiers?|bouteilles?)\b/g
const ENGLISH =
  /\b(?:the|i|you|my|please|thanks?|hello|hi|want|need|order|deliver|how|what|where|is|are|for|of|crates?|bottles?|bags?|good|evening|morning|and|with|me)\b/g

/** A guess from the small words; null when nothing tells. */
export function guessLanguage(plain: string): 'fr' | 'en' | null {
  const french = plain.match(FRENCH)?.length ?? 0
  const english = plain.match(ENGLISH)?.length ?? 0
  return french === english ? null : french > english ? 'fr' : 'en'
}
