/** A decoded form: every parameter, the unknown ones too, because Twilio signs them all. */
export type Form = Readonly<Record<string, string | string[]>>

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Decodes application/x-www-form-urlencoded bytes, strictly: URLSearchParams would put U+FFFD where a byte is not UTF-8,
 * and what was signed would no longer be what is read.
 * @returns undefined when the bytes, raw or percent-decoded, are not UTF-8
 */
export function decodeForm(bytes: Uint8Array): Form | undefined {
  try {
    return collect(utf8.decode(bytes))
  } catch (error) {
    // TypeError from TextDecoder, URIError from decodeURIComponent
    if (error instanceof TypeError || error instanceof URIError) return undefined
    throw error
  }
}

function collect(body: string): Form {
  const form = new Map<string, string | string[]>()
  for (const pair of body.split('&')) {
    if (pair === '') continue
    const at = pair.indexOf('=')
    const name = decode(at === -1 ? pair : pair.slice(0, at))
    const value = at === -1 ? '' : decode(pair.slice(at + 1))
    const before = form.get(name)
    form.set(name, before === undefined ? value : [before, value].flat())
  }
  return Object.fromEntries(form)
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '))
}
