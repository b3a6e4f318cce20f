import { describe, expect, it } from 'vitest'
import { FLAG, knows, order, Phone, request } from './phone.ts'

const of = { orderId: 'order-1042', number: 1042 }
const input = { orderId: 'order-1042' }

function phoneWith(...orders: ReturnType<typeof order>[]): Phone {
  return new Phone(knows({ view: { orders } }))
}

describe('an order won', () => {
  it('is announced with client, place, directions, phone and what is next, in one segment where they fit', () => {
    const phone = phoneWith(order(1042, { directions: 'portail bleu' }))
    expect(phone.meets({ type: 'offer.chosen', confirmMinutes: 10, ...of }).reads).toEqual([
      'GAGNE 1042! Maquis Le Wôrô-Wôrô, Selmer, Yopougon, portail bleu. Tel 0708091011. OUI 1042 avant 10 min, puis PRET, ROUTE 20, LIVRE CODE',
    ])
  })

  it('has its directions in a segment of their own where they do not', () => {
    const phone = phoneWith(order(1042)).meets({ type: 'offer.chosen', confirmMinutes: 10, ...of })
    expect(phone.reads).toEqual([
      '1042 repères: Face à la pharmacie Keneya, portail bleu',
      'GAGNE 1042! Maquis Le Woro-Woro, Selmer, Yopougon. Tel 0708091011. OUI 1042 avant 10 min, puis PRET, ROUTE 20, LIVRE CODE',
    ])
  })

  it('is announced on WhatsApp with its goods: there a line more costs nothing', () => {
    const phone = new Phone(knows({ contact: { channel: 'whatsapp' }, view: { orders: [order(1042)] } }))
    expect(phone.meets({ type: 'offer.chosen', confirmMinutes: 10, ...of }).reads[0]).toBe(
      '1042 à livrer: 5 cas Flag 65, 3 cas Heineken 33, 2 pk Awa 1.5',
    )
  })

  it('is answered at each step on WhatsApp, where the next one is said', () => {
    const phone = new Phone(knows({ contact: { channel: 'whatsapp' }, view: { orders: [order(1042)] } }))
    phone.writes('OUI 1042', 'confirm', { order: '1042' })
    phone.meets({ type: 'done.confirmOrder', output: { number: 1042, supplierReceives: 96_040 } })
    expect(phone.reads).toEqual([
      '1042 confirmée, merci. Vous recevrez 96 040 F. Ensuite: PRET 1042, ROUTE 1042 20, LIVRE 1042 CODE',
    ])
  })

  it('says in the same segment what the offer left out', () => {
    const shortages = [{ lineId: FLAG.lineId, quantity: 0 }]
    const won = order(1042, { shortages, directions: null })
    const phone = phoneWith(won).meets({ type: 'offer.chosen', confirmMinutes: 10, ...of })
    expect(phone.reads).toHaveLength(1)
    expect(phone.reads[0]).toContain('GAGNE 1042! Manque: Flag 65. ')
  })

  it('lists only what the offer left in where that says too much for one segment, and on WhatsApp', () => {
    const shortages = [{ lineId: FLAG.lineId, quantity: 0 }]
    const client = 'Maquis Chez Tantie Rose du grand carrefour de la pharmacie des lagunes'
    const long = phoneWith(order(1042, { shortages, client }))
    const whatsapp = new Phone(
      knows({ contact: { channel: 'whatsapp' }, view: { orders: [order(1042, { shortages })] } }),
    )
    for (const phone of [long, whatsapp]) {
      phone.meets({ type: 'offer.chosen', confirmMinutes: 10, ...of })
      expect(phone.reads[0]).toBe('1042 à livrer: 3 cas Heineken 33, 2 pk Awa 1.5')
      expect(phone.reads.at(-1)).not.toContain('Manque')
    }
  })

  it.each([
    ['OUI 1042', { order: '1042' }],
    ['OUI', {}],
  ])('is confirmed by %s', (text, slots) => {
    const phone = phoneWith(order(1042)).writes(text, 'confirm', slots)
    expect(phone.commands).toEqual([{ command: 'confirmOrder', input }])
    // By SMS no answer means that it was taken: what is next was said with GAGNE.
    phone.meets({ type: 'done.confirmOrder', output: { number: 1042, supplierReceives: 96_040 } })
    expect(phone.reads).toEqual([])
  })

  it('asks which when OUI could confirm it or offer on a request', () => {
    const phone = new Phone(knows({ view: { orders: [order(1042)], requests: [request(1043)] } })).writes(
      'OUI',
      'confirm',
    )
    expect(phone.place).toBe('choosingOrder')
    phone.writes('1042', 'bid', { priceXof: 1042 })
    expect(phone.commands).toEqual([{ command: 'confirmOrder', input }])
  })

  it('is confirmed, not ready, by "je prépare"', () => {
    expect(phoneWith(order(1042)).writes('je prepare la commande', 'status_preparing').commands).toEqual([
      { command: 'confirmOrder', input },
    ])
    expect(phoneWith(order(1042, { confirmed: true })).writes('je prepare', 'status_preparing').copy).toEqual([
      'supplier.orders.preparing:1042',
    ])
  })

  it('is ready: PRET 1042', () => {
    const phone = phoneWith(order(1042), order(1043)).writes('PRET 1042', 'status_preparing', { order: '1042' })
    expect(phone.commands).toEqual([{ command: 'markReady', input }])
    expect(phone.meets({ type: 'done.markReady', output: { number: 1042 } }).reads).toEqual([])
  })

  it('is on the road: ROUTE 1042 20', () => {
    const phone = phoneWith(order(1042, { status: 'preparing' })).writes('ROUTE 1042 20', 'status_out', {
      order: '1042',
      etaMinutes: 20,
    })
    expect(phone.commands).toEqual([{ command: 'markOnTheRoad', input: { ...input, minutes: 20 } }])
    expect(phone.meets({ type: 'done.markOnTheRoad', output: { number: 1042, minutes: 20 } }).reads).toEqual([])
  })

  it('is delivered with the code: LIVRE 1042 4821', () => {
    const phone = phoneWith(order(1042, { status: 'delivering' })).writes('LIVRE 1042 4821', 'status_delivered', {
      order: '1042',
      code: '4821',
    })
    expect(phone.commands).toEqual([{ command: 'markDelivered', input: { ...input, code: '4821' } }])
    phone.meets({ type: 'done.markDelivered', output: { number: 1042, amountDue: 101_500, supplierReceives: 96_040 } })
    expect(phone.reads[0]).toContain('Le client doit 101 500 F, vous recevrez 96 040 F')
  })

  it('is asked for the code when it is missing, and again when it is wrong', () => {
    const phone = phoneWith(order(1042, { status: 'delivering' })).writes('livraison terminée', 'status_delivered', {
      code: null,
    })
    expect(phone.place).toBe('askingCode')
    expect(phone.snapshot.context.expects).toEqual({ kind: 'code' })
    phone.writes('0821', 'unknown', { answer: { text: '0821' } })
    expect(phone.commands).toEqual([{ command: 'markDelivered', input: { ...input, code: '0821' } }])
    phone.meets({ type: 'refused.markDelivered', code: 'WRONG_CODE', details: {} })
    expect(phone.copy).toEqual(['supplier.orders.wrongCode:1042'])
    expect(phone.place).toBe('askingCode')
    phone.writes('4 8 2 1', 'unknown')
    expect(phone.commands).toEqual([{ command: 'markDelivered', input: { ...input, code: '4821' } }])
  })

  it.each([
    ['payé cash', 'pay', { method: 'cash' }],
    ['CASH 1042', 'unknown', {}],
    ['espèces reçues', 'pay', {}],
  ] as const)('is paid to the driver: %s', (text, intent, slots) => {
    const phone = phoneWith(order(1042, { status: 'delivered', deliveredAt: '2026-11-20T21:00:00Z' })).writes(
      text,
      intent,
      slots,
    )
    expect(phone.commands).toEqual([{ command: 'cashReceived', input }])
    expect(
      phone.meets({ type: 'done.cashReceived', output: { number: 1042, amount: 101_500, isPaid: false } }).reads[0],
    ).toContain('101 500 F reçus')
  })

  it('tells the commission owed when it was paid in cash', () => {
    const phone = phoneWith(order(1042)).meets({
      type: 'order.paid',
      supplierReceives: 97_540,
      cash: true,
      isSmsSpent: false,
      ...of,
    })
    expect(phone.reads[0]).toContain('commission de 3 960 F')
  })

  it('is not told of its payment by SMS once the order has cost its SMS, and reads how to rate before', () => {
    const paid = { type: 'order.paid', supplierReceives: 97_540, cash: false, isSmsSpent: true, ...of } as const
    expect(phoneWith(order(1042)).meets(paid).reads).toEqual([])
    const delivered = { number: 1042, amountDue: 101_500, supplierReceives: 96_040 }
    expect(phoneWith(order(1042)).meets({ type: 'done.markDelivered', output: delivered }).reads[0]).toContain(
      'NOTE 1042 5',
    )
  })

  it('at the wrong step says what is possible now', () => {
    const phone = phoneWith(order(1042, { status: 'delivering', confirmed: true })).writes(
      'PRET 1042',
      'status_preparing',
      { order: '1042' },
    )
    phone.meets({ type: 'refused.markReady', code: 'ORDER_WRONG_STATUS', details: {} })
    expect(phone.reads).toEqual(['1042: pas possible à cette étape. Maintenant: LIVRE 1042 4821. Un souci? APPEL'])
  })

  it('given up once confirmed, goes to a person', () => {
    const phone = phoneWith(order(1042, { confirmed: true })).writes('annule 1042', 'cancel', { order: '1042' })
    expect(phone.handedOver).toEqual(['supplier gives up order 1042'])
  })

  it('brings a person when the code is locked after too many wrong ones', () => {
    const phone = phoneWith(order(1042, { status: 'delivering' })).writes('LIVRE 1042 1111', 'status_delivered', {
      order: '1042',
      code: '1111',
    })
    phone.meets({ type: 'refused.markDelivered', code: 'WRONG_CODE', details: { number: 1042, left: 0 } })
    expect(phone.handedOver).toEqual(['wrong delivery codes for order 1042'])
    expect(phone.place).toBe('idle')
  })
})

