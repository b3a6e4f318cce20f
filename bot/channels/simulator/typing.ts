import { z } from 'zod'
import type { InboundBody } from '../channel.ts'

/** An E.164 number. A `+` that was not encoded in an address arrives as a space. */
export const phoneNumber = z
  .string()
  .transform((text) => text.replace(/^ (?=\d)/, '+'))
  .pipe(z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be a number in E.164 form, like +2250700000001.'))

export const medium = z.enum(['whatsapp', 'sms'], 'must be "whatsapp" or "sms".')

const WAYS = ['text', 'choice', 'location', 'media'] as const

/** The id of a button or a row on the screen, or the whole of it as it was shown. */
const pressedChoice = z.union(
  [
    z.string().min(1).max(256),
    z.object({
      id: z.string().min(1).max(256),
      label: z.string().max(256).optional(),
      text: z.string().max(256).optional(),
    }),
  ],
  'must be the id of a choice, or {id, label}.',
)

/** What a simulated phone may post: exactly one of text, choice, location, media. */
export const typedMessage = z
  .strictObject({
    channel: medium,
    from: phoneNumber,
    id: z.string().min(1).max(128).optional(),
    text: z
      .string()
      .max(10_000, 'must have at most 10,000 characters.')
      .refine((text) => text.trim() !== '', 'must not be empty.')
      .optional(),
    choice: pressedChoice.optional(),
    location: z
      .strictObject({
        latitude: z.number().min(-90).max(90),
        longitude: z.number().min(-180).max(180),
        label: z.string().max(200).optional(),
      })
      .optional(),
    media: z
      .strictObject({
        kind: z.enum(['photo', 'voice', 'document', 'sticker'], 'must be photo, voice, document or sticker.'),
        caption: z.string().max(1024).optional(),
      })
      .optional(),
  })
  .refine((message) => WAYS.filter((way) => message[way] !== undefined).length === 1, {
    message: 'Give exactly one of text, choice, location or media.',
  })
  .refine(({ channel, location, media }) => channel === 'whatsapp' || (location ?? media) === undefined, {
    message: 'An SMS carries text only: no location and no media.',
  })

export type TypedMessage = z.output<typeof typedMessage>

/** A button that the phone shows. */
export interface Pressable {
  readonly id: string
  readonly label: string
}

/**
 * What the conversation receives.
 * @param shown the buttons and rows on that phone's screen, the newest first
 */
export function bodyOf(message: TypedMessage, shown: readonly Pressable[]): InboundBody {
  if (message.location !== undefined) {
    const { latitude, longitude, label } = message.location
    return { kind: 'location', latitude, longitude, label: label ?? null }
  }
  if (message.media !== undefined) return mediaOf(message.media)
  if (message.choice === undefined) return { kind: 'text', text: message.text ?? '' }
  const { id, label = id } = pressedOf(message.choice, shown)
  // A phone without buttons types what it chooses, and what is on no screen cannot be pressed.
  return message.channel === 'sms' || label === id ? { kind: 'text', text: label } : { kind: 'choice', id, text: label }
}

function pressedOf(choice: z.output<typeof pressedChoice>, shown: readonly Pressable[]) {
  const given = typeof choice === 'string' ? { id: choice } : choice
  const onScreen = shown.find(({ id }) => id === given.id) ?? shown.find(({ label }) => label === given.id)
  return onScreen ?? { id: given.id, label: given.label ?? given.text }
}

function mediaOf({ kind, caption = '' }: NonNullable<TypedMessage['media']>): InboundBody {
  switch (kind) {
    case 'photo':
    case 'document':
      return { kind, ref: `${kind}.svg`, contentType: 'image/svg+xml', caption }
    case 'voice':
      return { kind, ref: 'voice.wav', contentType: 'audio/wav', caption }
    case 'sticker':
      return { kind }
  }
}
