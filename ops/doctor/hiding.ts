import type { Environment } from '../../config/fields.ts'

const SECRET_NAMES = /TOKEN|SECRET|PASSWORD|_KEY|_SID$/
/** Shorter ones are words that are in any text. */
const SHORTEST = 6

/**
 * Takes every secret of the environment out of a text, whoever quoted it: a provider's answer, a driver's error. The
 * findings are written without them; this is for what nobody thought of.
 */
export function hiding(env: Environment): (text: string) => string {
  const named = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && SECRET_NAMES.test(name) ? [value.trim()] : [],
  )
  const passwords = Object.values(env).flatMap((value) => passwordIn(value ?? ''))
  const secrets = [...new Set([...named, ...passwords])].filter(({ length }) => length >= SHORTEST)
  // The longest first: one may be a piece of another.
  const sorted = secrets.toSorted((one, other) => other.length - one.length)
  return (text) => sorted.reduce((left, secret) => left.replaceAll(secret, '•••'), text)
}

function passwordIn(value: string): string[] {
  if (!URL.canParse(value)) return []
  const { password } = new URL(value)
  return password === '' ? [] : [password, decodedOf(password)]
}

function decodedOf(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
