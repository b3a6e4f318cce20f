import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkTwilio } from '../../../../bot/channels/twilio/check.ts'
import type { TwilioOptions } from '../../../../bot/channels/twilio/client.ts'
import { type TwilioHarness, twilioHarness } from './harness.ts'

// A good configuration first; then one thing wrong at a time, at Twilio or with us.

const TOKEN = 'token-of-the-tests'
const SMS = '+12025550100'
const WHATSAPP = '+2250700000042'

let harness: TwilioHarness
beforeEach(async () => {
  harness = await twilioHarness()
  const { account } = harness.twilio
  const messages = `${harness.url}/webhooks/twilio/messages`
  account.numbers.push({
    phone_number: SMS,
    capabilities: { sms: true, mms: false, voice: true },
    sms_url: `${messages}#rc=3&rp=ct,5xx`,
  })
  account.services.push({
    sid: `MG${'a'.repeat(32)}`,
    inbound_request_url: messages,
    use_inbound_webhook_on_number: false,
  })
  account.whatsapp.push({
    sender_id: `whatsapp:${WHATSAPP}`,
    status: 'ONLINE',
    webhook: {
      callback_url: messages,
      callback_method: 'POST',
      status_callback_url: `${harness.url}/webhooks/twilio/status`,
    },
    properties: { quality_rating: 'HIGH', messaging_limit: '1K Customers/24hr' },
  })
  account.templates.push({
    sid: 'HX1',
    friendly_name: 'nouvelles_fr',
    approval_requests: { name: 'nouvelles_fr', status: 'approved' },
  })
})
afterEach(() => harness.close())

/** What is not well, as `level: what | todo`. */
async function problems(changes: Partial<TwilioOptions> = {}): Promise<string[]> {
  const findings = await checkTwilio({
    accountSid: `AC${'0'.repeat(32)}`,
    authToken: TOKEN,
    smsFrom: SMS,
    whatsappFrom: WHATSAPP,
    apiBaseUrl: harness.twilio.url,
    publicUrl: harness.url,
    log: pino({ level: 'silent' }),
    timeoutMs: 1000,
    ...changes,
  })
  expect(JSON.stringify(findings)).not.toContain(TOKEN)
  expect(findings.length).toBeGreaterThan(0)
  for (const { level, todo } of findings) expect(todo === '').toBe(level === 'ok')
  return findings.filter(({ level }) => level !== 'ok').map(({ level, what, todo }) => `${level}: ${what} | ${todo}`)
}
/** MTN and numbers: true of every number, whatever is right with it */
const others = (found: readonly string[]) => found.filter((line) => !line.includes('MTN'))
const onlyWhatsApp = { smsFrom: undefined }
const onlySms = { whatsappFrom: undefined }

