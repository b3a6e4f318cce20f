import { account } from '../copy/supplier/account.ts'
import { registering } from '../copy/supplier/registering.ts'
import { talk } from '../copy/supplier/talk.ts'
import { say, type Wording } from '../copy/supplier/wording.ts'
import { YES_NO } from './bidding.ts'
import { AT_REST, type Decider, handOver, isSaid, type Place, run, type SupplierKnown, stay } from './dialogue.ts'
import { ASKED } from './questions.ts'

// An account that may not work yet, or any more: a polite line and a way to a person, nothing else.

/** Where the account of this moment belongs. */
export function placeFor({ account: known }: SupplierKnown): Place {
  if (known === null) return 'invited'
  return known.status === 'approved' ? 'idle' : known.status
}

function lineAt(at: Place, known: SupplierKnown): Wording {
  if (at === 'pending') return account.pending()
  if (at === 'rejected') return account.rejected({ reason: known.account?.rejectionReason ?? '' })
  return at === 'closed' ? account.closed() : account.stillSuspended()
}

/** What somebody hears while the account is pending, rejected, suspended or closed. */
export const stand: Decider = (_context, event, at) => {
  const { known } = event
  const { contact } = known
  const buttons = at === 'rejected' ? YES_NO : []
  const line = say(contact, lineAt(at, known), buttons)
  const set = { ...AT_REST, misunderstood: 0 }
  if (!isSaid(event)) return stay(at, [line], set)
  const { heard, text } = event
  if (
    at === 'rejected' &&
    (heard.slots.answer?.yes === true || heard.intent === 'confirm' || /^\W*(?:oui|yes)\W*$/i.test(text))
  ) {
    return {
      to: 'name',
      set: { ...set, expects: ASKED.name.expects, depot: {} },
      effects: [say(contact, registering.name())],
    }
  }
  switch (heard.intent) {
    case 'human_agent':
    case 'call_me':
      return stay(at, [say(contact, account.personComing()), handOver(heard.intent)], set)
    case 'language':
      return stay(
        at,
        [
          run({
            command: 'setLanguage',
            input: { language: heard.slots.language ?? (contact.language === 'fr' ? 'en' : 'fr') },
          }),
        ],
        set,
      )
    case 'stop':
      return { to: 'stopped', set, effects: [say(contact, talk.stopped()), run({ command: 'optOut', input: {} })] }
    case 'start':
      return stay(at, [run({ command: 'optIn', input: {} })], set)
    default:
      return stay(at, [line], set)
  }
}

/** After STOP: START brings back, anything else is told so. */
export const stayAway: Decider = (_context, event, at) => {
  const { known } = event
  if (!isSaid(event)) return stay(at, [])
  if (event.heard.intent === 'start') return stay(at, [run({ command: 'optIn', input: {} })])
  if (event.heard.intent === 'stop') return stay(at, [])
  return stay(at, [say(known.contact, talk.stillStopped())])
}

/** Back from STOP, to where the account belongs. */
export const comeBack: Decider = (_context, event) => {
  const { known } = event
  return { to: placeFor(known), set: { ...AT_REST, misunderstood: 0 }, effects: [say(known.contact, talk.started())] }
}
