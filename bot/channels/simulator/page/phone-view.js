import { bubble, dayOf } from './bubble.js'
import { composer } from './composer.js'
import { el, icon } from './dom.js'
import { openSheet } from './list-sheet.js'
import { initialsOf, nameOf, say } from './store.js'
import { toast } from './toast.js'
import { words } from './words.js'

// Some centres of communes; who has another is in Yopougon for the demo.
const PLACES = {
  Yopougon: [5.336, -4.0899],
  Cocody: [5.3544, -3.9787],
  Marcory: [5.3027, -3.9828],
  Treichville: [5.2945, -4.0093],
  Abobo: [5.4161, -4.0159],
  Adjamé: [5.3654, -4.0236],
  Koumassi: [5.2969, -3.9449],
  Plateau: [5.3237, -4.0203],
}
const TYPING_MS = 6000

/**
 * One phone: its bar, its thread, its line to write on.
 * @param {import('./store.js').Phone} phone @param {{close: () => void}} actions
 */
export function phoneView(phone, { close }) {
  const isSms = phone.channel === 'sms'
  const title = el('h3')
  const under = el('p')
  const avatar = el(`span.avatar.${phone.channel}`, { 'aria-hidden': 'true' })
  const thread = el('div.thread', { role: 'log', 'aria-live': 'polite', tabindex: '0' })
  const typing = el('div.message.got', { hidden: true }, el('div.bubble.typing', {}, el('i'), el('i'), el('i')))
  const line = composer(phone, { send, sendLocation })
  const closer = el('button.icon-button.close', { type: 'button', onclick: close }, icon('close'))
  const frame = el(
    `article.phone.${phone.channel}`,
    { 'data-phone': phone.phone, 'data-channel': phone.channel },
    el('div.bar', {}, avatar, el('div.bar-text', {}, title, under), isSms && closer),
    thread,
    line.form,
  )
  /** @type {Map<number, {status: string, node: HTMLElement}>} */
  const shown = new Map()
  let typingTimer

  function describe() {
    const name = nameOf(phone)
    title.textContent = name
    avatar.textContent = initialsOf(phone)
    frame.setAttribute('aria-label', name)
    thread.setAttribute('aria-label', words.messagesOf(name))
    closer.setAttribute('aria-label', words.closePhone(name))
    under.textContent = [phone.role === null ? words.notRegistered : phone.zone, phone.phone]
      .filter((part) => part !== null)
      .join(' · ')
  }

  function send(what) {
    if (!isSms) showTyping(true)
    return say(phone.key, what).catch(() => {
      showTyping(false)
      if (what.text !== undefined) line.fill(what.text)
      toast(words.notSent)
    })
  }
  function sendLocation() {
    const [latitude, longitude] = PLACES[phone.zone] ?? PLACES.Yopougon
    return send({ location: { latitude, longitude, label: nameOf(phone) } })
  }
  function press(choice) {
    return send({ choice: choice.id })
  }
  function showTyping(isTyping) {
    clearTimeout(typingTimer)
    typing.hidden = !isTyping
    if (!isTyping) return
    thread.append(typing)
    toEnd()
    typingTimer = setTimeout(() => showTyping(false), TYPING_MS)
  }

  const isAtEnd = () => thread.scrollHeight - thread.scrollTop - thread.clientHeight < 80
  function toEnd() {
    thread.scrollTop = thread.scrollHeight
    wasAtEnd = true
  }

  function render({ isFirst = false } = {}) {
    const staysAtEnd = wasAtEnd || isAtEnd()
    // Old messages are not announced when the page opens.
    if (isFirst) thread.setAttribute('aria-live', 'off')
    const nodes = []
    let day = ''
    for (const message of phone.messages) {
      const today = dayOf(new Date(message.at))
      if (today !== day) nodes.push(el('div.day', {}, today))
      day = today
      const known = shown.get(message.seq)
      if (known?.status === message.status) {
        nodes.push(known.node)
        continue
      }
      const node = bubble(message, { press, sendLocation, openList: (list) => openSheet(frame, list, press) })
      if (known === undefined && !isFirst) node.classList.add('fresh')
      shown.set(message.seq, { status: message.status, node })
      nodes.push(node)
    }
    if (nodes.length === 0)
      nodes.push(el('p.nothing', {}, isSms ? words.emptySms(phone.habit?.style) : words.emptyWhatsApp))
    replaceQuietly(thread, nodes)
    if (phone.messages.at(-1)?.direction === 'out') showTyping(false)
    if (!typing.hidden) thread.append(typing)
    if (isFirst || staysAtEnd || phone.messages.at(-1)?.direction === 'in') toEnd()
    if (isFirst) requestAnimationFrame(() => thread.setAttribute('aria-live', 'polite'))
  }

  // The thread may become shorter (a keyboard, a longer hint): the last message stays in sight.
  let wasAtEnd = true
  thread.addEventListener('scroll', () => {
    wasAtEnd = isAtEnd()
  })
  new ResizeObserver(() => {
    if (wasAtEnd) toEnd()
  }).observe(thread)

  describe()
  render({ isFirst: true })
  return { frame, render, describe, line, send, press, toEnd }
}

/** Only what is new enters the document, so that a screen reader reads only that. */
function replaceQuietly(parent, nodes) {
  const wanted = new Set(nodes)
  for (const child of [...parent.childNodes]) if (!wanted.has(child) && !isSameDay(child, nodes)) child.remove()
  nodes.forEach((node, index) => {
    const current = parent.childNodes[index]
    if (current === node || (current !== undefined && isSameDay(current, [node]))) return
    parent.insertBefore(node, current ?? null)
  })
}

const isSameDay = (child, nodes) =>
  child.className === 'day' && nodes.some((node) => node.className === 'day' && node.textContent === child.textContent)
