import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { PageWords } from '../../conversations/copy/page.ts'
import { type Html, html, raw } from './html.ts'

// One request, nothing else to fetch: the style is in the page, and the policy knows it by its hash.
const STYLE = readFileSync(new URL('page.css', import.meta.url), 'utf8')
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

export const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
} as const

export interface Layout {
  readonly language: 'fr' | 'en'
  readonly words: PageWords
  readonly heading: string
  /** what was refused, in words */
  readonly notice: string | null
  /** seconds; null where somebody may be typing */
  readonly refreshAfter: number | null
  readonly body: readonly (Html | null)[]
}

/** The whole page. It works without any script: it has none. */
export function pageOf({ language, words, heading, notice, refreshAfter, body }: Layout): string {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="color-scheme" content="light">
${refreshAfter === null ? null : html`<meta http-equiv="refresh" content="${refreshAfter}">`}
<title>${heading} · ${words.title}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<header><p>${words.title}</p></header>
<main>
<h1>${heading}</h1>
${notice === null ? null : html`<p class="notice" role="alert">${notice}</p>`}
${body.filter((part) => part !== null)}
</main>
<footer><p>${words.help}</p></footer>
</body>
</html>
`.html
}
