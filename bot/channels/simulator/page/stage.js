import { el } from './dom.js'
import { phoneView } from './phone-view.js'
import { changes, initialsOf, isSupplier, look, nameOf, phones, shortNameOf, unreadOf } from './store.js'
import { words } from './words.js'

// What fits beside the client's phone on a laptop without scrolling.
const DEPOTS_OPEN = 3

const narrow = matchMedia('(max-width: 720px)')
/** @type {Map<string, ReturnType<typeof phoneView>>} */
const views = new Map()
const clientSlot = el('div.slot.slot-client')
const supplierSlot = el('div.slot.slot-suppliers')
const open = { client: null, suppliers: /** @type {string[]} */ ([]), active: null }
let isSetUp = false

export const openClient = () => open.client
export const viewOf = (key) => views.get(key)

/** Brings a phone to the stage. @param {string} key */
export function show(key) {
  const phone = phones.get(key)
  if (phone === undefined) return
  if (!isSupplier(phone)) open.client = key
  else if (!open.suppliers.includes(key)) openSupplier(key)
  open.active = key
  draw()
}

/** Takes the place of a depot that has nothing to say, when all places are taken. */
function openSupplier(key) {
  const idle = open.suppliers.find((one) => phones.get(one)?.messages.length === 0)
  if (open.suppliers.length < DEPOTS_OPEN || idle === undefined) open.suppliers = [...open.suppliers, key]
  else open.suppliers = open.suppliers.map((one) => (one === idle ? key : one))
}

/** A depot that is asked comes to the stage by itself while there is an idle place. */
function bringAsked(key, fresh) {
  const phone = phones.get(key)
  if (narrow.matches || phone === undefined || !isSupplier(phone) || open.suppliers.includes(key)) return
  const hasPlace =
    open.suppliers.length < DEPOTS_OPEN || open.suppliers.some((one) => phones.get(one)?.messages.length === 0)
  if (!hasPlace || !fresh.some(({ direction }) => direction === 'out')) return
  openSupplier(key)
  draw()
}

function hide(key) {
  open.suppliers = open.suppliers.filter((one) => one !== key)
  if (open.active === key) open.active = open.client
  draw()
}

/** The phone that acts now stands out. @param {string | null} key */
export function highlight(key) {
  for (const [one, view] of views) view.frame.classList.toggle('acting', one === key)
  for (const tab of document.querySelectorAll('.tab')) tab.classList.toggle('acting', tab.dataset.key === key)
}

/** Shows the phone, puts the text on its line. */
export function fill(key, text) {
  show(key)
  const line = views.get(key)?.line
  line?.fill(text)
  line?.focus()
}

const isVisible = (key) => (narrow.matches ? open.active === key : open.client === key || open.suppliers.includes(key))

function setUp() {
  const all = [...phones.values()]
  open.client ??= all.find((phone) => !isSupplier(phone))?.key ?? null
  if (open.suppliers.length === 0)
    open.suppliers = all
      .filter(isSupplier)
      .slice(0, DEPOTS_OPEN)
      .map(({ key }) => key)
  open.active ??= open.client ?? open.suppliers[0] ?? null
  isSetUp = all.length > 0
}

function draw() {
  const stage = document.getElementById('stage')
  if (stage === null || phones.size === 0) return
  for (const key of [open.client, ...open.suppliers]) {
    const phone = phones.get(key)
    if (phone !== undefined && !views.has(key)) views.set(key, phoneView(phone, { close: () => hide(key) }))
  }
  if (!stage.contains(clientSlot)) stage.replaceChildren(clientSlot, supplierSlot)
  place(clientSlot, open.client === null ? [] : [open.client])
  place(supplierSlot, open.suppliers)
  for (const phone of phones.values()) phone.onStage = isVisible(phone.key)
  for (const [key, view] of views) view.frame.classList.toggle('active', key === open.active)
  clientSlot.classList.toggle('has-active', open.active === open.client)
  supplierSlot.classList.toggle('has-active', open.suppliers.includes(open.active))
  drawRack()
  lookAtVisible()
  changes.dispatchEvent(new Event('shown'))
}

