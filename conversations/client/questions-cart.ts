import type { Habit } from '../../domain/accounts/habits.ts'
import { DEFAULT_SETTINGS } from '../../domain/settings/settings.ts'
import { francs, packagings } from '../copy/amounts.ts'
import { fitsOneSegment } from '../copy/gsm7.ts'
import { render } from '../copy/render.ts'
import { shortName } from '../copy/shorten.ts'
import type { Content, Row } from '../effects.ts'
import type { ClientKnown, Here } from './known.ts'
import { goodsOf, productName, productOf } from './known.ts'
import { choiceAmong, type Question } from './question.ts'
import type { QuestionKey } from './question-keys.ts'
import { categoryName } from './questions-account.ts'
import { choice, depositsText, label, pricedLines, row, summary, totalOf } from './wording.ts'

type CartKey = Extract<QuestionKey, `cart${string}` | `catalogue${string}` | `placing.${string}`>

const MOST_ROWS = 10

/** Questions about the cart, the catalogue, and how the order is wanted. */
export const CART_QUESTIONS: Readonly<Record<CartKey, Question>> = {
  cart: { copy: 'client.cart', content: cartContent },
  'cart.add': {
    copy: 'client.cart.add',
    content: ({ event: { known } }) => ({
      text: render('client.cart.add', {}, known.contact),
      choices: [
        choice(known, 'catalogue', 'catalogue'),
        choice(known, 'empty', 'empty'),
        choice(known, 'back', 'back'),
      ],
    }),
  },
  'cart.unsure': {
    copy: 'client.unsure.which',
    content: unsureContent,
    expects: (here) => {
      const first = here.context.unsure[0]
      const product = first?.candidates[0]
      if (first !== undefined && product !== undefined && asksQuantity(here)) {
        const packaging = first.packaging ?? productOf(here.event.known, product)?.defaultUnit ?? 'casier'
        return { kind: 'quantity', product, packaging }
      }
      return choiceAmong(unsureContent(here))
    },
  },
  'cart.emptying': {
    copy: 'client.cart.emptying',
    content: ({ event: { known } }) => ({
      text: render('client.cart.emptying', { count: known.view.cart?.lines.length ?? 0 }, known.contact),
      choices: [choice(known, 'yes', 'yes'), choice(known, 'no', 'no')],
    }),
  },
  catalogue: { copy: 'client.catalogue', content: shelvesContent },
  'catalogue.category': { copy: 'client.catalogue.category', content: shelfContent },
  'placing.mode': {
    copy: 'client.placing.mode',
    content: ({ event: { known } }) => {
      const lines = known.view.cart?.lines ?? []
      const fee = francs(known.account?.deliveryFee ?? 0)
      const text = `${summary(known, lines)} (${totalOf(lines)}).`
      return {
        text: render('client.placing.mode', { summary: text, fee }, known.contact),
        choices: [
          choice(known, 'deliver', 'deliverNow'),
          choice(known, 'later', 'deliverLater'),
          choice(known, 'pickup', 'pickup'),
        ],
      }
    },
  },
  'placing.when': {
    copy: 'client.placing.when',
    content: ({ event: { known } }) => ({ text: render('client.placing.when', {}, known.contact) }),
    expects: () => ({ kind: 'text', field: 'wantedAt' }),
  },
  'placing.minimum': {
    copy: 'client.placing.minimum',
    content: ({ event }) => {
      const { known } = event
      // The setting may have been changed by staff: the refusal tells what is really missing.
      const told = event.type.startsWith('refused.') && 'details' in event ? Number(event.details.missing) : Number.NaN
      const missing = Number.isFinite(told)
        ? told
        : DEFAULT_SETTINGS.minimumForDelivery - goodsOf(known.view.cart?.lines ?? [])
      return {
        text: render(
          'client.placing.minimum',
          { missing: francs(Math.max(missing, 0)), minimum: francs(DEFAULT_SETTINGS.minimumForDelivery) },
          known.contact,
        ),
        choices: [choice(known, 'add', 'add'), choice(known, 'pickup', 'pickup'), choice(known, 'back', 'back')],
      }
    },
  },
}

function cartContent({ context, event: { known } }: Here): Content {
  const lines = known.view.cart?.lines ?? []
  if (lines.length === 0) {
    return { text: render('client.cart.empty', {}, known.contact), choices: [choice(known, 'catalogue', 'catalogue')] }
  }
  const params = { lines: pricedLines(known, lines), total: totalOf(lines), deposits: depositsText(known, lines) }
  const text = render('client.cart', params, known.contact)
  return {
    text: withUsual(text, known, context.usual ?? []),
    choices: [choice(known, 'confirm', 'confirm'), choice(known, 'change', 'change'), choice(known, 'empty', 'empty')],
  }
}

