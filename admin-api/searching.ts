/** A part of a text, whatever its case. The wildcards of the database mean themselves. */
export function containing(text: string) {
  return { contains: text.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' as const }
}
