import { depositsOf, goodsOf, type ShelfProduct } from '../../conversations/client/known.ts'
import { francs, packagings } from '../../conversations/copy/amounts.ts'
import { CATEGORY_NAMES } from '../../conversations/copy/client/choices.ts'
import type { CartView, LineView } from '../../domain/orders/views.ts'
import { form } from './forms.ts'
import { type Html, html } from './html.ts'
import type { Showing } from './showing.ts'

/** The cart, what can be added to it, and how it is ordered. */
export function cartPage(showing: Showing, cart: CartView | null): readonly (Html | null)[] {
  const lines = cart?.lines ?? []
  return [
    lines.length === 0 ? html`<section><p>${showing.words.cartEmpty}</p></section>` : linesSection(showing, lines),
    addSection(showing),
    lines.length === 0 || cart === null ? null : placeSection(showing, cart),
    lines.length === 0 || !showing.mayGoBack
      ? null
      : form(showing.token, 'whatsapp', html`<button>${showing.words.backToWhatsapp}</button>`),
  ]
}

/** "2 casiers Flag 65cl" */
export function lineText({ language }: Pick<Showing, 'language'>, { quantity, unit, name }: LineView): string {
  return `${packagings(quantity, unit, language)} ${name}`
}

function linesSection(showing: Showing, lines: readonly LineView[]): Html {
  const { words, language, token } = showing
  const items = lines.map((line) => {
    const what = `${line.name} (${packagings(1, line.unit, language).slice(2)})`
    const id = `q-${line.lineId}`
    return html`<li class="row"><span>${what}<br><span class="small">${francs(Math.round(line.price * line.quantity))}</span></span>
<span><label class="hidden" for="${id}">${words.quantity(what)}</label><input id="${id}" type="number" name="${id}" value="${line.quantity}" min="0" max="500" step="${line.unit === 'kg' ? 'any' : '1'}" inputmode="decimal" required>
<button name="remove" value="${line.lineId}" formnovalidate aria-label="${words.remove(what)}">✕</button></span></li>`
  })
  const deposits = depositsOf(lines)
  return html`<section>${form(token, 'set', html`<ul>${items}</ul><p><button>${words.update}</button></p>`)}
<p class="sum">${words.total(francs(goodsOf(lines)))}</p>
${deposits === 0 ? null : html`<p class="small">${words.deposits(francs(deposits))}</p>`}
<p class="small">${words.totalNote}</p></section>`
}

function addSection(showing: Showing): Html {
  const { words, token, language, search, shelf, found, shelves } = showing
  const open = search !== null || shelf !== null
  return html`<section id="add"><h2>${words.search}</h2>
<form method="get" action="/c/${token}#add" role="search"><label for="q">${words.searchLabel}</label><input id="q" type="search" name="q" value="${search ?? ''}" maxlength="60" autocomplete="off"><button>${words.searchButton}</button></form>
${open && found.length === 0 ? html`<p>${words.nothingFound(search ?? '')}</p>` : null}
${found.length === 0 ? null : html`<ul>${found.map((product) => productItem(showing, product))}</ul>`}
<details${open ? null : html` open`}><summary>${words.shelves}</summary><nav class="shelves">${shelves.map((id) => html`<a href="/c/${token}?shelf=${id}#add">${CATEGORY_NAMES[id]?.[language] ?? id}</a>`)}</nav></details></section>`
}

function productItem({ words, token, language }: Showing, product: ShelfProduct): Html {
  const sold = product.units.map(({ unit, price }) => {
    const what = `${packagings(1, unit, language).slice(2)} ${francs(price)}`
    return html`<option value="${unit}">${what}</option>`
  })
  const [quantity, unit] = [`n-${product.id}`, `u-${product.id}`]
  return html`<li>${form(
    token,
    'add',
    html`<p><strong>${product.name}</strong></p><input type="hidden" name="product" value="${product.id}"><div class="row"><span><label class="hidden" for="${unit}">${product.name}</label><select id="${unit}" name="unit">${sold}</select></span><span><label class="hidden" for="${quantity}">${words.quantity(product.name)}</label><input id="${quantity}" type="number" name="quantity" value="1" min="0" max="500" step="any" inputmode="decimal" required> <button aria-label="${words.add(product.name)}">+</button></span></div>`,
  )}</li>`
}

function placeSection(showing: Showing, cart: CartView): Html {
  const { words, token, account, minimum } = showing
  const missing = minimum - goodsOf(cart.lines)
  const isPickup = cart.mode === 'pickup'
  const checked = html` checked`
  return html`<section>${form(
    token,
    'place',
    html`<fieldset><legend>${words.how}</legend>
<label><input type="radio" name="mode" value="delivery"${isPickup ? null : checked}> ${words.delivery(francs(account.deliveryFee))}</label>
<label><input type="radio" name="mode" value="pickup"${isPickup ? checked : null}> ${words.pickup}</label></fieldset>`,
    missing > 0 ? html`<p class="notice">${words.missing(francs(missing))}</p>` : null,
    html`<label for="when">${words.when}</label><select id="when" name="when"><option value="">${words.now}</option>${showing.times.map(({ value, label }) => html`<option value="${value}"${value === cart.wantedAt ? html` selected` : null}>${label}</option>`)}</select>
<label for="directions">${words.directions}</label><input id="directions" name="directions" maxlength="200" value="${cart.directions ?? ''}">
<button class="main">${words.place}</button>`,
  )}</section>`
}
