import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { z } from 'zod'
import { nanoId } from './webhooks.ts'

export type State = 'Pending' | 'Processed' | 'Sent' | 'Delivered' | 'Failed'

export const Request = z.object({
  id: z.string().max(36).optional(),
  message: z.string().optional(),
  textMessage: z.object({ text: z.string() }).optional(),
  phoneNumbers: z.array(z.string()).min(1).max(100),
  simNumber: z.int().min(1).max(3).nullish(),
  deviceId: z.string().optional(),
  ttl: z.int().min(5).nullish(),
  withDeliveryReport: z.boolean().nullish(),
})

export interface TakenMessage {
  readonly id: string
  readonly deviceId: string
  readonly simNumber: number | null
  readonly phone: string
  readonly text: string
  readonly ttl: number | null
  state: State
  error: string | null
}

export interface Refusal {
  readonly status: number
  readonly message: string
}

/** Takes a message as the server does: an id is known only on the phone that it was given for. */
export function takeMessage(
  taken: TakenMessage[],
  deviceIds: readonly string[],
  body: unknown,
  skipPhoneValidation: boolean,
): TakenMessage | Refusal {
  const request = Request.safeParse(body)
  if (!request.success) return { status: 400, message: `failed to validate: ${request.error.issues[0]?.message}` }
  const { id = nanoId(), message, textMessage, phoneNumbers, simNumber = null, deviceId, ttl } = request.data
  const device = deviceId === undefined ? deviceIds[0] : deviceIds.find((one) => one === deviceId)
  if (device === undefined) return { status: 400, message: 'failed to select device: record not found' }
  const text = textMessage?.text ?? message ?? ''
  if (text === '') return { status: 400, message: 'No message content provided' }
  const [phone = ''] = phoneNumbers
  if (!skipPhoneValidation && parsePhoneNumberFromString(phone)?.getType() !== 'MOBILE') {
    return { status: 400, message: 'failed to use phone in row 1: invalid phone number' }
  }
  if (taken.some((one) => one.id === id && one.deviceId === device)) {
    return { status: 409, message: 'message with the same ID already exists' }
  }
  const made: TakenMessage = {
    id,
    deviceId: device,
    simNumber,
    phone,
    text,
    ttl: ttl ?? null,
    state: 'Pending',
    error: null,
  }
  taken.push(made)
  return made
}

export function shownMessage({ id, deviceId, phone, state, error }: TakenMessage): object {
  return {
    id,
    deviceId,
    state,
    isHashed: false,
    isEncrypted: false,
    recipients: [{ phoneNumber: phone, state, ...(error !== null && { error }) }],
    states: { [state]: new Date().toISOString() },
  }
}
