import { withWholeAmounts } from '../../conversations/copy/amounts.ts'
import { toGsm7 } from '../../conversations/copy/gsm7.ts'
import { numbered, optionsOf } from '../../conversations/copy/numbered.ts'
import type { Choice, Content, Row } from '../../conversations/effects.ts'
import type { ChannelLimits, Medium } from './channel.ts'
import { cut } from './cutting.ts'

/** A content in the form of one channel: what the phone shows. */
export interface Shaped {
  readonly text: string
  readonly buttons?: readonly Choice[]
  readonly list?: { readonly button: string; readonly rows: readonly Row[] }
  /** WhatsApp only, for adapters that can ask for it; the text asks in words too */
  readonly askLocation?: true
}

// WhatsApp's own limits where ChannelLimits says nothing: the text above buttons or a list, and the label that opens it.
const INTERACTIVE_TEXT_LENGTH = 1024
const LIST_BUTTON_LENGTH = 20

/**
 * Gives a content the form of its channel: buttons or a list where the medium has them and everything fits, else text
 * with numbered lines ("1 Confirmer"). SMS text is written in GSM-7; on WhatsApp no amount breaks at the end of a line.
 */
export function shape(content: Content, medium: Medium, limits: ChannelLimits): Shaped {
  if (medium === 'whatsapp') {
    const said = asButtons(content, limits) ?? asList(content, limits) ?? asText(content, limits)
    const shaped = { ...said, text: withWholeAmounts(said.text) }
    return content.askLocation === true ? { ...shaped, askLocation: true } : shaped
  }
  const whole = toGsm7(numbered(content.text, optionsOf(content)))
  return whole.length <= limits.textLength ? { text: whole } : asText(inGsm7(content), limits, '...')
}

function asButtons(content: Content, limits: ChannelLimits): Shaped | undefined {
  const { choices = [], list, text } = content
  if (list !== undefined || choices.length === 0 || choices.length > limits.buttons) return undefined
  const buttons = choices.map(({ id, label }) => ({ id, label: cut(label, limits.buttonLabelLength) }))
  if (
    !isTappable(
      text,
      buttons.map(({ label }) => label),
    )
  )
    return undefined
  return { text, buttons }
}

function asList(content: Content, limits: ChannelLimits): Shaped | undefined {
  const options = optionsOf(content)
  if (content.list === undefined || options.length === 0 || options.length > limits.rows) return undefined
  const rows = options.map(({ id, title, description }) => ({
    id,
    title: cut(title, limits.rowTitleLength),
    ...(description !== undefined && { description: cut(description, limits.rowDescriptionLength) }),
  }))
  if (
    !isTappable(
      content.text,
      rows.map(({ title }) => title),
    )
  )
    return undefined
  return { text: content.text, list: { button: cut(content.list.button, LIST_BUTTON_LENGTH), rows } }
}

// WhatsApp refuses empty text, empty labels, and labels that are the same, which cutting can make.
function isTappable(text: string, labels: readonly string[]): boolean {
  if (text.trim() === '' || text.length > INTERACTIVE_TEXT_LENGTH) return false
  return labels.every((label) => label.trim() !== '') && new Set(labels).size === labels.length
}

function asText(content: Content, limits: ChannelLimits, ellipsis = '…'): Shaped {
  const options = optionsOf(content)
  const forms = [
    () => numbered(content.text, options),
    () => numbered(content.text, withoutDescriptions(options)),
    () => withCutText(content.text, withoutDescriptions(options), limits.textLength, ellipsis),
    () => withCutText(content.text, withCutTitles(options, limits, ellipsis), limits.textLength, ellipsis),
  ]
  // Each gives up a little more; the options are kept longest, for without them the person cannot answer.
  for (const form of forms) {
    const text = form()
    if (text.length <= limits.textLength) return { text }
  }
  return { text: cut(numbered(content.text, options), limits.textLength, ellipsis) }
}

function withoutDescriptions(options: readonly Row[]): Row[] {
  return options.map(({ id, title }) => ({ id, title }))
}

// Below this a text says nothing any more: rather shorten the titles.
const SHORTEST_TEXT = 60
const SHORT_TITLE_LENGTH = 24

function withCutText(text: string, options: readonly Row[], length: number, ellipsis: string): string {
  const room = length - numbered('', options).length - 1
  return numbered(cut(text, Math.max(room, SHORTEST_TEXT), ellipsis), options)
}

function withCutTitles(options: readonly Row[], limits: ChannelLimits, ellipsis: string): Row[] {
  const length = limits.rowTitleLength > 0 ? limits.rowTitleLength : SHORT_TITLE_LENGTH
  return options.map(({ id, title }) => ({ id, title: cut(title, length, ellipsis) }))
}

function inGsm7(content: Content): Content {
  return {
    text: toGsm7(content.text),
    list: {
      button: '',
      rows: optionsOf(content).map(({ id, title, description }) => ({
        id,
        title: toGsm7(title),
        ...(description !== undefined && { description: toGsm7(description) }),
      })),
    },
  }
}
