import { proto } from '@whiskeysockets/baileys'
import type { ReceivedMessage } from '../../../bot/channels/baileys/whatsapp-web.ts'
import type { FromPhone } from '../../bot/channels/contract-harness.ts'

// Messages as WhatsApp's phones make them, in WhatsApp's own types.

export interface FakeMessage {
  readonly id: string
  /** the chat as WhatsApp names it: 2250700000001@s.whatsapp.net, 123@lid, ...@g.us */
  readonly chat: string
  /** the other name of the same person, when WhatsApp tells it */
  readonly alt?: string
  readonly fromMe?: boolean
  readonly at?: Date
  readonly name?: string
  readonly message: proto.IMessage | null
}

export function received({ id, chat, alt, fromMe = false, at, name, message }: FakeMessage): ReceivedMessage {
  const key = { id, remoteJid: chat, fromMe, ...(alt !== undefined && { remoteJidAlt: alt }) }
  const info = {
    key,
    ...(message !== null && { message: proto.Message.fromObject(message) }),
    ...(at !== undefined && { messageTimestamp: Math.floor(at.getTime() / 1000) }),
    ...(name !== undefined && { pushName: name }),
  }
  return { info, encode: () => proto.WebMessageInfo.encode(proto.WebMessageInfo.fromObject(info)).finish() }
}

export const jidOf = (phone: string): string => `${phone.replace('+', '')}@s.whatsapp.net`

export function messageOf(body: FromPhone['body']): proto.IMessage {
  switch (body.kind) {
    case 'text':
      return { conversation: body.text }
    case 'choice':
      return { buttonsResponseMessage: { selectedButtonId: body.id, selectedDisplayText: body.text } }
    case 'list_row':
      return { listResponseMessage: { title: body.text, singleSelectReply: { selectedRowId: body.id } } }
    case 'location':
      return { locationMessage: { degreesLatitude: body.latitude, degreesLongitude: body.longitude, name: body.label } }
    case 'photo':
      return { imageMessage: { url: body.url, mimetype: body.contentType, mediaKey: Buffer.alloc(32, 7) } }
    case 'voice':
      return { audioMessage: { url: body.url, mimetype: `${body.contentType}; codecs=opus`, ptt: true } }
  }
}
