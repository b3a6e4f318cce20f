import { el } from './dom.js'
import { show } from './stage.js'
import { addPhone } from './store.js'
import { words } from './words.js'

/** A phone that nobody knows, on either channel: it registers by writing. */
export function openNewNumber() {
  const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById('new-number-dialog'))
  if (dialog === null) return
  const field = /** @type {HTMLInputElement} */ (
    el('input', {
      type: 'tel',
      id: 'new-number-field',
      name: 'number',
      required: true,
      autocomplete: 'off',
      'aria-describedby': 'new-number-error',
    })
  )
  field.value = freshNumber()
  const error = el('p', { id: 'new-number-error', role: 'alert' })
  const form = el(
    'form',
    { method: 'dialog' },
    el('h2', { id: 'new-number-title' }, words.newNumber),
    el('p', {}, words.newNumberText),
    el(
      'fieldset',
      {},
      el('legend', {}, words.channel),
      option('whatsapp', words.whatsapp, true),
      option('sms', words.smsOnly, false),
    ),
    el('label.label', { for: 'new-number-field' }, words.number),
    field,
    error,
    el(
      'div.row',
      {},
      el('button.ghost', { type: 'button', onclick: () => dialog.close() }, words.cancel),
      el('button.primary', { type: 'submit' }, words.add),
    ),
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const phone = field.value.replaceAll(/[\s.-]/g, '')
    if (!/^\+225\d{10}$/.test(phone)) {
      error.textContent = words.badNumber
      field.focus()
      return
    }
    dialog.close()
    show(addPhone(phone, new FormData(form).get('channel') === 'sms' ? 'sms' : 'whatsapp'))
  })
  dialog.replaceChildren(form)
  dialog.showModal()
}

const option = (value, label, checked) =>
  el('label.option', {}, el('input', { type: 'radio', name: 'channel', value, checked }), label)

/** 07 is Orange: a number that a wallet can pay from. */
function freshNumber() {
  return `+22507${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`
}
