import type { Command } from '../commands.ts'
import { optionOf, slotsOf, textOf } from './heard.ts'
import type { Here } from './known.ts'
import { nearestPlace } from './known.ts'
import { again, ask, callAgent, parts, run, tellPlain } from './parts.ts'

// As much as a driver reads while riding; it is said back and printed on an SMS.
const LONGEST_DIRECTIONS = 160

const nothingYet = { registration: {} }

const TYPE_WORDS: readonly (readonly [RegExp, string])[] = [
  [/maquis/i, 'maquis'],
  [/resto|restau|restaurant/i, 'restaurant'],
  [/bar|cave|boite|boîte|club|lounge/i, 'bar'],
]

function typeIn(here: Here): string {
  const option = optionOf(here.event)?.verb
  if (option !== undefined) return option
  const text = textOf(here.event)
  return TYPE_WORDS.find(([pattern]) => pattern.test(text))?.[1] ?? 'other'
}

/** What the answers so far make of a request; null parts are optional. */
function registration({ context: { registration: answers } }: Here): Command {
  return {
    command: 'registerClient',
    input: {
      name: answers.name ?? '',
      managerName: answers.managerName ?? '',
      type: answers.type ?? 'other',
      zoneId: answers.zoneId ?? '',
      quartierId: answers.quartierId ?? null,
      directions: answers.directions ?? null,
      latitude: answers.latitude ?? null,
      longitude: answers.longitude ?? null,
      email: answers.email ?? null,
      licenceDeclared: true,
    },
  }
}

const keep = (answer: (here: Here) => Here['context']['registration']) =>
  parts.assign((here) => ({ registration: { ...here.context.registration, ...answer(here) } }))

const keepPlace = keep(({ event }) => {
  const { commune, quartier, landmark } = slotsOf(event)
  return { zoneId: commune ?? '', quartierId: quartier ?? null, directions: landmark ?? null }
})

const keepLocation = keep(({ event }) => {
  if (event.type !== 'showed.location') return {}
  const { latitude, longitude, label } = event
  const nearest = nearestPlace(event.known, event)
  return { latitude, longitude, ...(label !== null && { directions: label }), ...nearest }
})

const canPlace = ({ event }: Here) => event.type === 'showed.location' && nearestPlace(event.known, event) !== null

const place = parts.createStateConfig({
  id: 'registerPlace',
  entry: ask('register.place'),
  on: {
    'showed.location': [
      { guard: canPlace, target: 'email', actions: keepLocation },
      { actions: [keepLocation, again('client.register.place.far')].flat() },
    ],
    'said.*': [
      {
        guard: ({ event }) => typeof slotsOf(event).commune === 'string' && typeof slotsOf(event).quartier === 'string',
        target: 'email',
        actions: keepPlace,
      },
      { guard: 'namesCommune', target: 'quartier', actions: keepPlace },
      { guard: 'isText', actions: again('client.register.place.unknown') },
    ],
    'said.back': 'type',
  },
})

const quartier = parts.createStateConfig({
  entry: ask('register.quartier'),
  on: {
    'showed.location': { target: 'email', actions: keepLocation },
    'said.*': [
      {
        guard: 'isText',
        target: 'email',
        actions: keep(({ event }) => ({
          quartierId: slotsOf(event).quartier ?? null,
          directions: textOf(event).slice(0, LONGEST_DIRECTIONS),
        })),
      },
    ],
    'said.back': 'place',
  },
})

const email = parts.createStateConfig({
  entry: ask('register.email'),
  on: {
    'said.*': [
      { guard: 'isEmail', target: 'licence', actions: keep(({ event }) => ({ email: textOf(event).toLowerCase() })) },
      { guard: 'isSkip', target: 'licence', actions: keep(() => ({ email: null })) },
      { guard: 'isText', actions: again('client.register.email.invalid') },
    ],
    'said.back': 'place',
  },
})

const licence = parts.createStateConfig({
  entry: ask('register.licence'),
  on: {
    'said.answer': [
      { guard: 'isYes', target: 'consent' },
      { guard: 'isNo', target: '#arriving', actions: tellPlain('client.register.licence.needed') },
    ],
    'said.confirm': 'consent',
    'said.back': 'email',
  },
})

