import { describe, expect, it } from 'vitest'
import { ConfigurationError, readConfig } from '../../config.ts'

const ALL = {
  WHATSAPP_CLOUD_TOKEN: 'EAAsecret',
  WHATSAPP_CLOUD_APP_SECRET: '0123456789abcdef0123456789abcdef',
  WHATSAPP_CLOUD_VERIFY_TOKEN: 'mot-de-verification',
  WHATSAPP_CLOUD_WABA_ID: '102290129340398',
  WHATSAPP_CLOUD_PHONE_NUMBER_IDS: '106540352242922, 106540352242923',
}

function mistakesOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (error instanceof ConfigurationError) return error.mistakes
    throw error
  }
}

describe('WhatsApp Cloud in the environment', () => {
  it('is a channel by itself once all five are there, and nothing is simulated', () => {
    const config = readConfig(ALL)
    expect(config).toMatchObject({ channels: ['whatsapp-cloud'], demo: false })
    expect(config.whatsAppCloud).toMatchObject({
      phoneNumberIds: ['106540352242922', '106540352242923'],
      apiVersion: 'v25.0',
      apiBaseUrl: undefined,
      readReceipts: true,
    })
    expect(readConfig({}).whatsAppCloud).toBeUndefined()
    expect(readConfig({ ...ALL, RESTRICTED_GOODS_OPEN: 'whatsapp-cloud' }).restrictedGoodsOpen).toEqual([
      'whatsapp-cloud',
    ])
  })

  it.each(Object.keys(ALL))('says that %s is missing, and only that', (name) => {
    const mistakes = mistakesOf({ ...ALL, [name]: '' })
    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]).toMatch(new RegExp(`^${name}: manque`))
  })

  it.each([
    ['WHATSAPP_CLOUD_TOKEN', 'EAA secret'],
    ['WHATSAPP_CLOUD_APP_SECRET', 'not-a-secret-of-meta'],
    ['WHATSAPP_CLOUD_VERIFY_TOKEN', 'court'],
    ['WHATSAPP_CLOUD_WABA_ID', '+2250700000001'],
    ['WHATSAPP_CLOUD_PHONE_NUMBER_IDS', '106540352242922,+2250700000001'],
    ['WHATSAPP_CLOUD_API_VERSION', '25'],
    ['WHATSAPP_CLOUD_API_BASE_URL', 'graph.facebook.com'],
    ['WHATSAPP_CLOUD_READ_RECEIPTS', 'oui'],
  ])('says in one line what is wrong with %s', (name, value) => {
    const mistakes = mistakesOf({ ...ALL, [name]: value })
    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]?.startsWith(`${name}: `)).toBe(true)
    if (/TOKEN|SECRET/.test(name)) expect(mistakes[0]).not.toContain(value)
  })

  it('is named without being there, or beside the simulator with real credentials, and both are refused', () => {
    expect(mistakesOf({ CHANNELS: 'whatsapp-cloud' })).toEqual([expect.stringContaining('whatsapp-cloud')])
    expect(mistakesOf({ ...ALL, CHANNELS: 'simulator,whatsapp-cloud' })).toEqual([expect.stringContaining('simulator')])
    const toTheFake = { ...ALL, WHATSAPP_CLOUD_API_BASE_URL: 'http://127.0.0.1:4020' }
    expect(mistakesOf({ ...toTheFake, CHANNELS: 'simulator,whatsapp-cloud' })).toEqual([])
  })
})
