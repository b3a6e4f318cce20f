const SUPPLIES: readonly RegExp[] = [
  /\b(je suis|nous sommes|on est|moi c ?est|i am|i'?m|we are|we'?re)\b.{0,20}\b(depot|fournisseur|grossiste|distributeur|supplier|wholesaler|distributor)s?\b/,
  /\b(devenir|m ?inscrire comme|inscription|inscrire mon|register (as|my)|become)\b.{0,15}\b(fournisseur|depot|grossiste|supplier|depot)\b/,
  /^(depot|fournisseur|supplier|grossiste)$/,
  /\b(je|nous|on) (vends?|vendons|livre|livrons|fournis|fournit|fournissons)\b.{0,20}\b(boissons?|casiers?|bars?|maquis)\b/,
  /\b(mon|notre|j ?ai un|my|our) depot\b.{0,20}\b(boissons?|inscri|partenaire|drinks?)/,
]

/**
 * Whether somebody without an account means to sell rather than to buy. Used once, when a conversation begins: a client
 * taken for a depot loses an evening, so anything less than plain is a client.
 */
export function wantsToSupply(text: string): boolean {
  const plain = text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[’']/g, ' ').toLowerCase().trim()
  return SUPPLIES.some((pattern) => pattern.test(plain))
}