const consent = parts.createStateConfig({
  id: 'registerConsent',
  entry: ask('register.consent'),
  on: {
    'said.answer': [
      { guard: 'isYes', actions: run(registration) },
      { guard: { type: 'isOption', params: { verb: 'correct' } }, target: '#registerName' },
      {
        guard: 'isNo',
        target: '#arriving',
        actions: [tellPlain('client.register.refusedConsent'), parts.assign(nothingYet)],
      },
    ],
    'said.confirm': { actions: run(registration) },
    'said.back': 'licence',
  },
})

/** From the first message of a stranger to a request under review. */
export const registering = parts.createStateConfig({
  id: 'registering',
  initial: 'name',
  on: {
    'said.cancel': { target: '#arriving', actions: tellPlain('client.register.stopped') },
    'said.greet': { actions: again('client.register.welcome') },
    // Nothing shown here is an answer, except a location where it is asked: the question again.
    'showed.voice': { actions: again('client.voice') },
    'showed.photo': { actions: again('client.register.inWords') },
    'showed.document': { actions: again('client.register.inWords') },
    'showed.contact': { actions: again('client.register.inWords') },
    'showed.sticker': { actions: again() },
    'showed.location': { actions: again() },
    'done.registerClient': '#routing',
    'refused.registerClient': [
      { guard: { type: 'isCode', params: { code: 'DUPLICATE_ACCOUNT' } }, target: '#registerName' },
      { guard: { type: 'isCode', params: { code: 'ZONE_NOT_SERVED' } }, target: '#registerPlace' },
      { guard: { type: 'isCode', params: { code: 'ZONE_NOT_FOUND' } }, target: '#registerPlace' },
      { guard: { type: 'isCode', params: { code: 'ALREADY_REGISTERED' } }, target: '#routing' },
      { target: '#registerConsent' },
    ],
  },
  states: {
    name: {
      id: 'registerName',
      entry: ask('register.name'),
      on: {
        'said.*': [
          { guard: 'isName', target: 'manager', actions: keep(({ event }) => ({ name: textOf(event) })) },
          { guard: 'isText', actions: again('client.register.name.short') },
        ],
        'said.back': { target: '#arriving', actions: tellPlain('client.register.stopped') },
      },
    },
    manager: {
      entry: ask('register.manager'),
      on: {
        'said.*': [
          { guard: 'isName', target: 'type', actions: keep(({ event }) => ({ managerName: textOf(event) })) },
          { guard: 'isText', actions: again('client.register.name.short') },
        ],
        'said.back': 'name',
      },
    },
    type: {
      entry: ask('register.type'),
      on: {
        'said.*': { guard: 'isText', target: 'place', actions: keep((here) => ({ type: typeIn(here) })) },
        'said.back': 'manager',
      },
    },
    place,
    quartier,
    email,
    licence,
    consent,
  },
})

/** What an account that may not order can say: help, a person, its language, stop. Everything else gets the state again. */
const onlyThis = {
  'said.*': { guard: 'isText', actions: again() },
  'said.greet': { actions: again() },
  'said.unknown': { actions: again() },
  'said.cancel': { actions: again() },
  'said.back': { actions: again() },
} as const

const toAgent = { guard: { type: 'isOption', params: { verb: 'human_agent' } }, actions: callAgent('account') } as const

export const pending = parts.createStateConfig({ id: 'pending', entry: ask('pending'), on: onlyThis })

export const suspended = parts.createStateConfig({
  id: 'suspended',
  entry: ask('suspended'),
  on: { ...onlyThis, 'said.answer': [toAgent, { actions: again() }] },
})

export const rejected = parts.createStateConfig({
  id: 'rejected',
  entry: ask('rejected'),
  on: {
    ...onlyThis,
    'said.answer': [
      toAgent,
      { guard: 'isNo', actions: again() },
      { target: '#registering', actions: parts.assign(nothingYet) },
    ],
    'said.confirm': { target: '#registering', actions: parts.assign(nothingYet) },
  },
})

/** Opted out: silent until START, but who writes is answered. */
export const stopped = parts.createStateConfig({
  id: 'stopped',
  entry: ask('stopped'),
  on: {
    ...onlyThis,
    'said.answer': { actions: again() },
    'said.start': { actions: run(() => ({ command: 'optIn', input: {} })) },
    'said.help': { actions: again() },
  },
})
