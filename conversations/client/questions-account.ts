import { CATEGORY_NAMES } from '../copy/client/choices.ts'
import { render } from '../copy/render.ts'
import type { ClientKnown, Here } from './known.ts'
import { quartierName, zoneName } from './known.ts'
import type { Question } from './question.ts'
import type { QuestionKey } from './question-keys.ts'
import { choice, label } from './wording.ts'

type AccountKey = Extract<
  QuestionKey,
  `register.${string}` | 'pending' | 'rejected' | 'suspended' | 'stopped' | 'profile'
>

const TYPES = ['bar', 'maquis', 'restaurant'] as const

/** "Maroc, Yopougon", as far as it is known. */
export function registeredPlace({ context, event: { known } }: Here): string {
  const { zoneId, quartierId, directions } = context.registration
  const quartier = quartierId ? quartierName(known, quartierId) : (directions ?? '')
  return [quartier, zoneId === undefined ? '' : zoneName(known, zoneId)].filter((part) => part !== '').join(', ')
}

function typeName(known: ClientKnown, type: string): string {
  return label(known, TYPES.find((one) => one === type) ?? 'other').toLowerCase()
}

/** Questions of registration and of an account that may not order. */
export const ACCOUNT_QUESTIONS: Readonly<Record<AccountKey, Question>> = {
  'register.name': {
    copy: 'client.register.name',
    content: ({ event }) => ({ text: render('client.register.name', {}, event.known.contact) }),
    expects: () => ({ kind: 'text', field: 'name' }),
  },
  'register.manager': {
    copy: 'client.register.manager',
    content: ({ context, event }) => ({
      text: render('client.register.manager', { name: context.registration.name ?? '' }, event.known.contact),
    }),
    expects: () => ({ kind: 'text', field: 'managerName' }),
  },
  'register.type': {
    copy: 'client.register.type',
    content: ({ context, event: { known } }) => ({
      text: render('client.register.type', { manager: context.registration.managerName ?? '' }, known.contact),
      choices: TYPES.map((type) => choice(known, type, type)),
    }),
  },
  'register.place': {
    copy: 'client.register.place',
    content: ({ event: { known } }) => ({
      text: render('client.register.place', {}, known.contact),
      askLocation: true,
    }),
    expects: () => ({ kind: 'location' }),
  },
  'register.quartier': {
    copy: 'client.register.quartier',
    content: ({ context, event: { known } }) => ({
      text: render(
        'client.register.quartier',
        { zone: zoneName(known, context.registration.zoneId ?? '') },
        known.contact,
      ),
    }),
    expects: () => ({ kind: 'location' }),
  },
  'register.email': {
    copy: 'client.register.email',
    content: (here) => ({
      text: render('client.register.email', { place: registeredPlace(here) }, here.event.known.contact),
    }),
    expects: () => ({ kind: 'text', field: 'email' }),
  },
  'register.licence': {
    copy: 'client.register.licence',
    content: ({ event: { known } }) => ({
      text: render('client.register.licence', {}, known.contact),
      choices: [choice(known, 'yes', 'yes'), choice(known, 'no', 'no')],
    }),
  },
  'register.consent': {
    copy: 'client.register.consent',
    content: (here) => {
      const { known } = here.event
      const { name = '', managerName = '', type = '', email } = here.context.registration
      const params = {
        name,
        manager: managerName,
        type: typeName(known, type),
        place: registeredPlace(here),
        email: email ?? render('client.register.noEmail', {}, known.contact),
      }
      return {
        text: render('client.register.consent', params, known.contact),
        choices: [choice(known, 'yes', 'yes'), choice(known, 'correct', 'correct'), choice(known, 'no', 'no')],
      }
    },
  },
  pending: {
    copy: 'client.pending',
    content: ({ event: { known } }) => ({
      text: render(
        'client.pending',
        { name: known.account?.name ?? render('client.pending.short', {}, known.contact) },
        known.contact,
      ),
    }),
  },
  rejected: {
    copy: 'client.rejected',
    content: ({ event }) => {
      const { known } = event
      const told = event.type === 'account.rejected' ? event.reason : known.account?.rejectionReason
      const reason = told || render('client.rejected.noReason', {}, known.contact)
      return {
        text: render('client.rejected', { reason }, known.contact),
        choices: [choice(known, 'correct', 'correct'), choice(known, 'human_agent', 'agent')],
      }
    },
  },
  suspended: {
    copy: 'client.suspended',
    content: ({ event: { known } }) => ({
      text: render('client.suspended', {}, known.contact),
      choices: [choice(known, 'human_agent', 'agent')],
    }),
  },
  stopped: {
    copy: 'client.stopped',
    content: ({ event: { known } }) => ({ text: render('client.stopped', {}, known.contact) }),
  },
  profile: {
    copy: 'client.profile',
    content: ({ event: { known } }) => {
      const { account } = known
      const place = [
        account?.quartierId ? quartierName(known, account.quartierId) : '',
        zoneName(known, account?.zoneId ?? ''),
      ]
      const params = {
        name: account?.name ?? '',
        manager: account?.managerName ?? '',
        place: place.filter((part) => part !== '').join(', '),
        email: account?.email ?? render('client.register.noEmail', {}, known.contact),
      }
      return {
        text: render('client.profile', params, known.contact),
        choices: [
          choice(known, 'change_zone', 'zone'),
          choice(known, 'change_number', 'number'),
          choice(known, 'back', 'back'),
        ],
      }
    },
  },
}

/** The shelf's name in the reader's language. */
export function categoryName(id: string, language: 'fr' | 'en'): string {
  return CATEGORY_NAMES[id]?.[language] ?? id
}
