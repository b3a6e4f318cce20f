import { el, icon } from './dom.js'
import { smsLength } from './sms-length.js'
import { nameOf } from './store.js'
import { words } from './words.js'

/**
 * The line to write on.
 * @param {import('./store.js').Phone} phone
 * @param {{send: (what: object) => void, sendLocation: () => void}} actions
 */
export function composer(phone, { send, sendLocation }) {
  const isSms = phone.channel === 'sms'
  const field = /** @type {HTMLTextAreaElement} */ (
    el('textarea', {
      rows: '1',
      maxlength: '10000',
      placeholder: words.write,
      'aria-label': words.writeTo(nameOf(phone)),
      autocomplete: 'off',
      enterkeyhint: 'send',
    })
  )
  const counter = isSms ? el('span.counter', { 'aria-hidden': 'true' }) : null
  const sendButton = isSms
    ? el('button.send', { type: 'submit' }, words.sendText)
    : el('button.icon-button.send', { type: 'submit', 'aria-label': words.sendText }, icon('send'))
  const form = el('form.composer', {}, isSms ? null : attachments({ send, sendLocation }), field, sendButton, counter)

  function count() {
    if (counter === null) return
    const { used, room, segments } = smsLength(field.value)
    counter.textContent = words.counter(used, room, segments)
    counter.classList.toggle('many', segments > 1)
  }
  function type(text) {
    field.value = text
    count()
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const text = field.value.trim()
    if (text === '') return
    type('')
    send({ text })
  })
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault()
      form.requestSubmit()
    }
  })
  field.addEventListener('input', count)
  count()

  return {
    form,
    type,
    /** Puts a text there, for the person to send. */
    fill(text) {
      type(text)
      form.classList.remove('filled')
      void form.offsetWidth
      form.classList.add('filled')
    },
    focus: () => field.focus({ preventScroll: true }),
    submit: () => form.requestSubmit(),
  }
}

function attachments({ send, sendLocation }) {
  const menu = el(
    'div.attachments',
    { hidden: true },
    entry('pin', words.location, sendLocation),
    entry('photo', words.photo, () => send({ media: { kind: 'photo' } })),
    entry('mic', words.voice, () => send({ media: { kind: 'voice' } })),
    entry('file', words.document, () => send({ media: { kind: 'document' } })),
  )
  const opener = el(
    'button.icon-button',
    { type: 'button', 'aria-label': words.attach, 'aria-expanded': 'false', onclick: () => toggle(menu.hidden) },
    icon('plus'),
  )
  function toggle(isOpen) {
    menu.hidden = !isOpen
    opener.setAttribute('aria-expanded', String(isOpen))
    if (isOpen) menu.querySelector('button')?.focus()
  }
  function entry(name, label, act) {
    const choose = () => {
      toggle(false)
      opener.focus()
      act()
    }
    return el('button', { type: 'button', onclick: choose }, icon(name), label)
  }
  const holder = el('div', {}, opener, menu)
  holder.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !menu.hidden) {
      toggle(false)
      opener.focus()
    }
  })
  holder.addEventListener('focusout', (event) => {
    if (!holder.contains(event.relatedTarget)) toggle(false)
  })
  return holder
}