/** Moves only what is not in its place: moving a phone would lose its scroll and focus. */
function place(slot, keys) {
  const frames = keys.flatMap((key) => views.get(key)?.frame ?? [])
  for (const child of [...slot.children]) if (!frames.includes(child)) child.remove()
  frames.forEach((frame, index) => {
    if (slot.children[index] === frame) return
    slot.insertBefore(frame, slot.children[index] ?? null)
    for (const key of keys) if (views.get(key)?.frame === frame) views.get(key)?.toEnd()
  })
}

function drawRack() {
  const rack = document.getElementById('rack')
  if (rack === null) return
  const focused = document.activeElement?.closest?.('.tab')?.dataset.key
  const acting = rack.querySelector('.tab.acting')?.dataset.key
  const all = [...phones.values()]
  rack.replaceChildren(...(narrow.matches ? [tabsByUse(all, acting)] : groups(all, acting)))
  if (focused !== undefined) rack.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus()
  if (narrow.matches)
    rack.querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}

const groups = (all, acting) => [
  group(
    words.clients,
    all.filter((phone) => !isSupplier(phone)),
    acting,
  ),
  group(words.suppliers, all.filter(isSupplier), acting),
]

/** On a small screen those of the story come first, under the thumb. */
function tabsByUse(all, acting) {
  const rank = ({ key }) => (key === open.client ? 0 : open.suppliers.includes(key) ? 1 : 2)
  const inUse = (phone) => rank(phone) === 2 && (isSupplier(phone) || unreadOf(phone) > 0 ? 0 : 1)
  const sorted = all.toSorted((one, other) => rank(one) - rank(other) || inUse(one) - inUse(other))
  return group(words.rack, sorted, acting)
}

const group = (title, members, acting) =>
  el(
    'div.rack-group',
    { role: 'group', 'aria-label': title },
    el('h2', {}, title),
    ...members.map((phone) => tab(phone, acting)),
  )

function tab(phone, acting) {
  const unread = unreadOf(phone)
  const pressed = isVisible(phone.key)
  const isToggle = !narrow.matches && pressed && isSupplier(phone)
  return el(
    `button.tab${acting === phone.key ? '.acting' : ''}`,
    {
      type: 'button',
      'data-key': phone.key,
      'aria-pressed': String(pressed),
      'aria-label': unread > 0 ? `${nameOf(phone)}, ${words.unread(unread)}` : nameOf(phone),
      title: nameOf(phone),
      onclick: () => (isToggle ? hide(phone.key) : show(phone.key)),
    },
    el(`span.avatar.${phone.channel}`, { 'aria-hidden': 'true' }, initialsOf(phone)),
    el('span.tab-name', {}, shortNameOf(phone)),
    unread > 0 && el('span.badge', {}, String(unread)),
  )
}

let looking
/** Half a second: a message is read once it was there to be seen. */
function lookAtVisible() {
  clearTimeout(looking)
  looking = setTimeout(() => {
    if (document.hidden) return
    for (const phone of phones.values()) if (isVisible(phone.key)) void look(phone.key)
  }, 500)
}

export function startStage() {
  changes.addEventListener('phones', () => {
    if (!isSetUp) setUp()
    for (const view of views.values()) view.describe()
    draw()
  })
  changes.addEventListener('messages', ({ detail }) => {
    views.get(detail.key)?.render({ isFirst: detail.first })
    bringAsked(detail.key, detail.fresh)
    drawRack()
    lookAtVisible()
  })
  changes.addEventListener('read', drawRack)
  document.addEventListener('visibilitychange', lookAtVisible)
  narrow.addEventListener('change', draw)
}
