import {
  AT_REST,
  OPEN_PLACES,
  type OpenPlace,
  type Place,
  QUESTIONS,
  type Question,
  STANDINGS,
  type Standing,
} from './dialogue.ts'
import { again, decide, supplierSetup, unlessElsewhere } from './setup.ts'

/** Raised when a stored snapshot could no longer be read by this machine. */
export const SUPPLIER_MACHINE_VERSION = 1

// A depot keeper is often loading a van: shorter drops a bid half made, longer leaves a question behind that a later
// short answer would be taken for.
const SILENCE_MINUTES = 15
const REGISTRATION_SILENCE_MINUTES = 60

const IN_OPEN: readonly Place[] = [...OPEN_PLACES, 'stopped']
const IN_REGISTERING: readonly Place[] = [...QUESTIONS, 'invited', 'sending', 'pending', 'stopped']
const AFTER_ACCOUNT: readonly Place[] = ['idle', 'rejected', 'suspended']

const wakeAfter = (minutes: number) => ({ type: 'wake' as const, params: { key: 'silence', minutes } })
const sleep = { type: 'sleep' as const, params: { key: 'silence' } }

function accountEvents(at: Place) {
  const decision = decide('happen', at, AFTER_ACCOUNT)
  return {
    'account.approved': decision,
    'account.rejected': decision,
    'account.suspended': decision,
    'account.reinstated': decision,
  }
}

/** What every place of the open part answers. */
function openEvents(at: OpenPlace) {
  const happening = decide('happen', at, OPEN_PLACES)
  return {
    'said.*': [unlessElsewhere(['idle']), ...decide('hear', at, IN_OPEN)],
    'showed.*': [unlessElsewhere(['idle']), ...decide('hear', at, IN_OPEN)],
    'done.*': decide('succeed', at, OPEN_PLACES),
    'refused.*': decide('refuse', at, OPEN_PLACES),
    'wake.silence': decide('fallSilent', at, OPEN_PLACES),
    'staff.released': decide('resume', at, OPEN_PLACES),
    'request.*': happening,
    'offer.*': happening,
    'order.*': happening,
    'rating.*': happening,
    ...accountEvents(at),
  }
}

function asking(at: OpenPlace) {
  return supplierSetup.createStateConfig({ id: at, entry: wakeAfter(SILENCE_MINUTES), exit: sleep, on: openEvents(at) })
}

/** An approved depot. At rest everything is said in one message; the other places hold one open question each. */
const open = supplierSetup.createStateConfig({
  initial: 'idle',
  states: {
    idle: supplierSetup.createStateConfig({ id: 'idle', on: openEvents('idle') }),
    choosingOrder: asking('choosingOrder'),
    bidding: supplierSetup.createStateConfig({
      initial: 'askingPrice',
      states: { askingPrice: asking('askingPrice'), confirmingPrice: asking('confirmingPrice') },
    }),
    delivering: supplierSetup.createStateConfig({
      initial: 'askingCode',
      states: { askingCode: asking('askingCode') },
    }),
    rating: supplierSetup.createStateConfig({ initial: 'askingScore', states: { askingScore: asking('askingScore') } }),
    disputing: supplierSetup.createStateConfig({ initial: 'askingKind', states: { askingKind: asking('askingKind') } }),
  },
})

function question(at: Question) {
  return supplierSetup.createStateConfig({
    id: at,
    entry: wakeAfter(REGISTRATION_SILENCE_MINUTES),
    exit: sleep,
    on: {
      'said.*': [unlessElsewhere(['invited', 'rejected']), ...decide('register', at, IN_REGISTERING)],
      'showed.*': [unlessElsewhere(['invited', 'rejected']), ...decide('register', at, IN_REGISTERING)],
      'done.setLanguage': decide('askOnceMore', at, QUESTIONS),
      'done.optIn': decide('askOnceMore', at, QUESTIONS),
      'wake.silence': decide('askOnceMore', at, QUESTIONS),
      'staff.released': decide('askOnceMore', at, QUESTIONS),
      ...accountEvents(at),
    },
  })
}

/** A depot without an account, or whose file was turned back. */
const registering = supplierSetup.createStateConfig({
  initial: 'invited',
  states: {
    invited: supplierSetup.createStateConfig({
      id: 'invited',
      on: {
        'said.*': [unlessElsewhere(['invited']), ...decide('welcome', 'invited', IN_REGISTERING)],
        'showed.*': [unlessElsewhere(['invited']), ...decide('welcome', 'invited', IN_REGISTERING)],
        'done.setLanguage': decide('askOnceMore', 'invited', ['invited']),
        'done.optIn': decide('askOnceMore', 'invited', ['invited']),
        'staff.released': decide('askOnceMore', 'invited', ['invited']),
        ...accountEvents('invited'),
      },
    }),
    name: question('name'),
    managerName: question('managerName'),
    commune: question('commune'),
    quartier: question('quartier'),
    directions: question('directions'),
    tradeRegister: question('tradeRegister'),
    alcoholLicence: question('alcoholLicence'),
    vehicles: question('vehicles'),
    zones: question('zones'),
    consent: question('consent'),
    sending: supplierSetup.createStateConfig({
      id: 'sending',
      on: {
        'done.registerSupplier': decide('registered', 'sending', IN_REGISTERING),
        'refused.registerSupplier': decide('registered', 'sending', IN_REGISTERING),
        // The outcome never came (a turn that failed): what is written next is heard where the account belongs.
        'said.*': { target: '#arriving', actions: again },
        'showed.*': { target: '#arriving', actions: again },
        'staff.released': { target: '#arriving', actions: again },
        ...accountEvents('sending'),
      },
    }),
  },
})

/** An account that is not approved: polite lines, and a person. */
function standing(at: Standing) {
  return supplierSetup.createStateConfig({
    id: at,
    on: {
      'said.*': [unlessElsewhere([at]), ...decide('stand', at, [at, 'name', 'stopped'])],
      'showed.*': [unlessElsewhere([at]), ...decide('stand', at, [at])],
      'done.setLanguage': decide('stand', at, [at]),
      'done.optIn': decide('stand', at, [at]),
      'staff.released': decide('stand', at, [at]),
      ...accountEvents(at),
    },
  })
}

const arrive = (place: Place) => ({
  guard: { type: 'belongsAt' as const, params: { place } },
  target: `#${place}` as const,
  actions: again,
})
const BELONGS: readonly Place[] = ['idle', 'invited', ...STANDINGS]

/** The dialogue with a supplier: pure, and holding only where it is. */
export const supplierMachine = supplierSetup.createMachine({
  id: 'supplier',
  context: { ...AT_REST, depot: {}, misunderstood: 0 },
  initial: 'arriving',
  states: {
    /** a new conversation, or one whose snapshot was lost: the account tells where it belongs */
    arriving: { id: 'arriving', on: { '*': BELONGS.map(arrive) } },
    open,
    registering,
    pending: standing('pending'),
    rejected: standing('rejected'),
    suspended: standing('suspended'),
    closed: standing('closed'),
    /** after STOP: events are not said, only START is done */
    stopped: {
      id: 'stopped',
      on: {
        'said.*': decide('stayAway', 'stopped', ['stopped']),
        'done.optIn': decide('comeBack', 'stopped', BELONGS),
      },
    },
  },
})
