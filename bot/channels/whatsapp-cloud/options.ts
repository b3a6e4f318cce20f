import type { Logger } from 'pino'
import type { Clock } from '../../clock.ts'

export interface WhatsAppCloudOptions {
  /** of a system user, permissions whatsapp_business_messaging and whatsapp_business_management */
  readonly token: string
  /** webhooks are signed with it */
  readonly appSecret: string
  /** ours: Meta says it back when the webhook is set up */
  readonly verifyToken: string
  /** the WhatsApp Business Account */
  readonly wabaId: string
  /** Meta's ids of our numbers, the preferred first */
  readonly phoneNumberIds: readonly string[]
  readonly apiVersion: string
  /** for tests and proxies: every request goes there, none to Meta */
  readonly apiBaseUrl: string | undefined
  /** mark what was recorded as read, and show that we write */
  readonly readReceipts: boolean
  readonly clock: Clock
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
  /** under which id a send that got no answer went out after all, as a status callback said */
  readonly sentAs: (messageId: string) => Promise<string | undefined>
  readonly timeoutMs?: number
  /** how long an unanswered send waits for its status callback before it is repeated */
  readonly settleMs?: number
}

export const ADAPTER = 'whatsapp-cloud'
