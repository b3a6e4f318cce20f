import { el } from './dom.js'
import { isPlaying, player, playerEvents } from './player.js'
import { whatNext } from './seen.js'
import { fill, openClient, viewOf } from './stage.js'
import { changes, nameOf, phones } from './store.js'
import { STEP } from './story.js'
import { words } from './words.js'

const CHIPS = 3

/** The strip under the header: where the story is, and what could be typed next. */
export function startGuide() {
  const place = document.getElementById('guide')
  if (place === null) return
  const steps = el('ol.steps', {})
  const title = el('h2', { id: 'guide-title' })
  const text = el('p')
  // What is said here changes with each message: announced politely, once.
  const told = el('div.guide-text', { 'aria-live': 'polite' }, title, text)
  const chips = el('div.chips', { role: 'group', 'aria-label': words.guide })
  place.append(steps, told, chips)
  let before = ''

  function draw() {
    const next = whatNext(player.since)
    if (next === null) return
    const state = JSON.stringify([next, isPlaying(), player.isPaused, phones.size])
    if (state === before) return
    before = state
    drawSteps(next.step)
    const [head, body] = words.hints[next.hint]
    if (title.textContent !== head) title.textContent = head
    text.textContent = body
    title.classList.toggle('waiting', next.isWaiting)
    chips.replaceChildren(...(isPlaying() ? [] : chipsFor(next)))
  }
  function drawSteps(step) {
    steps.setAttribute('aria-label', words.step(Math.min(step + 1, words.steps.length), words.steps.length))
    steps.replaceChildren(
      ...words.steps.map((name, index) =>
        el(
          index < step ? 'li.done' : 'li',
          { title: name, ...(index === step ? { 'aria-current': 'step' } : {}) },
          String(index + 1),
          el('span.sr', {}, ` ${name}`),
        ),
      ),
    )
  }
  for (const event of ['messages', 'phones', 'shown']) changes.addEventListener(event, draw)
  playerEvents.addEventListener('change', draw)
}

function chipsFor(next) {
  const acts =
    next.step === STEP.done ? words.extras.done.map((text) => ({ key: openClient() ?? '', text })) : next.acts
  return acts
    .slice(0, CHIPS)
    .map((act, index) => chip(act, { isQuiet: index > 0, isNamed: act.key !== acts[index - 1]?.key }))
}

/** A text goes on the phone's line, to be sent by hand; a button is pressed at once. */
function chip(act, { isQuiet, isNamed }) {
  const phone = phones.get(act.key)
  return el(
    `button.chip${isQuiet ? '.quiet' : ''}`,
    {
      type: 'button',
      onclick: () => {
        if (act.choice === undefined) return fill(act.key, act.text ?? '')
        void viewOf(act.key)?.press(act.choice)
      },
    },
    el(isNamed ? 'span.who' : 'span.sr', {}, phone === undefined ? '' : nameOf(phone)),
    el('span.what', {}, act.choice?.label ?? act.text ?? ''),
  )
}
