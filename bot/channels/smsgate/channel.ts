import type { Channel, Inbox } from '../channel.ts'
import { failureOf, slowingDown } from './answers.ts'
import { connectGateway } from './client.ts'
import { preferredSims } from './operators.ts'
import { ADAPTER, type SmsgateOptions } from './options.ts'
import { watchingPhones } from './presence.ts'
import { canBeReached, registerWebhooks } from './registering.ts'
import { limitsOf, lookUpSms, type Sending, sendSms } from './sending.ts'
import { sharingSims } from './sims.ts'
import { watchingAccount } from './standing.ts'
import { addWebhook } from './webhook.ts'

export interface SmsgateChannel extends Channel {
  watch(): Promise<void>
}

/** SMS Gateway for Android: SMS both ways by phones with local SIMs. */
export function smsgateChannel(options: SmsgateOptions): SmsgateChannel {
  const place: { inbox?: Inbox } = {}
  const inbox = () => place.inbox
  const gateway = connectGateway(options)
  const sims = sharingSims(options)
  const phones = watchingPhones(options, inbox)
  const account = watchingAccount(inbox, () => phones.stillOffline())
  const sending: Sending = { gateway, options, sims, account, slowDown: slowingDown(), inbox }
  let isAway = false

  /** One question to the gateway: are we let in, and do the events come to us? */
  async function visit(): Promise<void> {
    try {
      const changes = canBeReached(options) ? await registerWebhooks(gateway, options) : await ask()
      if (changes > 0) options.log.info({ changes }, 'smsgate: webhooks registered')
      isAway = false
      await account.letIn()
    } catch (error) {
      const failure = failureOf(error, () => 0)
      if (failure.kind === 'token') await account.shutOut(failure.errorCode)
      if (!isAway) options.log.warn({ err: error }, 'smsgate: the gateway cannot be asked; it is tried again')
      isAway = true
    }
  }

  async function ask(): Promise<number> {
    await gateway.getWebhooks()
    return 0
  }

  let visiting: Promise<void> = Promise.resolve()
  return {
    name: ADAPTER,
    media: ['sms'],
    limits: () => limitsOf(options),
    senders: (medium) => (medium === 'sms' ? options.sims.map(({ sender }) => sender) : []),
    nearest: (address) => preferredSims(options.sims, address, null)[0]?.sender ?? null,
    windowHours: () => null,
    send: (message) => sendSms(message, sending),
    lookUp: (message) => lookUpSms(message, sending),
    fetchMedia: async () => ({ kind: 'gone', why: 'an SMS carries no file' }),
    async open(into) {
      place.inbox = into
      if (!canBeReached(options)) {
        options.log.warn('smsgate: PUBLIC_URL is this machine itself: no SMS will come in until it is reachable')
      }
      // A gateway that does not answer must not hold up the start.
      visiting = visit()
    },
    async watch() {
      visiting = visiting.then(visit)
      await visiting
      await phones.lookForSilent()
      await sims.forget()
    },
    routes(app, into) {
      place.inbox = into
      addWebhook(app, { options, inbox: into, phones })
    },
    async close() {
      await visiting
    },
  }
}
