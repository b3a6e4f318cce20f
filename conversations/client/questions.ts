import { fitsOneSegment } from '../copy/gsm7.ts'
import { numbered, optionsOf } from '../copy/numbered.ts'
import type { Content } from '../effects.ts'
import type { Expectation } from '../understanding/types.ts'
import type { Here } from './known.ts'
import { leadOf } from './leads.ts'
import { choiceAmong, type Question } from './question.ts'
import type { QuestionKey } from './question-keys.ts'
import { ACCOUNT_QUESTIONS } from './questions-account.ts'
import { CART_QUESTIONS } from './questions-cart.ts'
import { DELIVERY_QUESTIONS } from './questions-delivery.ts'
import { ORDER_QUESTIONS } from './questions-orders.ts'

const QUESTIONS: Readonly<Record<QuestionKey, Question>> = {
  ...ACCOUNT_QUESTIONS,
  ...CART_QUESTIONS,
  ...ORDER_QUESTIONS,
  ...DELIVERY_QUESTIONS,
}

export interface Asked {
  readonly copy: string
  readonly content: Content
  readonly expects: Expectation | null
}

/**
 * The words of a question, with what just happened before them ("Cette offre vient d'expirer."), and what the next
 * short answer will mean.
 * @param lead replaces what the event itself has to say
 */
export function asked(key: QuestionKey, here: Here, lead: string | null = leadOf(key, here)): Asked {
  const question = QUESTIONS[key]
  const content = question.content(here)
  const expects = question.expects ? question.expects(here) : choiceAmong(content)
  if (lead === null || lead === '') return { copy: question.copy, content, expects }
  if (key === 'home') {
    // An SMS costs money: at home the news is enough, what can be written next is known. On WhatsApp the buttons tell it.
    if (here.event.known.contact.channel === 'sms')
      return { copy: question.copy, content: { text: lead }, expects: null }
    return { copy: question.copy, content: { ...content, text: lead }, expects }
  }
  return { copy: question.copy, content: { ...content, text: `${lead}\n${content.text}` }, expects }
}

/** The same question once more. By SMS what there is to say goes alone where both would be two: the question is known. */
export function askedAgain(key: QuestionKey, here: Here, lead?: string): Asked {
  const whole = asked(key, here, lead)
  if (!lead || here.event.known.contact.channel !== 'sms') return whole
  const { text } = whole.content
  return fitsOneSegment(numbered(text, optionsOf(whole.content))) ? whole : { ...whole, content: { text: lead } }
}