describe('rating and disputes', () => {
  const delivered = order(1042, { status: 'delivered', deliveredAt: '2026-11-20T21:00:00Z' })

  it('rates: NOTE 1042 4', () => {
    const phone = phoneWith(delivered).writes('NOTE 1042 4', 'rate', { order: '1042', score: 4 })
    expect(phone.commands).toEqual([{ command: 'rateOrder', input: { ...input, score: 4, comment: null } }])
    expect(phone.meets({ type: 'done.rateOrder', output: { number: 1042 } }).copy).toEqual([])
  })

  it('takes one digit when asked', () => {
    const phone = phoneWith(delivered).meets({ type: 'rating.asked', ...of })
    expect(phone.place).toBe('askingScore')
    expect(phone.effects).toMatchObject([{ params: { urgent: false } }, { type: 'wake' }])
    phone.writes('4', 'rate', { answer: { quantity: 4 } })
    expect(phone.commands).toEqual([{ command: 'rateOrder', input: { ...input, score: 4, comment: null } }])
    expect(phone.place).toBe('idle')
  })

  it('does not let a rating that is asked take a bid under way', () => {
    const phone = new Phone(knows({ view: { requests: [request(1043)], orders: [delivered] } }))
    phone
      .writes('1043 30mn', 'bid', { order: '1043', etaMinutes: 30, priceXof: null })
      .meets({ type: 'rating.asked', ...of })
    expect(phone.place).toBe('askingPrice')
    expect(phone.copy).toEqual(['supplier.talk.askScore:1042'])
  })

  it('opens a dispute with its kind, or asks it', () => {
    const known = phoneWith(delivered).writes('LITIGE 1042 client n’a pas payé', 'dispute', {
      order: '1042',
      disputeType: 'billing',
    })
    expect(known.commands).toEqual([
      { command: 'openDispute', input: { ...input, kind: 'billing', words: 'LITIGE 1042 client n’a pas payé' } },
    ])
    const asked = phoneWith(delivered).writes('LITIGE 1042', 'dispute', { order: '1042' })
    expect(asked.place).toBe('askingKind')
    asked.writes('4', 'unknown', { answer: { option: 'billing' } })
    expect(asked.commands).toMatchObject([{ command: 'openDispute', input: { kind: 'billing' } }])
    expect(asked.meets({ type: 'done.openDispute', output: { number: 1042 } }).copy).toEqual([
      'supplier.talk.disputeOpened:1042',
    ])
  })
})

