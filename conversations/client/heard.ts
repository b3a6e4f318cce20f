import type { MachineEvent } from '../turn.ts'
import type { Answer, Slots } from '../understanding/types.ts'

// Small readings of one event, used by guards and by what is run.

export function slotsOf(event: MachineEvent): Slots {
  return 'heard' in event ? event.heard.slots : {}
}

export function answerOf(event: MachineEvent): Answer | undefined {
  return slotsOf(event).answer
}

/** The option taken: "offer/3f2a" has the verb offer and the subject 3f2a. */
export function optionOf(event: MachineEvent): { readonly verb: string; readonly subject: string } | null {
  const option = answerOf(event)?.option
  if (option === undefined) return null
  const slash = option.indexOf('/')
  return slash < 0 ? { verb: option, subject: '' } : { verb: option.slice(0, slash), subject: option.slice(slash + 1) }
}

export function textOf(event: MachineEvent): string {
  return 'text' in event ? event.text.trim() : ''
}

export function isYes(event: MachineEvent): boolean {
  return event.type === 'said.confirm' || answerOf(event)?.yes === true || optionOf(event)?.verb === 'yes'
}

export function isNo(event: MachineEvent): boolean {
  const refuses = event.type === 'said.cancel' || event.type === 'said.back'
  return refuses || answerOf(event)?.yes === false || optionOf(event)?.verb === 'no'
}

/** Said at any moment, so never the answer to a question that wants words. */
const NEVER_AN_ANSWER: ReadonlySet<string> = new Set([
  'said.help',
  'said.human_agent',
  'said.call_me',
  'said.stop',
  'said.start',
  'said.language',
  'said.back',
  'said.cancel',
  'said.greet',
  'said.erase',
  'said.resume_bot',
])

/** Whether a message may be taken word for word: a bar may well be called "Flag Bar", which reads as an order. */
export function isFreeText(event: MachineEvent): boolean {
  if (!('heard' in event) || NEVER_AN_ANSWER.has(event.type)) return false
  const { kind } = event.heard.slots
  return textOf(event) !== '' && kind !== 'insult' && kind !== 'legal' && kind !== 'voice_note'
}

/** "ok", "oui merci", a thumb: what one says to any news. Nobody has received anything by saying it. */
const ACKNOWLEDGES =
  /^(?:(?:oui|ok|okay|oki|yes|yeah|yep|d'?accord|merci|thanks?|thank you|parfait|super|top|cool|nickel|impeccable|bien|très|tres|bon|c'?est|ça marche|ca marche|ça va|ca va|noté|note|entendu|compris|vas-?y|go|good|great|fine|perfect|beaucoup|infiniment|chef|patron|boss|you|je confirme|confirme|valide)(?![\p{L}])|[^\p{L}\p{N}])+$/iu

export function onlyAcknowledges(event: MachineEvent): boolean {
  return optionOf(event) === null && ACKNOWLEDGES.test(textOf(event))
}

/** "bien reçu ?" asks, and confirms nothing. */
export function isQuestion(event: MachineEvent): boolean {
  return /\?\s*$/.test(textOf(event))
}

const SKIPS = /^(0|non|no|passer|passe|skip|rien|aucun|none|pas d.?e?-?mail)\W*$/i

export function isSkip(event: MachineEvent): boolean {
  return SKIPS.test(textOf(event)) || answerOf(event)?.yes === false || optionOf(event)?.verb === 'skip'
}

/** A whole score from 1 to 5, from a rating or a bare digit; null otherwise. */
export function scoreOf(event: MachineEvent): number | null {
  const { score, answer } = slotsOf(event)
  const given = score ?? answer?.quantity ?? Number(answer?.option ?? answer?.text ?? textOf(event))
  return Number.isInteger(given) && given >= 1 && given <= 5 ? given : null
}
