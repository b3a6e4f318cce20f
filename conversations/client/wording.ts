import type { LineView } from '../../domain/orders/views.ts'
import { francs, packagings } from '../copy/amounts.ts'
import { render } from '../copy/render.ts'
import { shortName, shortQuantity, shortUnit } from '../copy/shorten.ts'
import type { Choice, Row } from '../effects.ts'
import type { ClientKnown } from './known.ts'
import { depositsOf, goodsOf } from './known.ts'

// The pieces of text that several questions share.

/** More lines than this are put on one: a WhatsApp text has 6 at most, and all must be seen before money is. */
const LINES_APART = 3

/** "2 casiers Flag 65cl" */
export function goods(known: ClientKnown, quantity: number, unit: string, name: string): string {
  if (known.contact.channel === 'sms') return `${shortQuantity(quantity)} ${shortUnit(unit)} ${shortName(name)}`
  return `${packagings(quantity, unit, known.contact.language)} ${name}`
}

export function lineText(known: ClientKnown, line: LineView): string {
  return goods(known, line.quantity, line.unit, line.name)
}

/** French sets its colon apart. */
export function colonIn({ contact }: ClientKnown): string {
  return contact.language === 'fr' ? ' :' : ':'
}

/** The lines with their reference prices, one under the other while there are few. */
export function pricedLines(known: ClientKnown, lines: readonly LineView[]): string {
  if (known.contact.channel === 'sms') return summary(known, lines)
  const colon = colonIn(known)
  const written = lines.map(
    (line) => `${lineText(known, line)}${colon} ${francs(Math.round(line.price * line.quantity))}`,
  )
  return lines.length <= LINES_APART ? written.join('\n') : written.join(' · ')
}

/** The lines on one line, without prices. */
export function summary(known: ClientKnown, lines: readonly LineView[]): string {
  return lines.map((line) => lineText(known, line)).join(', ')
}

export function totalOf(lines: readonly LineView[]): string {
  return francs(goodsOf(lines))
}

export function depositsText(known: ClientKnown, lines: readonly LineView[]): string {
  const amount = depositsOf(lines)
  return amount === 0 ? '' : render('client.cart.deposits', { amount: francs(amount) }, known.contact)
}

type PlainChoice =
  | 'yes'
  | 'no'
  | 'agent'
  | 'help'
  | 'usual'
  | 'catalogue'
  | 'track'
  | 'offers'
  | 'cart'
  | 'confirm'
  | 'change'
  | 'empty'
  | 'without'
  | 'otherShelf'
  | 'deliverNow'
  | 'deliverLater'
  | 'pickup'
  | 'add'
  | 'wait'
  | 'widen'
  | 'reopen'
  | 'cancel'
  | 'back'
  | 'more'
  | 'received'
  | 'problem'
  | 'pay'
  | 'again'
  | 'zone'
  | 'number'
  | 'correct'
  | 'bar'
  | 'maquis'
  | 'restaurant'
  | 'other'
  | 'missing'
  | 'damaged'
  | 'late'
  | 'billing'
  | 'conduct'
  | 'listButton'

export function label(known: ClientKnown, name: PlainChoice): string {
  return render(`client.choice.${name}`, {}, known.contact)
}

/** A button; its id is the verb that states answer to. */
export function choice(known: ClientKnown, id: string, name: PlainChoice): Choice {
  return { id, label: label(known, name) }
}

export function row(id: string, title: string, description?: string): Row {
  const short = title.length > 24 ? `${title.slice(0, 23)}…` : title
  return description === undefined ? { id, title: short } : { id, title: short, description: description.slice(0, 72) }
}

/** "+2250707123456" -> "0707123456": how people know their own number. */
export function ownNumber(known: ClientKnown): string | null {
  const digits = known.contact.address.replaceAll(/\D/g, '')
  return /^225\d{10}$/.test(digits) ? digits.slice(3) : null
}