describe('availability and the day', () => {
  const phone = () => new Phone(knows({}))

  it('pauses for a time or until told: PAUSE 2h, PAUSE', () => {
    const timed = phone().writes('PAUSE 2h', 'pause', { pauseMinutes: 120 })
    expect(timed.commands).toEqual([{ command: 'pauseSupplier', input: { minutes: 120 } }])
    timed.meets({ type: 'done.pauseSupplier', output: { until: '2026-11-20T23:30:00Z' } })
    expect(timed.reads[0]).toContain("En pause jusqu'à 23:30")
    expect(phone().writes('PAUSE', 'pause').commands).toEqual([{ command: 'pauseSupplier', input: { minutes: null } }])
  })

  it('takes requests again: REPRISE', () => {
    const back = phone().writes('REPRISE', 'resume')
    expect(back.commands).toEqual([{ command: 'resumeSupplier', input: {} }])
    expect(back.meets({ type: 'done.resumeSupplier', output: {} }).copy).toEqual(['supplier.talk.resumed'])
  })

  it('tells the day and the balance: JOUR, SOLDE', () => {
    const day = phone().writes('JOUR', 'summary', { summary: 'day' })
    expect(day.commands).toEqual([{ command: 'readDay', input: {} }])
    expect(
      day.meets({ type: 'done.readDay', output: { orders: 3, delivered: 2, receives: 180_000 } }).reads[0],
    ).toContain('3 commande(s), 2 livrée(s), 180 000 F')
    const balance = phone().writes('SOLDE', 'summary', { summary: 'balance' })
    expect(balance.commands).toEqual([{ command: 'readBalance', input: {} }])
    expect(balance.meets({ type: 'done.readBalance', output: { balance: -3_960 } }).reads[0]).toContain(
      'vous devez 3 960 F',
    )
  })

  it.each([
    ['STOCK FLAG 40 6500', 'stock_declare', 'supplier.talk.stockNotYet'],
    ['STOCK ?', 'stock_query', 'supplier.talk.stockNotYet'],
    ['CAISSE 1042 5', 'empties', 'supplier.talk.emptiesNotYet'],
    ['AIDE', 'help', 'supplier.talk.help'],
    ['bonsoir', 'greet', 'supplier.talk.greeting'],
  ] as const)('%s is answered kindly', (text, intent, copy) => {
    expect(phone().writes(text, intent).copy).toEqual([copy])
  })

  it.each(['call_me', 'human_agent'] as const)('%s brings a person', (intent) => {
    const called = phone().writes('APPEL', intent)
    expect(called.handedOver).toEqual([intent])
    expect(called.copy).toEqual(['supplier.talk.personComing'])
  })

  it('stops and starts at once', () => {
    const stopped = phone().writes('STOP', 'stop')
    expect(stopped.commands).toEqual([{ command: 'optOut', input: {} }])
    expect(stopped.place).toBe('stopped')
    expect(stopped.meets({ type: 'request.made', ...of }).effects).toEqual([])
    expect(stopped.writes('START', 'start').commands).toEqual([{ command: 'optIn', input: {} }])
    expect(stopped.meets({ type: 'done.optIn', output: {} }).copy).toEqual(['supplier.talk.started'])
    expect(stopped.place).toBe('idle')
  })

  it('answers in English once asked', () => {
    const english = phone().writes('English', 'language', { language: 'en' })
    expect(english.commands).toEqual([{ command: 'setLanguage', input: { language: 'en' } }])
    english.known = knows({ contact: { language: 'en' } })
    expect(english.meets({ type: 'done.setLanguage', output: {} }).reads).toEqual([
      'All right, we go on in English. AIDE for the list of answers.',
    ])
  })

  it('brings a person after three misunderstandings in a row, not two and one', () => {
    const lost = phone().writes('blabla', 'unknown').writes('blabla', 'unknown')
    expect(lost.reads).toEqual(['Pas compris: "blabla". Ecrivez par exemple: JOUR. AIDE pour tout voir.'])
    lost.writes('AIDE', 'help').writes('blabla', 'unknown').writes('blabla', 'unknown')
    expect(lost.handedOver).toEqual([])
    expect(lost.writes('blabla', 'unknown').handedOver).toHaveLength(1)
  })

  it('gives the shortest right example for the moment', () => {
    const example = (view: object) => new Phone(knows({ view })).writes('hein', 'unknown').reads[0]
    expect(example({ requests: [request(1042)] })).toContain('1042 85000 30')
    expect(example({ orders: [order(1042)] })).toContain('OUI 1042')
    expect(example({ orders: [order(1042, { confirmed: true })] })).toContain('PRET 1042')
    expect(example({ orders: [order(1042, { status: 'delivering' })] })).toContain('LIVRE 1042 4821')
  })

  it('goes back to the step when a person gives the conversation back', () => {
    const asked = phoneWith(order(1042, { status: 'delivering' })).writes('livré', 'status_delivered', { code: null })
    expect(asked.meets({ type: 'staff.released' }).copy).toEqual(['supplier.orders.askCode:1042'])
    expect(phoneWith(order(1042)).meets({ type: 'staff.released' }).copy).toEqual(['supplier.talk.underWay'])
  })
})
