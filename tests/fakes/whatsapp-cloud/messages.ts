import { z } from 'zod'

/** Meta's error answer. */
export interface Problem {
  readonly status: number
  readonly code: number
  readonly details: string
}

const Interactive = z.looseObject({
  type: z.enum(['button', 'list', 'location_request_message']),
  header: z.looseObject({ type: z.string() }).optional(),
  body: z.object({ text: z.string().min(1).max(1024) }),
  action: z.union([
    z.strictObject({
      buttons: z
        .array(
          z.strictObject({
            type: z.literal('reply'),
            reply: z.strictObject({ id: z.string().min(1).max(256), title: z.string().min(1).max(20) }),
          }),
        )
        .min(1)
        .max(3),
    }),
    z.strictObject({
      button: z.string().min(1).max(20),
      sections: z
        .array(
          z.strictObject({
            title: z.string().max(24).optional(),
            rows: z
              .array(
                z.strictObject({
                  id: z.string().min(1).max(200),
                  title: z.string().min(1).max(24),
                  description: z.string().max(72).optional(),
                }),
              )
              .min(1)
              .max(10),
          }),
        )
        .min(1)
        .max(10),
    }),
    z.strictObject({ name: z.literal('send_location') }),
  ]),
})
const File = z.strictObject({
  id: z.string().min(1),
  caption: z.string().min(1).max(1024).optional(),
  filename: z.string().optional(),
})
const Template = z.strictObject({
  name: z.string().regex(/^[a-z0-9_]+$/),
  language: z.strictObject({ code: z.string().min(2) }),
  components: z.array(
    z.strictObject({
      type: z.literal('body'),
      parameters: z.array(
        z.strictObject({
          type: z.literal('text'),
          text: z
            .string()
            .min(1)
            .regex(/^(?!.* {5})[^\n\t]*$/),
        }),
      ),
    }),
  ),
})

/** What Meta accepts as a message. */
export const Send = z.intersection(
  z.looseObject({
    messaging_product: z.literal('whatsapp'),
    recipient_type: z.literal('individual'),
    to: z
      .string()
      .regex(/^\+?[1-9]\d{7,14}$/)
      .optional(),
    recipient: z
      .string()
      .regex(/^[A-Z]{2}\.[A-Za-z0-9.]{1,132}$/)
      .optional(),
    biz_opaque_callback_data: z.string().max(512).optional(),
  }),
  z.discriminatedUnion('type', [
    z.looseObject({
      type: z.literal('text'),
      text: z.strictObject({ body: z.string().min(1).max(4096), preview_url: z.boolean() }),
    }),
    z.looseObject({ type: z.literal('interactive'), interactive: Interactive }),
    z.looseObject({ type: z.literal('template'), template: Template }),
    z.looseObject({ type: z.literal('image'), image: File }),
    z.looseObject({ type: z.literal('video'), video: File }),
    z.looseObject({ type: z.literal('audio'), audio: File.omit({ caption: true }) }),
    z.looseObject({ type: z.literal('document'), document: File }),
  ]),
)
export type Send = z.output<typeof Send>

export const Read = z.object({
  messaging_product: z.literal('whatsapp'),
  status: z.literal('read'),
  message_id: z.string(),
  typing_indicator: z.object({ type: z.literal('text') }).optional(),
})
export type Read = z.output<typeof Read>

/** A message as it was taken. */
export interface TakenMessage {
  readonly id: string
  /** the number that sends it */
  readonly from: string
  /** +225... or the business-scoped id */
  readonly to: string
  readonly sent: Send
}

/** What Meta checks before it takes a message; undefined when all is well. */
export function problemWith(body: unknown): Problem | undefined {
  const parsed = Send.safeParse(body)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return { status: 400, code: 131009, details: `${issue?.path.join('.')}: ${issue?.message}` }
  }
  const { to, recipient } = parsed.data
  if ((to === undefined) === (recipient === undefined)) {
    return { status: 400, code: 131008, details: 'exactly one of to, recipient' }
  }
  return undefined
}

/** The words on the phone. */
export function wordsOf({ sent }: TakenMessage): string {
  switch (sent.type) {
    case 'text':
      return sent.text.body
    case 'template':
      return [
        sent.template.name,
        ...sent.template.components.flatMap(({ parameters }) => parameters.map(({ text }) => text)),
      ].join('\n')
    case 'interactive':
      return [sent.interactive.body.text, ...choicesOf(sent.interactive.action)].join('\n')
    case 'image':
      return sent.image.caption ?? ''
    case 'video':
      return sent.video.caption ?? ''
    case 'document':
      return sent.document.caption ?? ''
    case 'audio':
      return ''
  }
}

function choicesOf(action: z.output<typeof Interactive>['action']): string[] {
  if ('buttons' in action) return action.buttons.map(({ reply }) => reply.title)
  if ('sections' in action)
    return action.sections.flatMap(({ rows }) => rows.flatMap(({ title, description }) => [title, description ?? '']))
  return []
}
