import { account } from '../copy/supplier/account.ts'
import { refusals } from '../copy/supplier/refusals.ts'
import { registering } from '../copy/supplier/registering.ts'
import { talk } from '../copy/supplier/talk.ts'
import { type Button, say, type Wording } from '../copy/supplier/wording.ts'
import { YES_NO } from './bidding.ts'
import {
  AT_REST,
  type Decider,
  type DepotAnswers,
  handOver,
  isSaid,
  type Place,
  QUESTIONS,
  type Question,
  run,
  type Step,
  type SupplierContext,
  type SupplierKnown,
  type SupplierSaid,
  stay,
} from './dialogue.ts'
import { ASKED, complete } from './questions.ts'

// A depot registers in the chat (product.md 1): one question at a time, a file for staff at the end.

const MISUNDERSTANDINGS_BEFORE_A_PERSON = 3

function questionAt(at: Place): Question | null {
  return QUESTIONS.find((question) => question === at) ?? null
}

function buttonsOf(question: Question): readonly Button[] {
  return question === 'consent' ? YES_NO : []
}

/** The question in what is left of a segment. */
function briefly(question: Question, answers: Partial<DepotAnswers>): Wording {
  return question === 'consent' ? registering.consentBriefly() : ASKED[question].ask(answers)
}

function ask(question: Question, answers: Partial<DepotAnswers>, known: SupplierKnown): Step {
  const { ask: wordsFor, expects } = ASKED[question]
  return {
    to: question,
    set: { ...AT_REST, expects, depot: answers, misunderstood: 0 },
    effects: [say(known.contact, wordsFor(answers), buttonsOf(question))],
  }
}

function invite(known: SupplierKnown, text = registering.invited()): Step {
  return {
    to: 'invited',
    set: { ...AT_REST, expects: { kind: 'yes_no' }, depot: {}, misunderstood: 0 },
    effects: [say(known.contact, text, YES_NO)],
  }
}

/** The next question that has no answer yet: a quartier said with the commune is not asked again. */
function next(question: Question, answers: Partial<DepotAnswers>): Question {
  const after = QUESTIONS[QUESTIONS.indexOf(question) + 1] ?? 'consent'
  const knowsQuartier = (answers.quartierId ?? null) !== null || (answers.quartier ?? null) !== null
  if (after === 'quartier' && knowsQuartier) return 'directions'
  if (after === 'directions' && answers.directions !== undefined && answers.latitude !== undefined)
    return 'tradeRegister'
  return after
}

function previous(question: Question): Question | null {
  return QUESTIONS[QUESTIONS.indexOf(question) - 1] ?? null
}

function send(answers: DepotAnswers): Step {
  const { quartier, directions, ...rest } = answers
  const input = {
    ...rest,
    type: 'depot',
    email: null,
    directions: quartier === null ? directions : `${quartier}, ${directions}`,
  }
  return {
    to: 'sending',
    set: { ...AT_REST, depot: answers, misunderstood: 0 },
    effects: [run({ command: 'registerSupplier', input })],
  }
}

function refuseAnswer(context: SupplierContext, known: SupplierKnown, at: Question): Step {
  const times = context.misunderstood + 1
  if (times >= MISUNDERSTANDINGS_BEFORE_A_PERSON) {
    const reason = `registration: ${at} not understood ${times} times in a row`
    return stay(at, [say(known.contact, account.personComing()), handOver(reason)], { misunderstood: 0 })
  }
  const question = briefly(at, context.depot).in(known.contact.language)
  return stay(at, [say(known.contact, registering.unclear({ question }), buttonsOf(at))], { misunderstood: times })
}

