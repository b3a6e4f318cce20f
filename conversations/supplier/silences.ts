import { bids } from '../copy/supplier/bids.ts'
import { say } from '../copy/supplier/wording.ts'
import { type Decider, home, stay } from './dialogue.ts'
import { sayWhereWeAre } from './moments.ts'

/**
 * Nobody answered a question. An offer left unsent is said, for the depot may believe it was sent; a code still to give
 * is asked once more; any other question is dropped without a word, since a reminder costs an SMS and the short form
 * works at any time.
 */
export const fallSilent: Decider = (context, event, at) => {
  const { known } = event
  if (context.about !== null && (at === 'askingPrice' || at === 'confirmingPrice')) {
    return home([say(known.contact, bids.notSent({ number: context.about.number }))])
  }
  if (at === 'askingCode') return home(sayWhereWeAre(context, known, at).effects)
  return home([])
}

/** A person gave the conversation back: says where it was. */
export const resume: Decider = (context, event, at) =>
  at === 'stopped' ? stay(at, []) : sayWhereWeAre(context, event.known, at)
