import { z } from 'zod'

// What several variables are made of. Each says what is wrong in one French line that begins with its name.

export type Environment = Readonly<Record<string, string | undefined>>

export const shown = (issue: { input?: unknown }): string => `« ${String(issue.input)} »`

export function wholeNumber(name: string, range: { min: number; max: number; what: string }) {
  const error = (issue: { input?: unknown }) => `${name}: ${shown(issue)} n’est pas ${range.what}.`
  return z
    .string()
    .refine((text) => /^\d+$/.test(text) && Number(text) >= range.min && Number(text) <= range.max, { error })
    .transform(Number)
}

export function oneOf<const T extends readonly string[]>(name: string, allowed: T) {
  return z.enum(allowed, {
    error: (issue) => `${name}: ${shown(issue)} n’existe pas ; choix possibles : ${allowed.join(', ')}.`,
  })
}

export function commaList<const T extends readonly string[]>(name: string, allowed: T) {
  return z
    .string()
    .transform((text) => [
      ...new Set(
        text
          .split(',')
          .map((part) => part.trim())
          .filter((part) => part !== ''),
      ),
    ])
    .pipe(z.array(oneOf(name, allowed)))
}

// The value of an address is never shown: it may hold a password.
export function address(name: string, protocols: readonly string[], example: string) {
  return z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `${name}: ce n’est pas une adresse valable ; exemple : ${example}.`,
  })
}

export function secret(name: string, pattern: RegExp, what: string) {
  return z.string().regex(pattern, { error: `${name}: ${what} (valeur non affichée).` })
}
