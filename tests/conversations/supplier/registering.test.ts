import { describe, expect, it } from 'vitest'
import { knows, Phone } from './phone.ts'

const nobody = () => new Phone(knows({ account: null }))
const answered = (text: string) => ({ answer: { text } })

function invited(): Phone {
  return nobody()
    .writes('je suis un dépôt', 'greet')
    .writes('OUI', 'confirm', { answer: { yes: true } })
}

function atConsent(): Phone {
  return invited()
    .writes('Dépôt Akwaba', 'unknown', answered('Dépôt Akwaba'))
    .writes('Awa Koné', 'unknown', answered('Awa Koné'))
    .writes('Yopougon Selmer', 'location_text', { commune: 'yopougon', quartier: 'yopougon-selmer' })
    .writes('face pharmacie Keneya', 'unknown', answered('face pharmacie Keneya'))
    .writes('CI-ABJ-2020-B-12345', 'unknown', answered('CI-ABJ-2020-B-12345'))
    .writes('LIC 4455', 'unknown', answered('LIC 4455'))
    .writes('deux tricycles', 'unknown', answered('deux tricycles'))
    .writes('Yopougon, Abobo et Attécoubé', 'location_text', { commune: 'yopougon' })
}

describe('a depot registers', () => {
  it('is invited first, then asked one thing at a time', () => {
    const phone = nobody().writes('bonjour', 'greet')
    expect(phone.copy).toEqual(['supplier.registering.invited'])
    expect(phone.writes('OUI', 'confirm', { answer: { yes: true } }).reads).toEqual(['1/10 Quel est le nom du dépôt?'])
    expect(phone.snapshot.context.expects).toEqual({ kind: 'text', field: 'name' })
  })

  it('does not ask the quartier said with the commune', () => {
    const phone = invited().writes('Akwaba', 'unknown', answered('Akwaba')).writes('Awa', 'unknown', answered('Awa'))
    expect(
      phone.writes('Yopougon Selmer', 'location_text', { commune: 'yopougon', quartier: 'yopougon-selmer' }).place,
    ).toBe('directions')
    const unknown = invited().writes('Akwaba', 'unknown', answered('Akwaba')).writes('Awa', 'unknown', answered('Awa'))
    expect(unknown.writes('Yopougon', 'location_text', { commune: 'yopougon' }).place).toBe('quartier')
  })

  it('takes several communes in one message and sends the file on consent', () => {
    const phone = atConsent()
    expect(phone.reads).toEqual([
      "10/10 Dépot Akwaba, livre: Abobo, Attécoubé, Yopougon. Vous acceptez les conditions et l'usage de vos données? OUI ou NON",
    ])
    phone.writes('oui', 'confirm', { answer: { yes: true } })
    expect(phone.commands).toEqual([
      {
        command: 'registerSupplier',
        input: {
          name: 'Dépôt Akwaba',
          managerName: 'Awa Koné',
          type: 'depot',
          zoneId: 'yopougon',
          quartierId: 'yopougon-selmer',
          directions: 'face pharmacie Keneya',
          latitude: null,
          longitude: null,
          email: null,
          tradeRegister: 'CI-ABJ-2020-B-12345',
          alcoholLicence: 'LIC 4455',
          vehicles: 2,
          zones: ['abobo', 'attecoube', 'yopougon'],
        },
      },
    ])
    phone.known = knows({ account: { status: 'pending' } })
    phone.meets({ type: 'done.registerSupplier', output: { accountId: 'account-1' } })
    expect(phone.place).toBe('pending')
    expect(phone.copy).toEqual(['supplier.registering.sent'])
    expect(phone.writes('alors ?', 'unknown').copy).toEqual(['supplier.account.pending'])
  })

  it('keeps nothing without consent', () => {
    const phone = atConsent().writes('NON', 'bid_decline', { answer: { yes: false } })
    expect(phone.commands).toEqual([])
    expect(phone.copy).toEqual(['supplier.registering.declined'])
    expect(phone.snapshot.context.depot).toEqual({})
  })

  it('goes back one question, or stops', () => {
    const phone = invited().writes('Akwaba', 'unknown', answered('Akwaba'))
    expect(phone.writes('retour', 'back').place).toBe('name')
    expect(phone.writes('annule', 'cancel').place).toBe('invited')
  })

  it('asks the name again when it exists already', () => {
    const phone = atConsent().writes('oui', 'confirm', { answer: { yes: true } })
    phone.meets({ type: 'refused.registerSupplier', code: 'DUPLICATE_ACCOUNT', details: {} })
    expect(phone.place).toBe('name')
    expect(phone.reads[0]).toContain('existe déjà')
  })

  it('takes a name that sounds like a command, since it was asked for', () => {
    expect(invited().writes('Stop Soif', 'stop', answered('Stop Soif')).place).toBe('managerName')
  })
})

describe('the account', () => {
  it('welcomes once approved and says how to answer', () => {
    const phone = nobody()
    phone.known = knows({ account: { status: 'approved' } })
    phone.meets({ type: 'account.approved' })
    expect(phone.place).toBe('idle')
    expect(phone.reads[0]).toContain('NUMERO PRIX MINUTES (ex 1042 85000 30) ou NON 1042')
  })

  it('says why it was rejected and lets the depot correct', () => {
    const phone = nobody()
    phone.known = knows({ account: { status: 'rejected', rejectionReason: 'licence illisible' } })
    phone.meets({ type: 'account.rejected', reason: 'licence illisible' })
    expect(phone.reads[0]).toContain('licence illisible')
    expect(phone.writes('OUI', 'confirm').place).toBe('name')
    expect(phone.writes('Akwaba', 'unknown', answered('Akwaba')).place).toBe('managerName')
  })

  it('is polite and nothing else while suspended, until it is reinstated', () => {
    const phone = new Phone(knows({ account: { status: 'suspended' } })).meets({
      type: 'account.suspended',
      reason: 'impayés',
    })
    expect(phone.writes('1042 85000 30', 'bid', { order: '1042', priceXof: 85_000 }).copy).toEqual([
      'supplier.account.stillSuspended',
    ])
    expect(phone.commands).toEqual([])
    expect(phone.writes('agent', 'human_agent').handedOver).toEqual(['human_agent'])
    phone.known = knows({})
    expect(phone.meets({ type: 'account.reinstated' }).place).toBe('idle')
  })

  it('is followed even when the event was lost', () => {
    const phone = new Phone(knows({ account: { status: 'pending' } })).writes('bonjour', 'greet')
    expect(phone.place).toBe('pending')
    phone.known = knows({})
    expect(phone.writes('AIDE', 'help').copy).toEqual(['supplier.talk.help'])
    phone.known = knows({ account: { status: 'suspended' } })
    expect(phone.writes('AIDE', 'help').place).toBe('suspended')
  })
})