describe('a Twilio configuration', () => {
  it('that is right has nothing to mend, and says what numbers cannot do in Côte d’Ivoire', async () => {
    const found = await problems()
    expect(found).toEqual([expect.stringMatching(/^warning: MTN refuse/)])
  })

  it.each([
    ['the token', { authToken: 'another-token' }],
    ['the account', { accountSid: `AC${'9'.repeat(32)}` }],
  ])('with %s wrong says that alone', async (_, changes) => {
    expect(await problems(changes)).toEqual([
      expect.stringMatching(/^error: Twilio refuse le compte ou le jeton \(20003\)/),
    ])
  })

  it('with an address where nobody is says that Twilio does not answer', async () => {
    expect(await problems({ apiBaseUrl: 'http://127.0.0.1:9' })).toEqual([
      expect.stringMatching(/^error: Twilio ne répond pas \(ECONNREFUSED\)/),
    ])
  })

  it('says when the account is suspended, or for trying only', async () => {
    harness.twilio.account.status = 'suspended'
    expect(await problems()).toEqual([expect.stringMatching(/^error: Le compte Twilio est « suspended »/)])
    harness.twilio.account.status = 'active'
    harness.twilio.account.type = 'Trial'
    expect(others(await problems())).toEqual([
      expect.stringMatching(/^warning: Le compte Twilio est un compte d’essai/),
    ])
  })

  it('says when the SMS number is not in the account, or sends no SMS', async () => {
    expect(await problems({ ...onlySms, smsFrom: '+12025550199' })).toEqual([
      expect.stringMatching(/^error: \+12025550199 n’est pas un numéro de ce compte/),
    ])
    for (const { capabilities } of harness.twilio.account.numbers) capabilities.sms = false
    expect(await problems(onlySms)).toEqual([expect.stringMatching(/^error: .* ne sait pas envoyer de SMS/)])
  })

  it('says when a messaging service is unknown, and when it brings messages elsewhere', async () => {
    expect(await problems({ ...onlySms, smsFrom: `MG${'b'.repeat(32)}` })).toEqual([
      expect.stringMatching(/^error: Le service de messagerie/),
    ])
    const mine = { ...onlySms, smsFrom: `MG${'a'.repeat(32)}` }
    expect(await problems(mine)).toEqual([])
    for (const service of harness.twilio.account.services) service.inbound_request_url = 'https://elsewhere.example/'
    expect(await problems(mine)).toEqual([
      expect.stringMatching(/^error: Twilio apporte les SMS à https:\/\/elsewhere/),
    ])
  })

  it('warns that a name must be registered', async () => {
    expect(await problems({ ...onlySms, smsFrom: 'DISTRI' })).toEqual([
      expect.stringMatching(/^warning: Le nom d’expéditeur « DISTRI »/),
    ])
  })

  it('says when the country is not allowed', async () => {
    for (const country of harness.twilio.account.countries) country.enabled = false
    expect(others(await problems())).toEqual([expect.stringMatching(/^error: Les SMS vers la Côte d’Ivoire .*21408/)])
    harness.twilio.account.countries = []
    expect(others(await problems())).toEqual([expect.stringMatching(/^warning: Twilio ne dit pas si les SMS/)])
  })

  it('says when the WhatsApp sender is unknown, offline, of low quality, or the sandbox', async () => {
    expect(await problems({ ...onlyWhatsApp, whatsappFrom: '+2250700000001' })).toEqual([
      expect.stringMatching(/^error: \+2250700000001 n’est pas un numéro WhatsApp de ce compte Twilio \(63007\)/),
    ])
    const [sender] = harness.twilio.account.whatsapp
    if (sender === undefined) throw new Error('no sender')
    sender.properties.quality_rating = 'LOW'
    expect(await problems(onlyWhatsApp)).toEqual([expect.stringMatching(/^warning: Sa qualité est basse/)])
    sender.properties.quality_rating = null
    sender.status = 'OFFLINE'
    expect(await problems(onlyWhatsApp)).toEqual([expect.stringMatching(/^error: .* est « OFFLINE »/)])
    expect(await problems({ ...onlyWhatsApp, whatsappFrom: '+14155238886' })).toEqual([
      expect.stringMatching(/^warning: WhatsApp passe par le bac à sable/),
    ])
  })

  it('says when a webhook is not set, each one', async () => {
    const [sender] = harness.twilio.account.whatsapp
    if (sender === undefined) throw new Error('no sender')
    const right = sender.webhook.callback_url
    sender.webhook.callback_url = ''
    expect(await problems(onlyWhatsApp)).toEqual([
      expect.stringContaining(`nulle part. | Dans la console de Twilio, mettez ${right} (POST)`),
    ])
    sender.webhook.callback_url = right
    sender.webhook.status_callback_url = `${right}/`
    expect(await problems(onlyWhatsApp)).toEqual([
      expect.stringMatching(/^error: Twilio apporte les états de livraison/),
    ])
  })

  it('says when no template is approved', async () => {
    for (const template of harness.twilio.account.templates) template.approval_requests.status = 'pending'
    expect(await problems(onlyWhatsApp)).toEqual([expect.stringMatching(/^warning: Aucun modèle WhatsApp approuvé/)])
  })

  it('says when the running program refuses what Twilio signs, is elsewhere, or is not there', async () => {
    const behindAnother = await twilioHarness({ publicUrl: 'https://other.example' })
    const at = async (publicUrl: string) =>
      (await problems({ smsFrom: 'DISTRI', whatsappFrom: undefined, publicUrl })).slice(1)
    expect(await at(behindAnother.url)).toEqual([
      expect.stringMatching(/^error: Le programme refuse un appel signé .*403/),
    ])
    await behindAnother.close()
    expect(await at(behindAnother.url)).toEqual([
      expect.stringMatching(/^warning: .* ne répond pas depuis cette machine/),
    ])
    expect(await at(`${harness.url}/nowhere`)).toEqual([expect.stringMatching(/^error: .* répond 404/)])
    expect(await at(harness.url)).toEqual([])
  })
})