/** What a habit settled is pointed out, so that it is corrected before money is involved. */
function withUsual(text: string, known: ClientKnown, usual: readonly Habit[]): string {
  const inCart = (known.view.cart?.lines ?? []).filter(({ product }) =>
    usual.some((habit) => habit.product === product),
  )
  if (inCart.length === 0) return text
  const isSms = known.contact.channel === 'sms'
  const names = inCart.map(({ name }) => (isSms ? shortName(name) : name)).join(', ')
  const told = render('client.cart.usual', { names }, known.contact) + text
  return isSms && !fitsOneSegment(told) ? text : told
}

/** One product is left and only how many is missing. */
export function asksQuantity({ context }: Here): boolean {
  const first = context.unsure[0]
  if (first === undefined || first.candidates.length === 0) return false
  return first.candidates.length === 1 && first.quantity === null
}

function unsureContent(here: Here): Content {
  const { known } = here.event
  const first = here.context.unsure[0]
  const without = choice(known, 'without', 'without')
  const [product] = first?.candidates ?? []
  if (first === undefined || product === undefined) {
    return { text: render('client.unsure.notSold', { text: first?.text ?? '' }, known.contact), choices: [without] }
  }
  if (asksQuantity(here)) {
    const unit = first.packaging ?? productOf(known, product)?.defaultUnit ?? 'casier'
    const units = packagings(2, unit, known.contact.language).slice(2)
    return { text: render('client.unsure.quantity', { product: productName(known, product), units }, known.contact) }
  }
  const text = render(
    first.reason === 'target' ? 'client.unsure.target' : 'client.unsure.which',
    { text: first.text },
    known.contact,
  )
  const names = first.candidates
    .slice(0, MOST_ROWS - 1)
    .map((id) => ({ id: `product/${id}`, name: productName(known, id) }))
  const fitButtons = names.length <= 2 && names.every(({ name }) => name.length <= 20)
  if (fitButtons) return { text, choices: [...names.map(({ id, name }) => ({ id, label: name })), without] }
  const rows = [...names.map(({ id, name }) => row(id, name)), row('without', label(known, 'without'))]
  return { text, list: { button: label(known, 'listButton'), rows } }
}

const SEGMENT = 160

/** As many rows as fit one segment once they are numbered, then those that must be there. */
function inOneSegment(text: string, rows: readonly Row[], last: readonly Row[]): Content {
  const shown: Row[] = []
  for (const one of rows.slice(0, MOST_ROWS - last.length)) {
    const all = [...shown, one, ...last]
    const length = all.reduce((sum, { title }, place) => sum + `\n${place + 1} ${title}`.length, text.length)
    if (length > SEGMENT) break
    shown.push(one)
  }
  return { text, list: { button: '', rows: [...shown, ...last] } }
}

function shelvesContent({ event: { known } }: Here): Content {
  const categories = [...new Set([...(known.directory?.products.values() ?? [])].map(({ category }) => category))]
  if (categories.length === 0) return { text: render('client.catalogue.none', {}, known.contact) }
  const language = known.contact.language
  if (known.contact.channel === 'sms') {
    const rows = categories.map((id) => row(`shelf/${id}`, categoryName(id, language)))
    return inOneSegment(render('client.catalogue', {}, known.contact), rows, [])
  }
  const [shown, rest] = [categories.slice(0, MOST_ROWS), categories.slice(MOST_ROWS)]
  const also = rest.map((id) => categoryName(id, language)).join(', ')
  const more = also === '' ? '' : render('client.catalogue.names', { names: also }, known.contact)
  return {
    text: render('client.catalogue', {}, known.contact) + more,
    list: {
      button: label(known, 'listButton'),
      rows: shown.map((id) => row(`shelf/${id}`, categoryName(id, language))),
    },
  }
}

function shelfContent({ context, event: { known } }: Here): Content {
  const all = [...(known.directory?.products.values() ?? [])].filter(({ category }) => category === context.category)
  if (known.contact.channel === 'sms') {
    const rows = all.map(({ id, name }) => row(`product/${id}`, name))
    const text = render('client.catalogue.category', { category: '' }, known.contact)
    return inOneSegment(text, rows, [row('shelves', label(known, 'otherShelf'))])
  }
  const category = categoryName(context.category ?? '', known.contact.language)
  const shown = all.slice(0, MOST_ROWS - 1)
  const also = all
    .slice(MOST_ROWS - 1, MOST_ROWS + 7)
    .map(({ name }) => name)
    .join(', ')
  const more = also === '' ? '' : render('client.catalogue.names', { names: also }, known.contact)
  const rows = shown.map(({ id, name, units, defaultUnit }) => {
    const sold = units.find(({ unit }) => unit === defaultUnit) ?? units[0]
    const price =
      sold === undefined ? '' : `${packagings(1, sold.unit, known.contact.language).slice(2)} ${francs(sold.price)}`
    return row(`product/${id}`, name, price)
  })
  return {
    text: render('client.catalogue.category', { category }, known.contact) + more,
    list: { button: label(known, 'listButton'), rows: [...rows, row('shelves', label(known, 'otherShelf'))] },
  }
}
