import { whatNext } from './seen.js'
import { highlight, show, viewOf } from './stage.js'
import { changes, phones } from './store.js'
import { toast } from './toast.js'
import { words } from './words.js'

// "Jouer pour moi": does what the guide proposes, through the same lines and buttons as a person, at a pace that can be
// followed. It knows only what the phones show.

const calm = matchMedia('(prefers-reduced-motion: reduce)')
// `/?speed=4` plays four times as fast.
const SPEED = Math.max(1, Number(new URLSearchParams(location.search).get('speed')) || 1)
const LOOK_MS = 900
const READ_MS = 1100
const LETTER_MS = 28
// Longer than a payment takes to be confirmed.
const PATIENCE_MS = 60_000

// A rating is asked for soon after the payment.
const LAST_WORD_MS = 6000

export const playerEvents = new EventTarget()
export const player = { isOn: false, isPaused: false, /** @type {number | undefined} */ since: undefined }
export const isPlaying = () => player.isOn

export function startOrPause() {
  if (!player.isOn) {
    player.isOn = true
    player.isPaused = false
    player.since = lastSeq()
    changed()
    void play()
    return
  }
  player.isPaused = !player.isPaused
  changed()
}

export function stop() {
  player.isOn = false
  player.isPaused = false
  player.since = undefined
  highlight(null)
  changed()
}

function changed() {
  playerEvents.dispatchEvent(new Event('change'))
}

const lastSeq = () => Math.max(0, ...[...phones.values()].map((phone) => phone.messages.at(-1)?.seq ?? 0))

async function play() {
  let quietSince = Date.now()
  while (player.isOn) {
    const next = player.isPaused ? null : whatNext(player.since)
    const isOver = next?.isDone === true && (!next.mayGoOn || Date.now() - quietSince > LAST_WORD_MS)
    if (isOver) break
    const act = next?.acts[0]
    if (player.isPaused || act === undefined) {
      if (player.isPaused) quietSince = Date.now()
      if (Date.now() - quietSince > PATIENCE_MS) {
        toast(words.stuck)
        break
      }
      await somethingNew(LOOK_MS)
      continue
    }
    await perform(act)
    quietSince = Date.now()
    await pause(READ_MS)
  }
  if (player.isOn) stop()
}

async function perform(act) {
  show(act.key)
  highlight(act.key)
  await pause(READ_MS)
  const view = viewOf(act.key)
  if (view === undefined || !player.isOn || player.isPaused) return
  if (act.choice !== undefined) await pressButton(view, act.choice)
  else await write(view, act.text ?? '')
}

async function pressButton(view, choice) {
  const buttons = [...view.frame.querySelectorAll(`[data-choice="${CSS.escape(choice.id)}"]`)]
  const button = buttons.at(-1) ?? [...view.frame.querySelectorAll('.press')].at(-1)
  button?.classList.add('pressed')
  await pause(500)
  await view.press(choice)
}

async function write(view, text) {
  if (!calm.matches) {
    for (let length = 1; length < text.length; length++) {
      view.line.type(text.slice(0, length))
      await pause(LETTER_MS)
    }
  }
  view.line.type(text)
  await pause(350)
  view.line.type('')
  await view.send({ text })
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms / SPEED))

/** Until a phone shows something new, that long at most. */
function somethingNew(ms) {
  return new Promise((resolve) => {
    const timer = setTimeout(end, ms)
    changes.addEventListener('messages', end)
    function end() {
      clearTimeout(timer)
      changes.removeEventListener('messages', end)
      resolve(undefined)
    }
  })
}
