import type { ContactView } from '../../../domain/orders/views.ts'
import type { Choice, Effect } from '../../effects.ts'

export type Language = 'fr' | 'en'

/** One text for people, in both languages, under its key. */
export interface Wording {
  readonly copy: string
  in(language: Language): string
}

/**
 * One text with what it needs. Its key is supplier.SUBJECT.NAME, then :NUMBER when it is about an order: of what is said
 * twice in one turn under one key the lane keeps the last, and two orders are not the same thing said twice.
 */
export function wording<Params extends object>(
  copy: string,
  texts: { readonly fr: (params: Params) => string; readonly en: (params: Params) => string },
): (params: Params) => Wording {
  return (params) => ({ copy: keyOf(copy, params), in: (language) => texts[language](params) })
}

function keyOf(copy: string, params: object): string {
  const about = 'number' in params && typeof params.number === 'number' ? `:${params.number}` : ''
  const part = 'part' in params && typeof params.part === 'string' ? `:${params.part}` : ''
  return `supplier.${copy}${about}${part}`
}

/** A text that takes nothing. */
export function fixed(copy: string, texts: { readonly fr: string; readonly en: string }): () => Wording {
  return () => ({ copy: `supplier.${copy}`, in: (language) => texts[language] })
}

/** 85000 as people here write it: 85 000 F, in English 85,000 F. */
export function francs(amount: number, language: Language = 'fr'): string {
  return `${String(Math.round(amount)).replace(/\B(?=(\d{3})+$)/g, language === 'fr' ? ' ' : ',')} F`
}

export interface Button {
  readonly id: string
  readonly fr: string
  readonly en: string
}

type Say = Extract<Effect, { readonly type: 'say' }>

/**
 * Says a text in the contact's language. Buttons go to WhatsApp alone: in SMS the text itself carries the short form, a
 * numbered list under it would cost a second segment.
 */
export function say(contact: ContactView, text: Wording, buttons: readonly Button[] = [], urgent = true): Say {
  const { language } = contact
  const choices: readonly Choice[] =
    contact.channel === 'whatsapp'
      ? buttons.map((button) => ({ id: button.id, label: button[language].slice(0, 20) }))
      : []
  const content = { text: text.in(language), ...(choices.length > 0 ? { choices } : {}) }
  return { type: 'say', params: { copy: text.copy, content, urgent } }
}
