import { describe, expect, it } from 'vitest'
import { ConfigurationError, readConfig } from '../../config.ts'

const TWILIO = {
  TWILIO_ACCOUNT_SID: 'AC0123456789abcdef0123456789abcdef',
  TWILIO_AUTH_TOKEN: 'do-not-print-me',
  TWILIO_SMS_FROM: '+2250700000000',
}

const SMSGATE = {
  SMSGATE_USER: 'distri',
  SMSGATE_PASSWORD: 'do-not-print-me',
  SMSGATE_SIGNING_KEY: 'key-number-1,key-number-2',
  SMSGATE_SIMS: 'dev1:1=orange, dev1:2=mtn,dev2:1=moov',
}

function mistakesOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigurationError) return error.mistakes
    throw error
  }
  return []
}

describe('configuration', () => {
  it('needs nothing: simulator, demo data, embedded database, all roles', () => {
    const config = readConfig({})
    expect(config).toMatchObject({
      port: 3000,
      host: '0.0.0.0',
      databaseUrl: undefined,
      publicUrl: 'http://localhost:3000',
      channels: ['simulator'],
      roles: ['web', 'worker'],
      burstPauseMs: 1000,
      demo: true,
    })
    expect(config.dataDir).toBe(`${process.cwd()}/.data`)
  })

  it('has voice notes heard where a transcriber is named, and does not take its key alone', () => {
    expect(readConfig({ TRANSCRIBER_URL: 'http://127.0.0.1:9000/v1/' }).transcriber).toEqual({
      url: 'http://127.0.0.1:9000/v1',
      apiKey: undefined,
      model: 'whisper-1',
    })
    expect(() => readConfig({ TRANSCRIBER_API_KEY: 'sk-1' })).toThrow('TRANSCRIBER_URL: manque')
  })

  it('takes an empty value for one that is not set', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({ port: 3000, databaseUrl: undefined })
  })

  it.each([
    ['PORT', 'abc', 'PORT: « abc » n’est pas un port (1 à 65535).'],
    ['PORT', '70000', 'PORT: « 70000 » n’est pas un port (1 à 65535).'],
    ['PORT', '0', 'PORT: « 0 » n’est pas un port (1 à 65535).'],
    ['HOST', 'a b', 'HOST: « a b » n’est pas une adresse ou un nom de machine.'],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL: « loud » n’existe pas'],
    ['CHANNELS', 'simulator,pigeon', 'CHANNELS: « pigeon » n’existe pas'],
    ['CHANNELS', 'twilio', 'CHANNELS: « twilio » demande TWILIO_ACCOUNT_SID et TWILIO_AUTH_TOKEN.'],
    ['RESTRICTED_GOODS_OPEN', 'everywhere', 'RESTRICTED_GOODS_OPEN: « everywhere » n’existe pas'],
    ['CHANNELS', 'baileys', 'BAILEYS_SESSION_KEY: manque'],
    ['BAILEYS_SESSION_KEY', 'short', 'BAILEYS_SESSION_KEY: une clé est de 32 octets'],
    ['BAILEYS_SESSIONS', 'Numéro 1', 'BAILEYS_SESSIONS: des noms en minuscules'],
    ['BAILEYS_TYPING_MAX_MS', '10', 'BAILEYS_TYPING_MAX_MS: doit être au moins BAILEYS_TYPING_MIN_MS'],
    ['ROLES', 'boss', 'ROLES: « boss » n’existe pas'],
    ['BURST_PAUSE_MS', '-1', 'BURST_PAUSE_MS: « -1 » n’est pas un nombre de millisecondes'],
    ['DEMO', 'maybe', 'DEMO: « maybe »'],
    ['PUBLIC_URL', 'distri.ci', 'PUBLIC_URL: ce n’est pas une adresse valable'],
    ['REDIS_URL', 'http://h', 'REDIS_URL: ce n’est pas une adresse valable'],
    ['TWILIO_AUTH_TOKEN', 'x', 'TWILIO_ACCOUNT_SID: manque'],
    ['TWILIO_WHATSAPP_FROM', '07 00', 'TWILIO_WHATSAPP_FROM: « 07 00 »'],
    ['CHANNELS', 'smsgate', 'CHANNELS: « smsgate » demande SMSGATE_USER, SMSGATE_PASSWORD, SMSGATE_SIGNING_KEY'],
    ['SMSGATE_PER_MINUTE', '0', 'SMSGATE_PER_MINUTE: « 0 » n’est pas un nombre de SMS par minute'],
    ['SMSGATE_PER_DAY', 'many', 'SMSGATE_PER_DAY: « many » n’est pas un nombre de SMS par jour'],
    ['SMSGATE_OFFLINE_MINUTES', '0', 'SMSGATE_OFFLINE_MINUTES: « 0 » n’est pas un nombre de minutes'],
    ['SMSGATE_TOLERANCE_SECONDS', '5', 'SMSGATE_TOLERANCE_SECONDS: « 5 » n’est pas un nombre de secondes'],
    ['SMSGATE_API_BASE_URL', 'phone', 'SMSGATE_API_BASE_URL: ce n’est pas une adresse valable'],
  ])('refuses %s=%s in one line', (name, value, line) => {
    const mistakes = mistakesOf({ [name]: value })
    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]).toContain(line)
  })

  it('tells all mistakes at once, and no secret', () => {
    const mistakes = mistakesOf({
      PORT: 'abc',
      DATABASE_URL: 'mysql://root:hidden-password@h/db',
      TWILIO_ACCOUNT_SID: 'XX-hidden-sid',
      LOG_LEVEL: 'loud',
    })
    expect(mistakes.map((line) => line.split(':')[0])).toEqual([
      'PORT',
      'DATABASE_URL',
      'LOG_LEVEL',
      'TWILIO_ACCOUNT_SID',
      'TWILIO_AUTH_TOKEN',
    ])
    expect(mistakes.join()).not.toContain('hidden')
  })
})

