import type { MachineEvent } from '../../conversations/turn.ts'
import type { Knowledge } from '../../conversations/understanding/knowledge.ts'
import type { Situation, Understanding } from '../../conversations/understanding/types.ts'
import { understand } from '../../conversations/understanding/understand.ts'
import type { InboundBody } from '../channels/channel.ts'
import { readingOf, type StoredReading } from './reading.ts'
import type { MailboxEntry } from './turn-start.ts'

export interface Heard {
  readonly event: MachineEvent
  /** kept beside the message: how it was read */
  readonly reading: StoredReading | null
}

/** Turns a mailbox item into the event a machine understands. */
export function hear(item: MailboxEntry, situation: () => Situation, knowledge: Knowledge): Heard {
  if (item.kind === 'message') return hearMessage(item.payload, situation, knowledge)
  if (item.kind === 'event' && item.payload.type === 'words.moved') {
    return said(item.payload.text, understand(item.payload.text, situation(), knowledge))
  }
  return { event: item.payload, reading: null }
}

function hearMessage(body: InboundBody, situation: () => Situation, knowledge: Knowledge): Heard {
  switch (body.kind) {
    case 'text':
      return understood(body.text, situation(), knowledge)
    case 'choice':
      return pressed(body, situation(), knowledge)
    case 'location':
      return {
        event: { type: 'showed.location', latitude: body.latitude, longitude: body.longitude, label: body.label },
        reading: null,
      }
    case 'photo':
    case 'document':
      return { event: { type: `showed.${body.kind}`, media: body.ref, caption: body.caption }, reading: null }
    case 'video':
      return { event: { type: 'showed.document', media: body.ref, caption: body.caption }, reading: null }
    case 'voice':
      return body.text === undefined
        ? { event: { type: 'showed.voice' }, reading: null }
        : said(body.text, understand(body.text, situation(), knowledge))
    case 'sticker':
    case 'contact':
      return { event: { type: `showed.${body.kind}` }, reading: null }
  }
}

/** A button of the message just sent answers it; an old button says what is written on it. */
function pressed(
  body: { readonly id: string; readonly text: string },
  situation: Situation,
  knowledge: Knowledge,
): Heard {
  const { expects } = situation
  const isOffered = expects?.kind === 'choice' && expects.options.some(({ id }) => id === body.id)
  if (!isOffered) return understood(body.text, situation, knowledge)
  const answer = { option: body.id }
  return said(body.text, {
    intent: 'confirm',
    lines: [],
    clarifications: [],
    slots: { answer },
    also: [],
    confidence: 1,
  })
}

function understood(text: string, situation: Situation, knowledge: Knowledge): Heard {
  return said(text, understand(text, situation, knowledge), situation)
}

function said(text: string, heard: Understanding, situation: Situation | null = null): Heard {
  const type = heard.slots.answer === undefined ? (`said.${heard.intent}` as const) : 'said.answer'
  return { event: { type, text, heard }, reading: readingOf(heard, situation) }
}
