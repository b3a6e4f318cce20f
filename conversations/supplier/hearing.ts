import { requests } from '../copy/supplier/requests.ts'
import { talk } from '../copy/supplier/talk.ts'
import { say } from '../copy/supplier/wording.ts'
import { answerTo } from './answering.ts'
import { bidOn } from './bidding.ts'
import {
  AT_REST,
  type Decider,
  handOver,
  home,
  isSaid,
  type Place,
  run,
  type Step,
  type SupplierContext,
  type SupplierSaid,
  stay,
} from './dialogue.ts'
import { act } from './fulfilling.ts'
import { askWhich, exampleFor, exampleOfBid, sayWhereWeAre } from './moments.ts'
import { findTarget, numbersOf, underWay } from './targets.ts'
import { bidsIn, type ReadWish, readWish } from './wishes.ts'

// A depot that approved hears and answers, wherever the dialogue is.

const MISUNDERSTANDINGS_BEFORE_A_PERSON = 3

/** Not understood: one segment with the shortest right example; at the third in a row, a person. */
export function notUnderstood(context: SupplierContext, said: SupplierSaid, at: Place): Step {
  const { known, heard } = said
  const times = context.misunderstood + 1
  const { kind } = heard.slots
  if (kind === 'insult' || kind === 'legal' || times >= MISUNDERSTANDINGS_BEFORE_A_PERSON) {
    const reason = kind === 'insult' || kind === 'legal' ? kind : `not understood ${times} times in a row`
    return stay(at, [say(known.contact, talk.personComing()), handOver(reason)], { misunderstood: 0 })
  }
  const example = exampleFor(context, known, at)
  const text = kind === 'voice_note' ? talk.cannotRead({ example }) : talk.notUnderstood({ said: said.text, example })
  return stay(at, [say(known.contact, text)], { misunderstood: times })
}

function fulfil({ wish, reference }: ReadWish, said: SupplierSaid): Step {
  const { known } = said
  const found = findTarget(wish, reference, known.view)
  switch (found.kind) {
    case 'one':
      return act(wish, found.target, known)
    case 'several':
      return askWhich(wish, found.targets, known)
    case 'unknownNumber': {
      const open = underWay(known.view)
      const text =
        open.length > 0
          ? requests.unknownNumber({ reference: found.reference, numbers: numbersOf(open) })
          : requests.unknownNumberNoneOpen({ reference: found.reference })
      return home([say(known.contact, text)])
    }
    case 'none': {
      const aboutRequests = wish.kind === 'bid' || wish.kind === 'yes' || wish.kind === 'no'
      const text = aboutRequests ? requests.noneOpen() : talk.nothingToDo({ example: EXAMPLES[wish.kind] })
      return home([say(known.contact, text)])
    }
  }
}

const EXAMPLES = {
  takeBack: 'NON 1042',
  preparing: 'PRET 1042',
  road: 'ROUTE 1042 20',
  delivered: 'LIVRE 1042 4821',
  cash: 'CASH 1042',
  rate: 'NOTE 1042 4',
  dispute: 'LITIGE 1042',
} as const

/** Cancel or back: leaves the question when there is one, else takes back what is named. */
function cancelling(said: SupplierSaid, at: Place): Step {
  const { known } = said
  if (at !== 'idle') return home([say(known.contact, talk.dropped())])
  const read = readWish(said)
  if (read !== null && read.reference !== null) return fulfil(read, said)
  return home([say(known.contact, talk.nothingToCancel({ numbers: numbersOf(underWay(known.view)) }))])
}

function atAnyMoment(context: SupplierContext, said: SupplierSaid, at: Place): Step | null {
  const { heard, known } = said
  const { contact } = known
  switch (heard.intent) {
    case 'help':
      return at === 'idle' ? home([say(contact, talk.help())]) : sayWhereWeAre(context, known, at)
    case 'greet':
      if (at !== 'idle') return sayWhereWeAre(context, known, at)
      return home([
        say(contact, talk.greeting({ name: known.account?.name ?? '', numbers: numbersOf(underWay(known.view)) })),
      ])
    case 'resume_bot':
    case 'track':
    case 'delivery_confirm':
      // "bien reçu" from a depot acknowledges our message, it never delivers an order.
      return sayWhereWeAre(context, known, at)
    case 'human_agent':
    case 'call_me':
      return stay(at, [say(contact, talk.personComing()), handOver(heard.intent)], { misunderstood: 0 })
    case 'profile':
    case 'change_zone':
    case 'change_number':
    case 'erase':
      return stay(at, [say(contact, talk.personForAccount()), handOver(heard.intent)], { misunderstood: 0 })
    case 'language':
      return stay(at, [
        run({ command: 'setLanguage', input: { language: heard.slots.language ?? otherLanguage(said) } }),
      ])
    case 'stop':
      return {
        to: 'stopped',
        set: { ...AT_REST, misunderstood: 0 },
        effects: [say(contact, talk.stopped()), run({ command: 'optOut', input: {} })],
      }
    case 'start':
      return stay(at, [run({ command: 'optIn', input: {} })])
    case 'stock_declare':
    case 'stock_query':
      return stay(at, [say(contact, talk.stockNotYet({ example: exampleOfBid(known) }))], { misunderstood: 0 })
    case 'empties':
      return stay(at, [say(contact, talk.emptiesNotYet())], { misunderstood: 0 })
    case 'pause':
      return stay(at, [run({ command: 'pauseSupplier', input: { minutes: heard.slots.pauseMinutes ?? null } })])
    case 'resume':
      return stay(at, [run({ command: 'resumeSupplier', input: {} })])
    case 'summary':
      return stay(at, [run({ command: heard.slots.summary === 'balance' ? 'readBalance' : 'readDay', input: {} })])
    default:
      return null
  }
}

function otherLanguage({ known }: SupplierSaid): 'fr' | 'en' {
  return known.contact.language === 'fr' ? 'en' : 'fr'
}

/** Several offers in one SMS, when each of them is clear by itself; null otherwise. */
function bidOnEach(said: SupplierSaid): Step | null {
  const { known } = said
  const steps = bidsIn(said).flatMap(({ bid, number }) => {
    const request = known.view.requests.find((one) => one.number === number)
    if (request !== undefined) return [bidOn(bid, request, known, false)]
    const open = numbersOf(underWay(known.view))
    return [home([say(known.contact, requests.unknownNumber({ reference: String(number), numbers: open }))])]
  })
  const areClear = steps.length > 1 && steps.every(({ to }) => to === 'idle')
  return areClear ? home(steps.flatMap(({ effects }) => effects)) : null
}

/** What a depot wrote, or showed. */
export const hear: Decider = (context, event, at) => {
  const { known } = event
  if (!isSaid(event)) {
    const example = exampleFor(context, known, at)
    const text =
      event.type === 'showed.photo' || event.type === 'showed.document'
        ? talk.photoKept()
        : talk.cannotRead({ example })
    return stay(at, [say(known.contact, text)])
  }
  const answer = answerTo(context, event, at) ?? bidOnEach(event)
  if (answer !== null) return answer
  if (event.heard.intent === 'cancel' || event.heard.intent === 'back') return cancelling(event, at)
  const anyMoment = atAnyMoment(context, event, at)
  if (anyMoment !== null) return anyMoment
  const read = readWish(event)
  if (read !== null) return fulfil(read, event)
  if (event.heard.intent === 'pay') return stay(at, [run({ command: 'readBalance', input: {} })])
  return notUnderstood(context, event, at)
}
