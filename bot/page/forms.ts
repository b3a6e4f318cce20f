import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { type Html, html } from './html.ts'

// Every form carries a number used once, signed with the link's own token: nobody who does not hold the link can make
// one, and a form sent twice does nothing twice (page_submission).

const macOf = (token: string, nonce: string): Buffer => createHmac('sha256', token).update(`form ${nonce}`).digest()

function stampOf(token: string): string {
  const nonce = randomBytes(12).toString('base64url')
  return `${nonce}.${macOf(token, nonce).toString('base64url')}`
}

/** The nonce of a form that this link's page made; null for any other. */
export function nonceIn(token: string, stamp: string): string | null {
  const [nonce = '', mac = ''] = stamp.split('.')
  const expected = macOf(token, nonce)
  const given = Buffer.from(mac, 'base64url')
  return /^[\w-]{16}$/.test(nonce) && given.length === expected.length && timingSafeEqual(given, expected)
    ? nonce
    : null
}

/** A form that does one thing to the order of a link. */
export function form(token: string, action: string, ...fields: readonly (Html | null)[]): Html {
  return html`<form method="post" action="/c/${token}/${action}"><input type="hidden" name="stamp" value="${stampOf(token)}">${fields.filter((field) => field !== null)}</form>`
}
