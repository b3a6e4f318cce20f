// Small templates that escape: what a person or a depot wrote is text on our page, whatever it looks like.

/** HTML that may be put into HTML as it is. */
export interface Html {
  readonly html: string
}

type Part = Html | string | number | null | readonly Html[]

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escapeText = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '')

function written(part: Part): string {
  if (part === null) return ''
  if (typeof part === 'string') return escapeText(part)
  if (typeof part === 'number') return String(part)
  return 'html' in part ? part.html : part.map(({ html }) => html).join('')
}

/** `html\`<p>${name}</p>\``: what is filled in is escaped, unless it is HTML made this way. Attributes stand in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: strings.map((text, place) => text + written(parts[place] ?? null)).join('') }
}

/** A text that is HTML already, ours and constant. */
export const raw = (text: string): Html => ({ html: text })
