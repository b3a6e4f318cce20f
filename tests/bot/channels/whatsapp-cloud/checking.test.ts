import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CheckOptions, checkWhatsAppCloud } from '../../../../bot/channels/whatsapp-cloud/checking.ts'
import type { FakeTemplate } from '../../../fakes/whatsapp-cloud/server.ts'
import { freePort } from '../../free-port.ts'
import { ACCOUNT, type CloudHarness, cloudHarness, NUMBER, SECOND_NUMBER } from './harness.ts'

let at: CloudHarness
const news = (changes: Partial<FakeTemplate> = {}): FakeTemplate => ({
  name: 'distri_nouvelles',
  language: 'fr',
  status: 'APPROVED',
  category: 'UTILITY',
  components: [{ type: 'BODY', text: 'Vous avez des nouvelles : répondez pour les lire.' }],
  ...changes,
})
beforeEach(async () => {
  at = await cloudHarness()
  at.cloud.meta.templates = [news(), news({ name: 'distri_nouvelles_2', status: 'REJECTED' })]
})
afterEach(() => at.close())

const check = (changes: Partial<CheckOptions> = {}) =>
  checkWhatsAppCloud({
    token: ACCOUNT.token,
    appSecret: ACCOUNT.appSecret,
    verifyToken: 'verify-of-the-tests',
    wabaId: ACCOUNT.wabaId,
    phoneNumberIds: [NUMBER.id],
    apiVersion: 'v25.0',
    apiBaseUrl: at.cloud.url,
    publicUrl: at.url,
    newsTemplates: { fr: 'distri_nouvelles', en: null },
    timeoutMs: 1_000,
    ...changes,
  })

/** What is wrong, beside that the tests have no address on the internet. */
async function wrong(changes: Partial<CheckOptions> = {}): Promise<string[]> {
  const findings = await check(changes)
  for (const { level, todo } of findings) expect(todo === '').toBe(level === 'ok')
  return findings.filter(({ level, what }) => level !== 'ok' && !what.includes('PUBLIC_URL')).map(({ what }) => what)
}

describe('the check of a WhatsApp Cloud configuration', () => {
  it('finds nothing wrong where all is well, but the address of this machine', async () => {
    const findings = await check()
    expect(findings.filter(({ level }) => level !== 'ok')).toMatchObject([
      { level: 'warning', what: expect.stringContaining('PUBLIC_URL') },
    ])
    expect(findings.map(({ what }) => what).join('\n')).toContain('2000 personnes par jour')
  })

  it.each<[string, Partial<CheckOptions>, RegExp]>([
    ['a wrong token', { token: 'wrong' }, /jeton est refusé/],
    ['a wrong app secret', { appSecret: 'f'.repeat(32) }, /clé secrète/],
    ['a wrong account', { wabaId: '99999' }, /compte WhatsApp 99999/],
    ['a wrong number', { phoneNumberIds: [NUMBER.id, '88888'] }, /numéro 88888/],
    ['another verify token', { verifyToken: 'another-one' }, /403/],
  ])('says one thing of %s', async (_, changes, words) => {
    const said = await wrong(changes)
    expect(said).toHaveLength(1)
    expect(said[0]).toMatch(words)
  })

  it.each<[string, readonly FakeTemplate[], RegExp]>([
    ['that is not there', [], /« distri_nouvelles » n’existe pas dans ce compte/],
    ['of another language', [news({ language: 'en_US' })], /n’existe pas en langue « fr » chez Meta, mais en en_US/],
    ['that waits', [news({ status: 'PENDING' })], /n’est pas approuvé : PENDING/],
    ['that was refused', [news({ status: 'REJECTED' })], /n’est pas approuvé : REJECTED/],
    ['with variables', [news({ components: [{ type: 'BODY', text: 'Bonjour {{1}}' }] })], /attend des variables/],
    ['of marketing', [news({ category: 'MARKETING' })], /catégorie MARKETING/],
  ])('says one thing of a template %s', async (_, templates, words) => {
    at.cloud.meta.templates = templates
    expect(await wrong()).toEqual([expect.stringMatching(words)])
  })

  it('says that there is no template, that one is Twilio’s, and checks each language', async () => {
    expect(await wrong({ newsTemplates: { fr: null, en: null } })).toEqual([
      expect.stringContaining('Aucun modèle n’est configuré'),
    ])
    const sid = `HX${'a'.repeat(32)}`
    const findings = await check({ newsTemplates: { fr: sid, en: null } })
    expect(findings.find(({ what }) => what.includes(sid))?.todo).toContain('Twilio')
    at.cloud.meta.templates = [news(), news({ language: 'en', status: 'PAUSED' })]
    expect(await wrong({ newsTemplates: { fr: 'distri_nouvelles', en: 'distri_nouvelles' } })).toEqual([
      expect.stringContaining('« distri_nouvelles » (en) n’est pas approuvé : PAUSED'),
    ])
  })

  it('says one thing of a program that does not run, and of no way to Meta', async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`
    expect(await wrong({ publicUrl: nobody })).toEqual([expect.stringContaining('ne répond pas d’ici')])
    expect(await wrong({ apiBaseUrl: nobody })).toEqual([expect.stringContaining('Meta ne répond pas')])
  })

  it('says that nothing will arrive, that a number does badly or is stopped', async () => {
    at.cloud.meta.subscribedApps = 0
    expect(await wrong()).toEqual([expect.stringContaining('Aucune app')])
    at.cloud.meta.subscribedApps = 1
    at.cloud.meta.quality = 'RED'
    expect(await wrong()).toEqual([expect.stringContaining('mauvaise')])
    at.cloud.meta.quality = 'GREEN'
    for (const status of ['FLAGGED', 'RESTRICTED']) {
      at.cloud.meta.status = status
      expect((await check()).find(({ what }) => what.includes(status))).toMatchObject({
        level: 'warning',
        what: expect.stringContaining('répond encore'),
      })
    }
    at.cloud.meta.status = 'BANNED'
    expect(await wrong({ phoneNumberIds: [NUMBER.id, SECOND_NUMBER.id] })).toHaveLength(2)
  })

  it('shows no secret', async () => {
    const said = JSON.stringify([
      await check(),
      await check({ token: 'wrong-token' }),
      await check({ appSecret: 'f'.repeat(32) }),
    ])
    for (const secret of [ACCOUNT.token, 'wrong-token', ACCOUNT.appSecret, 'f'.repeat(32), 'verify-of-the-tests']) {
      expect(said).not.toContain(secret)
    }
  })
})
