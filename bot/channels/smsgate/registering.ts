import { createHash } from 'node:crypto'
import { WebHookEventType } from 'android-sms-gateway'
import { z } from 'zod'
import type { Gateway } from './client.ts'
import { isLoopback, type SmsgateOptions, webhookUrl } from './options.ts'

export const EVENTS: readonly WebHookEventType[] = [
  WebHookEventType.SmsReceived,
  WebHookEventType.SmsSent,
  WebHookEventType.SmsDelivered,
  WebHookEventType.SmsFailed,
  WebHookEventType.SystemPing,
]

const Webhooks = z.array(
  z.object({ id: z.string(), url: z.string(), event: z.string(), deviceId: z.string().nullish() }),
)
export type Webhooks = z.output<typeof Webhooks>

export async function readWebhooks(gateway: Gateway): Promise<Webhooks> {
  return Webhooks.parse((await gateway.getWebhooks()) ?? [])
}

/** The hooks of an account that lead to us. */
export function oursOf(hooks: Webhooks, options: Pick<SmsgateOptions, 'publicUrl'>): Webhooks {
  const url = webhookUrl(options)
  return hooks.filter((hook) => hook.url === url)
}

/** Whether the phones can reach us: not from elsewhere to this machine itself. */
export function canBeReached({ publicUrl, apiBaseUrl }: Pick<SmsgateOptions, 'publicUrl' | 'apiBaseUrl'>): boolean {
  return !isLoopback(publicUrl) || isLoopback(apiBaseUrl)
}

/**
 * Has each event posted to us once: what is registered already stays, what is missing is added, and a second hook for the
 * same event goes, for the phone would give the same SMS another id by it. Hooks that lead elsewhere are not ours to touch.
 * @returns how many were added or taken away
 */
export async function registerWebhooks(gateway: Gateway, options: Pick<SmsgateOptions, 'publicUrl'>): Promise<number> {
  const url = webhookUrl(options)
  const ours = oursOf(await readWebhooks(gateway), options)
  let changes = 0
  for (const event of EVENTS) {
    const [first, ...more] = wholeAccountFirst(ours.filter((hook) => hook.event === event))
    // A hook of one phone says nothing for the others.
    const isThere = first !== undefined && (first.deviceId ?? '') === ''
    for (const { id } of isThere ? more : [first, ...more].filter((hook) => hook !== undefined)) {
      await gateway.deleteWebhook(id)
      changes += 1
    }
    if (isThere) continue
    await gateway.registerWebhook({ id: idFor(event, url), event, url })
    changes += 1
  }
  return changes
}

function wholeAccountFirst(hooks: Webhooks): Webhooks {
  return hooks.toSorted((a, b) => (a.deviceId ?? '').length - (b.deviceId ?? '').length)
}

/** The same for every process and start; another address (a trial beside the real one) has hooks of its own. */
function idFor(event: string, url: string): string {
  return `distri-${createHash('sha256').update(`${event} ${url}`).digest('hex').slice(0, 24)}`
}
