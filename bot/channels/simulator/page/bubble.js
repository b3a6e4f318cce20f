import { el, formatted, icon, ticks } from './dom.js'
import { words } from './words.js'

const hour = new Intl.DateTimeFormat('fr-FR', { hour: '2-digit', minute: '2-digit' })
const day = new Intl.DateTimeFormat(words === undefined ? 'fr-FR' : document.documentElement.lang, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
})

/** @param {Date} at */
export function dayOf(at) {
  return at.toDateString() === new Date().toDateString() ? words.today : day.format(at)
}

/**
 * One message as its phone shows it.
 * @param {import('./api.js').Message} message
 * @param {{press: (choice: {id: string, label: string}) => void, openList: (list: object) => void, sendLocation: () => void}} actions
 */
export function bubble(message, actions) {
  const isMine = message.direction === 'in'
  const isSms = message.channel === 'sms'
  const who = el('span.sr', {}, `${isMine ? words.you : words.bot} : `)
  const meta = metaOf(message)
  const body = el('div.bubble', {}, ...contentOf(message), !isSms && meta)
  const side = isMine ? 'sent' : 'got'
  const item = el(`div.message.${side}`, { 'data-seq': String(message.seq) }, who, body, isSms && meta)
  if (!isMine && !isSms) item.append(...pressables(message, actions))
  return item
}

function contentOf(message) {
  if (message.location !== undefined) {
    return [el('img', { src: '/simulator/page/map.svg', alt: words.mapAlt, width: '320', height: '160' }), message.text]
  }
  switch (message.media) {
    case 'photo':
    case 'document':
      return [
        el('img', {
          src: `/simulator/page/${message.media}.svg`,
          alt: words[`${message.media}Alt`],
          width: '320',
          height: '200',
        }),
        message.text,
      ]
    case 'voice':
      return [el('span.voice', {}, icon('play'), el('span.wave'), el('span.sr', {}, words.voiceNote))]
    case 'sticker':
      return [el('span.sticker', { role: 'img', 'aria-label': words.sticker }, '🍻')]
    case 'contact':
      return [words.contactCard]
    default:
      return message.channel === 'sms' ? [message.text] : formatted(unbroken(message.text))
  }
}

/** Amounts as WhatsApp gets them: 85 591 F on one line. */
function unbroken(text) {
  return text.replace(/(?<=\d) (?=\d{3}\b|F\b)/g, '\u00a0')
}

function metaOf(message) {
  const time = el('time', { datetime: message.at }, hour.format(new Date(message.at)))
  if (message.channel === 'sms') {
    const count = message.segments ?? 1
    return el('span.meta', {}, time, el(count > 1 ? 'span.many' : 'span', {}, words.sms(count)))
  }
  if (message.direction === 'out') return el('span.meta', {}, time)
  return el('span.meta', {}, time, ticks(message.status, words.status[message.status] ?? message.status))
}

function pressables(message, { press, openList, sendLocation }) {
  if (message.list !== undefined) {
    return [
      el('button.press', { type: 'button', onclick: () => openList(message.list) }, icon('list'), message.list.button),
    ]
  }
  const buttons = message.choices.map((choice) =>
    el(
      'button.press',
      { type: 'button', 'data-choice': choice.id, onclick: () => press(choice) },
      icon('reply'),
      choice.label,
    ),
  )
  if (message.askLocation) {
    buttons.push(el('button.press', { type: 'button', onclick: sendLocation }, icon('pin'), words.sendLocation))
  }
  return buttons
}