/** What may be said at any question; null when it is to be read as its answer. */
function aside(context: SupplierContext, said: SupplierSaid, at: Question): Step | null {
  const { known, heard } = said
  const { contact } = known
  // Words that answer a question are an answer, whatever else they could mean: a depot may be called "Stop Soif".
  if (heard.slots.answer?.text !== undefined) return null
  switch (heard.intent) {
    case 'help': {
      const question = briefly(at, context.depot).in(contact.language)
      return stay(at, [say(contact, registering.help({ question }), buttonsOf(at))], { misunderstood: 0 })
    }
    case 'greet':
    case 'resume_bot':
      return ask(at, context.depot, known)
    case 'back': {
      const before = previous(at)
      return before === null ? invite(known, registering.left()) : ask(before, context.depot, known)
    }
    case 'cancel':
      return at === 'consent' && /^\W*non\W*$/i.test(said.text)
        ? invite(known, registering.declined())
        : invite(known, registering.left())
    case 'human_agent':
    case 'call_me':
      return stay(at, [say(contact, account.personComing()), handOver(heard.intent)], { misunderstood: 0 })
    case 'language': {
      const language = heard.slots.language ?? (contact.language === 'fr' ? 'en' : 'fr')
      return stay(at, [run({ command: 'setLanguage', input: { language } })])
    }
    case 'stop':
      return {
        to: 'stopped',
        set: { ...AT_REST, misunderstood: 0 },
        effects: [say(contact, talk.stopped()), run({ command: 'optOut', input: {} })],
      }
    case 'start':
      return stay(at, [run({ command: 'optIn', input: {} })])
    default:
      return null
  }
}

/** What a depot that registers wrote or showed. */
export const register: Decider = (context, event, at) => {
  const { known } = event
  const question = questionAt(at)
  if (question === null) return invite(known)
  if (event.type === 'showed.location' && (question === 'directions' || question === 'commune')) {
    const depot = { ...context.depot, latitude: event.latitude, longitude: event.longitude }
    // A point tells where, a person on the phone still needs words; the commune is asked in words too.
    return question === 'directions' && event.label !== null
      ? ask(next(question, depot), { ...depot, directions: event.label }, known)
      : ask(question, depot, known)
  }
  if (!isSaid(event)) return refuseAnswer(context, known, question)
  const said = aside(context, event, question)
  if (said !== null) return said
  const answer = ASKED[question].read(event)
  if (answer === null) {
    const declined = question === 'consent' && event.heard.slots.answer?.yes === false
    return declined || (question === 'consent' && event.heard.intent === 'bid_decline')
      ? invite(known, registering.declined())
      : refuseAnswer(context, known, question)
  }
  const depot = { ...context.depot, ...answer }
  if (question !== 'consent') return ask(next(question, depot), depot, known)
  const answers = complete(depot)
  return answers === null ? ask('name', depot, known) : send(answers)
}

// Said after the invitation, in more words than OUI: "je suis un dépôt, je veux livrer".
const WANTS_TO =
  /^(?!.*\b(?:pas|plus|non|not|no)\b)(?!.*\?).*\b(?:je veux|on veut|inscri\w*|livrer|fournisseur|partenaire|commen[cç]\w*|i want|register)/i

/** Not registered: says what this is, starts on yes. */
export const welcome: Decider = (context, event, at) => {
  const { known } = event
  if (!isSaid(event)) return invite(known)
  const { heard } = event
  const isYes = heard.slots.answer?.yes ?? (heard.intent === 'confirm' || /^\W*(?:oui|yes|ok)\W*$/i.test(event.text))
  const wantsTo = isYes || (heard.slots.answer?.yes === undefined && WANTS_TO.test(event.text))
  if (wantsTo && context.expects?.kind === 'yes_no') return ask('name', context.depot, known)
  if (heard.intent === 'help' || heard.intent === 'greet' || heard.intent === 'cancel' || heard.intent === 'back')
    return invite(known)
  const said = aside(context, event, 'name')
  return said === null ? invite(known) : { ...said, to: said.to === 'name' ? at : said.to }
}

/** The file is in, or what is wrong with it is asked again. */
export const registered: Decider = (context, event, at) => {
  const { known } = event
  if (event.type === 'done.registerSupplier') {
    return {
      to: 'pending',
      set: { ...AT_REST, depot: {}, misunderstood: 0 },
      effects: [say(known.contact, registering.sent())],
    }
  }
  if (event.type === 'refused.registerSupplier') {
    const question = event.code === 'ZONE_NOT_FOUND' || event.code === 'ZONE_NOT_SERVED' ? 'commune' : 'name'
    const effects = [say(known.contact, refusals.refused({ number: null, code: event.code }))]
    return { ...ask(question, context.depot, known), effects }
  }
  return stay(at, [])
}

/** At a question, nobody answered or a person gave the conversation back: the question again. */
export const askOnceMore: Decider = (context, event, at) => {
  const question = questionAt(at)
  return question === null ? invite(event.known) : ask(question, context.depot, event.known)
}
