import type { EventEmitter } from 'node:events'
import type { AnyMessageContent } from '@whiskeysockets/baileys'
import { z } from 'zod'
import type { LetterContent, Written } from './whatsapp-web.ts'

// Baileys says that a message was sent once its bytes are in the socket. The server's own word is its ack.

const Ack = z.object({ attrs: z.object({ id: z.string(), error: z.string().optional() }) })
const ACK_EVENT = 'CB:ack,class:message'

type Acked = { readonly kind: 'acked' } | Extract<Written, { readonly kind: 'refused' | 'unanswered' }>

export function awaitingAcks(socket: EventEmitter, timeoutMs: number) {
  const waiting = new Map<string, (ack: Acked) => void>()
  socket.on(ACK_EVENT, (node: unknown) => {
    const ack = Ack.safeParse(node)
    if (!ack.success) return
    const { id, error } = ack.data.attrs
    waiting.get(id)?.(error === undefined ? { kind: 'acked' } : { kind: 'refused', errorCode: error })
  })
  const giveUp = (): void => {
    for (const settle of waiting.values()) settle({ kind: 'unanswered', why: 'the connection closed' })
  }
  // `error` when it is we who hang up: library-hanging-up.ts.
  socket.on('close', giveUp).on('error', giveUp)
  return {
    of(id: string): { readonly promise: Promise<Acked>; forget(): void } {
      let timer: NodeJS.Timeout | undefined
      const promise = new Promise<Acked>((resolve) => {
        waiting.set(id, resolve)
        timer = setTimeout(() => resolve({ kind: 'unanswered', why: `no ack within ${timeoutMs} ms` }), timeoutMs)
      })
      return {
        promise,
        forget() {
          clearTimeout(timer)
          waiting.delete(id)
        },
      }
    },
  }
}

export function contentFor({ text, file }: LetterContent): AnyMessageContent {
  // A preview would fetch the page from here, and no letter of ours needs one.
  if (file === null) return { text, linkPreview: null }
  const words = text === '' ? {} : { caption: text }
  const { bytes, contentType: mimetype, fileName } = file
  return mimetype.startsWith('image/')
    ? { image: bytes, mimetype, ...words }
    : { document: bytes, mimetype, fileName, ...words }
}
