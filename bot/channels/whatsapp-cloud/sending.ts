import { z } from 'zod'
import type { OutgoingMessage, SendResult } from '../channel.ts'
import { judge, type SendWaits } from './errors.ts'
import { formOf, type Uploaded } from './form.ts'
import type { Graph, GraphAnswer } from './graph.ts'
import type { WhatsAppCloudOptions } from './options.ts'
import type { Telling } from './telling.ts'
import { upload } from './uploading.ts'

export interface Sending {
  readonly graph: Graph
  readonly options: WhatsAppCloudOptions
  readonly waits: SendWaits
  readonly telling: Telling
}

const Taken = z.object({ messages: z.array(z.object({ id: z.string().min(1) })).min(1) })

/** Sends once. Meta has no idempotency key, so what got no answer is never repeated from here. */
export async function sendMessage(message: OutgoingMessage, sending: Sending): Promise<SendResult> {
  const sender = senderOf(message, sending.options)
  if (sender === undefined) return { kind: 'refused', because: 'configuration', errorCode: 'NO_SENDER' }
  const file = await fileOf(message, sender, sending)
  if (file !== undefined && 'failed' in file) return failed(file.failed, message, sender, sending)
  const answer = await sending.graph.post(`/${sender}/messages`, formOf(message, file))
  if (answer.kind !== 'answered') return failed(answer, message, sender, sending)
  const taken = Taken.safeParse(answer.body)
  const providerId = taken.data?.messages[0]?.id
  if (providerId === undefined) return { kind: 'unknown', cause: 'an answer without a message id' }
  sending.waits.sender.forget(sender)
  sending.waits.pair.forget(message.to)
  sending.waits.message.forget(message.id)
  sending.telling.worked(sender)
  return { kind: 'sent', providerId, segments: null, price: null }
}

/** The number that the person wrote to, if it is one of ours. */
function senderOf({ sender }: OutgoingMessage, { phoneNumberIds }: WhatsAppCloudOptions): string | undefined {
  return sender !== null && phoneNumberIds.includes(sender) ? sender : phoneNumberIds[0]
}

type Failure = Exclude<GraphAnswer, { kind: 'answered' }>

async function fileOf(
  message: OutgoingMessage,
  sender: string,
  { graph }: Sending,
): Promise<Uploaded | { readonly failed: Failure } | undefined> {
  if (message.attachment === null || message.template !== null) return undefined
  const uploaded = await upload(message, message.attachment, { graph, sender })
  return uploaded.kind === 'uploaded' ? uploaded.file : { failed: uploaded }
}

function failed(answer: Failure, message: OutgoingMessage, sender: string, { waits, telling }: Sending): SendResult {
  const { result, health } = judge(answer, { sender, to: message.to, messageId: message.id }, waits)
  telling.tell(sender, health)
  return result
}
