import { CLIENT_COPY } from './client/table.ts'
import { toGsm7 } from './gsm7.ts'
import type { ParamsOf, Reader, Table } from './words.ts'

/** Renders the keys of one table in the language and form of the reader. */
export function rendererOf<Params>(table: Table<Params>) {
  return <Key extends keyof Params>(key: Key, params: Params[Key], reader: Reader): string => {
    const text = table[key]
    if (reader.channel === 'sms') return plainQuotes((text.sms ?? text)[reader.language](params))
    return text[reader.language](params)
  }
}

export type ClientCopyParams = ParamsOf<typeof CLIENT_COPY>
export type ClientCopyKey = keyof ClientCopyParams

/** The words of the client's conversation: `render('client.home', { name: 'Awa' }, known.contact)`. */
export const render = rendererOf<ClientCopyParams>(CLIENT_COPY)

/** « bien reçu » in GSM-7 is "bien recu", without the spaces that only French quotes have. */
function plainQuotes(text: string): string {
  return toGsm7(text.replaceAll(/«\s?|\s?»/g, '"'))
}
