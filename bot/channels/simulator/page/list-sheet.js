import { el, icon } from './dom.js'
import { words } from './words.js'

/**
 * WhatsApp's list, over its phone.
 * @param {HTMLElement} frame @param {{button: string, rows: {id: string, title: string, description?: string}[]}} list
 * @param {(choice: {id: string, label: string}) => void} press
 */
export function openSheet(frame, list, press) {
  const before = document.activeElement
  const rows = list.rows.map((row) =>
    el(
      'li',
      {},
      el(
        'button',
        { type: 'button', 'data-choice': row.id, onclick: () => choose(row) },
        el('strong', {}, row.title),
        row.description === undefined ? null : el('small', {}, row.description),
        el('i', { 'aria-hidden': 'true' }),
      ),
    ),
  )
  const sheet = el(
    'div.sheet',
    { role: 'dialog', 'aria-modal': 'true', 'aria-label': list.button },
    el(
      'div.sheet-body',
      {},
      el(
        'header',
        {},
        el('h4', {}, list.button),
        el('button.icon-button', { type: 'button', 'aria-label': words.close, onclick: close }, icon('close')),
      ),
      el('ul', {}, ...rows),
    ),
  )
  sheet.addEventListener('click', (event) => {
    if (event.target === sheet) close()
  })
  sheet.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close()
    if (event.key === 'Tab') keepInside(event, [...sheet.querySelectorAll('button')])
  })
  frame.append(sheet)
  sheet.querySelector('li button')?.focus({ preventScroll: true })

  function close() {
    sheet.remove()
    if (before instanceof HTMLElement) before.focus({ preventScroll: true })
  }
  function choose({ id, title }) {
    close()
    press({ id, label: title })
  }
}

function keepInside(event, buttons) {
  const edge = event.shiftKey ? buttons[0] : buttons.at(-1)
  if (document.activeElement !== edge) return
  event.preventDefault()
  ;(event.shiftKey ? buttons.at(-1) : buttons[0])?.focus()
}
