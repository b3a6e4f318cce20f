/** Who reads: decides language and form. A ContactView is one. */
export interface Reader {
  readonly channel: 'whatsapp' | 'sms'
  readonly language: 'fr' | 'en'
}

type Say<Params> = (params: Params) => string

/** A text in both languages; `sms` where the WhatsApp text is too long for one segment of 160 GSM-7 characters. */
export interface Words<Params> {
  readonly fr: Say<Params>
  readonly en: Say<Params>
  readonly sms?: { readonly fr: Say<Params>; readonly en: Say<Params> }
}

/** For texts that need nothing filled in. */
export type Nothing = Readonly<Record<string, never>>

/** A table of texts: what each key needs to be filled in. */
export type Table<Params> = { readonly [Key in keyof Params]: Words<Params[Key]> }

/** What the keys of a table need, read from the table itself. */
export type ParamsOf<Texts> = {
  readonly [Key in keyof Texts]: Texts[Key] extends Words<infer Params> ? Params : never
}

/** Writes one text down with the type of what it needs. */
export function words<Params = Nothing>(text: Words<Params>): Words<Params> {
  return text
}
