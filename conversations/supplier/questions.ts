import { registering } from '../copy/supplier/registering.ts'
import type { Wording } from '../copy/supplier/wording.ts'
import type { Expectation } from '../understanding/types.ts'
import { nameCommunes, readCommunes } from './communes.ts'
import type { DepotAnswers, Question, SupplierSaid } from './dialogue.ts'
import { yesOrNo } from './wishes.ts'

// The questions of a registration: what is asked, what counts as an answer, what it fills in.

type Answers = Partial<DepotAnswers>

interface Asked {
  ask(answers: Answers): Wording
  readonly expects: Expectation
  /** null: not an answer */
  read(said: SupplierSaid): Answers | null
}

/** As written: the reading has no capitals nor accents, and a name has both. */
function wordsOf({ text }: SupplierSaid): string {
  return text.replace(/\s+/g, ' ').trim()
}

function inWords(least: number, most: number, fill: (words: string) => Answers): Asked['read'] {
  return (said) => {
    const words = wordsOf(said)
    return words.length >= least && /[\p{L}\d]/u.test(words) ? fill(words.slice(0, most)) : null
  }
}

/** A count in digits, or one of the few words that a number of vehicles needs. */
function readCount(said: SupplierSaid): number | null {
  const quantity = said.heard.slots.answer?.quantity
  if (quantity !== undefined && Number.isInteger(quantity)) return quantity
  const words = wordsOf(said).toLowerCase()
  const digits = /\d+/.exec(words)
  if (digits !== null) return Number(digits[0])
  const spelt: Readonly<Record<string, number>> = {
    aucun: 0,
    zero: 0,
    zéro: 0,
    none: 0,
    un: 1,
    une: 1,
    one: 1,
    deux: 2,
    two: 2,
    trois: 3,
    three: 3,
    quatre: 4,
    four: 4,
    cinq: 5,
    five: 5,
  }
  return (
    words
      .split(/[^\p{L}]+/u)
      .map((word) => spelt[word])
      .find((count) => count !== undefined) ?? null
  )
}

function readPlace(said: SupplierSaid): Answers | null {
  const { commune, quartier } = said.heard.slots
  const zoneId = commune ?? readCommunes(wordsOf(said))[0]
  if (zoneId === undefined) return null
  const isKnown = quartier !== undefined && quartier !== null
  // What follows the commune is the quartier in words when it is not one of ours: "Yopougon, derrière Siporex".
  const [, ...rest] = wordsOf(said).split(/\s*[,;/-]\s*(?=\p{L})/u)
  const words = rest.join(', ')
  return {
    zoneId,
    quartierId: isKnown ? quartier : null,
    quartier: !isKnown && words.length >= 3 && readCommunes(words).length === 0 ? words.slice(0, 40) : null,
  }
}

const text = (field: string): Expectation => ({ kind: 'text', field })

export const ASKED: Readonly<Record<Question, Asked>> = {
  name: { ask: () => registering.name(), expects: text('name'), read: inWords(2, 60, (name) => ({ name })) },
  managerName: {
    ask: () => registering.managerName(),
    expects: text('managerName'),
    read: inWords(2, 60, (managerName) => ({ managerName })),
  },
  commune: { ask: () => registering.commune(), expects: { kind: 'location' }, read: readPlace },
  quartier: {
    ask: () => registering.quartier(),
    expects: text('quartier'),
    read: (said) => {
      const known = said.heard.slots.quartier
      if (known) return { quartierId: known, quartier: null }
      return inWords(2, 40, (quartier) => ({ quartierId: null, quartier }))(said)
    },
  },
  directions: {
    ask: () => registering.directions(),
    expects: text('directions'),
    read: inWords(3, 120, (directions) => ({ directions })),
  },
  tradeRegister: {
    ask: () => registering.tradeRegister(),
    expects: text('tradeRegister'),
    // Staff check the number against the paper: here only what cannot be one is turned back.
    read: (said) => (/\d{3}/.test(wordsOf(said)) ? { tradeRegister: wordsOf(said).toUpperCase().slice(0, 40) } : null),
  },
  alcoholLicence: {
    ask: () => registering.alcoholLicence(),
    expects: text('alcoholLicence'),
    read: (said) => (/\d/.test(wordsOf(said)) ? { alcoholLicence: wordsOf(said).toUpperCase().slice(0, 40) } : null),
  },
  vehicles: {
    ask: () => registering.vehicles(),
    expects: text('vehicles'),
    read: (said) => {
      const vehicles = readCount(said)
      return vehicles === null || vehicles > 99 ? null : { vehicles }
    },
  },
  zones: {
    ask: () => registering.zones(),
    expects: text('zones'),
    read: (said) => {
      const { commune } = said.heard.slots
      const read = readCommunes(wordsOf(said))
      const zones = read.length > 0 || !commune ? read : [commune]
      return zones.length > 0 ? { zones } : null
    },
  },
  consent: {
    ask: ({ name = '', zones = [] }) => registering.consent({ name, zones: nameCommunes(zones) }),
    expects: { kind: 'yes_no' },
    read: (said) => (yesOrNo(said) === true ? {} : null),
  },
}

/** The answers, once there is one to each question. */
export function complete(answers: Answers): DepotAnswers | null {
  const { name, managerName, zoneId, directions, tradeRegister, alcoholLicence, vehicles, zones } = answers
  if (name === undefined || managerName === undefined || zoneId === undefined || directions === undefined) return null
  if (tradeRegister === undefined || alcoholLicence === undefined || vehicles === undefined || zones === undefined)
    return null
  const { quartierId = null, quartier = null, latitude = null, longitude = null } = answers
  return {
    name,
    managerName,
    zoneId,
    quartierId,
    quartier,
    directions,
    latitude,
    longitude,
    tradeRegister,
    alcoholLicence,
    vehicles,
    zones,
  }
}