describe('the simulator', () => {
  it('is off when Twilio is configured', () => {
    expect(readConfig(TWILIO)).toMatchObject({ channels: ['twilio'], demo: false })
  })

  it('is refused beside real Twilio credentials', () => {
    expect(mistakesOf({ ...TWILIO, CHANNELS: 'simulator,twilio' })).toEqual([
      expect.stringContaining('CHANNELS: « simulator » est interdit avec de vrais identifiants Twilio'),
    ])
  })

  it('may run beside a local stand-in for Twilio', () => {
    const env = { ...TWILIO, CHANNELS: 'simulator,twilio', TWILIO_API_BASE_URL: 'http://127.0.0.1:4010/' }
    expect(readConfig(env)).toMatchObject({
      channels: ['simulator', 'twilio'],
      twilio: { apiBaseUrl: 'http://127.0.0.1:4010' },
    })
  })
})

describe('the SMS gateway', () => {
  it('is on by itself when it is configured, beside Twilio', () => {
    const { smsgate, channels, demo } = readConfig(SMSGATE)
    expect([channels, demo]).toEqual([['smsgate'], false])
    expect(smsgate).toEqual({
      apiBaseUrl: 'https://api.sms-gate.app/3rdparty/v1',
      user: 'distri',
      password: 'do-not-print-me',
      signingKeys: ['key-number-1', 'key-number-2'],
      sims: [
        { sender: 'dev1:1', deviceId: 'dev1', simNumber: 1, operator: 'orange' },
        { sender: 'dev1:2', deviceId: 'dev1', simNumber: 2, operator: 'mtn' },
        { sender: 'dev2:1', deviceId: 'dev2', simNumber: 1, operator: 'moov' },
      ],
      perMinute: 20,
      perDay: 500,
      offlineMinutes: 3,
      toleranceSeconds: 300,
    })
    expect(readConfig({ ...SMSGATE, ...TWILIO }).channels).toEqual(['twilio', 'smsgate'])
  })

  it.each(['dev1', 'dev1:1', 'dev1:4=orange', 'dev1:1=wave', ',', 'dev1:1=orange,dev1:1=mtn'])(
    'refuses SMSGATE_SIMS=%s',
    (sims) => {
      const mistakes = mistakesOf({ ...SMSGATE, SMSGATE_SIMS: sims })
      expect(mistakes).toEqual([expect.stringMatching(/^SMSGATE_SIMS: /)])
    },
  )

  it('names each variable that is missing, and shows no secret', () => {
    const { SMSGATE_SIGNING_KEY: _key, SMSGATE_SIMS: _sims, ...half } = SMSGATE
    expect(mistakesOf(half)).toEqual([
      expect.stringMatching(/^SMSGATE_SIGNING_KEY: manque/),
      expect.stringMatching(/^SMSGATE_SIMS: manque/),
    ])
    expect(
      mistakesOf({ ...SMSGATE, SMSGATE_PASSWORD: 'hidden word', SMSGATE_SIGNING_KEY: 'hidden' }).join(),
    ).not.toContain('hidden')
  })

  it('is never beside the simulator, unless it is on this machine', () => {
    const both = { ...SMSGATE, CHANNELS: 'simulator,smsgate' }
    expect(mistakesOf(both)).toEqual([expect.stringContaining('« simulator » est interdit avec une vraie passerelle')])
    expect(
      readConfig({ ...both, SMSGATE_API_BASE_URL: 'http://127.0.0.1:4020/3rdparty/v1/' }).smsgate?.apiBaseUrl,
    ).toBe('http://127.0.0.1:4020/3rdparty/v1')
  })
})

describe('Baileys', () => {
  const key = Buffer.alloc(32, 5)

  it('takes its key in base64 or hexadecimal, and older ones behind it', () => {
    const older = Buffer.alloc(32, 6)
    const config = readConfig({ BAILEYS_SESSION_KEY: `${key.toString('base64')},${older.toString('hex')}` })
    expect(config).toMatchObject({ channels: ['baileys'], demo: false, baileys: { sessions: ['principal'] } })
    expect(config.baileys?.sessionKeys).toEqual([key, older])
  })

  it('shows no key, and does not run beside the simulator', () => {
    const env = { BAILEYS_SESSION_KEY: key.toString('base64'), CHANNELS: 'simulator,baileys' }
    expect(mistakesOf(env)).toEqual([
      expect.stringContaining('CHANNELS: « simulator » est interdit avec un vrai numéro'),
    ])
    expect(mistakesOf({ ...env, BAILEYS_SESSION_KEY: 'hidden-key' }).join()).not.toContain('hidden')
  })
})
