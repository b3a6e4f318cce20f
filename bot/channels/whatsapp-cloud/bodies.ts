import { z } from 'zod'
import type { InboundBody } from '../channel.ts'

const Button = z.object({ id: z.string(), title: z.string().default('') })
const Interactive = z.object({
  button_reply: Button.optional(),
  list_reply: Button.optional(),
  nfm_reply: z.object({ body: z.string().default('') }).optional(),
})
const Media = z.object({ id: z.string().min(1), mime_type: z.string().min(1), caption: z.string().default('') })
const Place = z.object({
  latitude: z.coerce.number().min(-90).max(90),
  longitude: z.coerce.number().min(-180).max(180),
  name: z.string().optional(),
  address: z.string().optional(),
})
const Order = z.object({
  text: z.string().default(''),
  product_items: z.array(z.object({ product_retailer_id: z.string(), quantity: z.coerce.number() })),
})

// We never ask for more than words: what we cannot read is answered as words that say nothing are.
const UNREADABLE: InboundBody = { kind: 'text', text: '' }

/**
 * What a message of this type says; undefined when the type's own part is missing or wrong.
 * @param message the whole message: each type keeps its part under its own name
 */
export function readBody(type: string, message: Readonly<Record<string, unknown>>): InboundBody | undefined {
  const part = message[type]
  switch (type) {
    case 'text':
      return textOf(z.object({ body: z.string() }).safeParse(part).data?.body)
    case 'interactive':
      return pressed(Interactive.safeParse(part).data)
    case 'button':
      return templateButton(part)
    case 'location': {
      const place = Place.safeParse(part).data
      if (place === undefined) return undefined
      const { latitude, longitude, name, address } = place
      return { kind: 'location', latitude, longitude, label: name ?? address ?? null }
    }
    case 'image':
      return media('photo', part)
    case 'document':
      return media('document', part)
    case 'video':
      return media('video', part)
    case 'audio':
      return media('voice', part)
    case 'order':
      return orderAsWords(part)
    case 'sticker':
      return { kind: 'sticker' }
    case 'contacts':
      return { kind: 'contact' }
    default:
      // `unsupported` (a poll, a photo to be seen once), and types that are not thought of yet.
      return UNREADABLE
  }
}

function textOf(text: string | undefined): InboundBody | undefined {
  return text === undefined ? undefined : { kind: 'text', text }
}

function pressed(interactive: z.output<typeof Interactive> | undefined): InboundBody | undefined {
  const choice = interactive?.button_reply ?? interactive?.list_reply
  if (choice !== undefined) return { kind: 'choice', id: choice.id, text: choice.title }
  return textOf(interactive?.nfm_reply?.body)
}

/** The button of a template: its payload is what we gave it, or what is written on it. */
function templateButton(part: unknown): InboundBody | undefined {
  const button = z.object({ text: z.string().default(''), payload: z.string().optional() }).safeParse(part).data
  return button === undefined ? undefined : { kind: 'choice', id: button.payload ?? button.text, text: button.text }
}

function media(kind: 'photo' | 'document' | 'voice' | 'video', part: unknown): InboundBody | undefined {
  const file = Media.safeParse(part).data
  if (file === undefined) return undefined
  return { kind, ref: file.id, contentType: file.mime_type, caption: file.caption }
}

/** A catalogue's basket, said in words: it is read, and confirmed, as if it had been typed. */
function orderAsWords(part: unknown): InboundBody | undefined {
  const order = Order.safeParse(part).data
  if (order === undefined) return undefined
  const lines = order.product_items.map(({ quantity, product_retailer_id }) => `${quantity} ${product_retailer_id}`)
  return { kind: 'text', text: [...lines, order.text].filter((line) => line !== '').join('\n') }
}
