import { fetchMessages, fetchPhones, markRead, sendMessage } from './api.js'

/** @typedef {import('./api.js').PhoneInfo & {key: string, messages: import('./api.js').Message[], loaded: boolean, readUpTo: number}} Phone */

/** @type {Map<string, Phone>} */
export const phones = new Map()
/** `phones`: the set has changed. `messages`: detail {key, fresh} what one phone newly shows. */
export const changes = new EventTarget()

// A message may show up after others with a higher seq (it was sent later): so many back are read again.
const OVERLAP = 40

export const keyOf = ({ phone, channel }) => `${channel}:${phone}`
export const nameOf = (phone) => phone.name ?? phone.phone
/** Who has not registered plays at the client's place, unless it is an SMS phone: most depots are. */
export const isSupplier = (phone) => (phone.role === null ? phone.channel === 'sms' : phone.role === 'supplier')
export const unreadOf = (phone) =>
  phone.loaded
    ? phone.messages.filter((m) => m.direction === 'out' && m.status !== 'read' && m.seq > phone.readUpTo).length
    : phone.unread
// What half of them are called: it says nothing on a small button.
const COMMON = /^(?:maquis|bar|restaurant|dépôt|cave|chez|le|la|les|du|des|de)\s+/i
/** @param {Phone} phone */
export function shortNameOf(phone) {
  let name = nameOf(phone)
  while (COMMON.test(name)) name = name.replace(COMMON, '')
  return name
}
/** @param {Phone} phone */
export function initialsOf(phone) {
  if (phone.name === null) return phone.phone.slice(-2)
  const [one = '', other = ''] = shortNameOf(phone).split(/[\s'’-]+/)
  return (other === '' ? one.slice(0, 2) : one.charAt(0) + other.charAt(0)).toUpperCase()
}

export async function refreshPhones() {
  for (const info of await fetchPhones()) {
    const key = keyOf(info)
    const known = phones.get(key)
    if (known === undefined) phones.set(key, { ...info, key, messages: [], loaded: false, readUpTo: 0 })
    else Object.assign(known, info)
  }
  changes.dispatchEvent(new Event('phones'))
}

/** A phone nobody has heard of yet; the server learns of it with its first message. */
export function addPhone(phone, channel) {
  const key = keyOf({ phone, channel })
  if (!phones.has(key)) {
    const nothing = { name: null, role: null, zone: null, habit: null, unread: 0, lastSeq: 0 }
    phones.set(key, { phone, channel, ...nothing, key, messages: [], loaded: true, readUpTo: 0 })
    changes.dispatchEvent(new Event('phones'))
  }
  return key
}

/** @type {Map<string, {again: boolean, done: Promise<void>}>} */
const refreshing = new Map()

/** Reads what is new on one phone. Asked again while it runs, it runs once more after. @param {string} key */
export function refreshMessages(key, from = Number.POSITIVE_INFINITY) {
  const running = refreshing.get(key)
  if (running !== undefined) {
    running.again = true
    return running.done
  }
  const run = { again: false, done: Promise.resolve() }
  refreshing.set(key, run)
  run.done = (async () => {
    try {
      do {
        run.again = false
        await readNew(key, from)
      } while (run.again)
    } finally {
      refreshing.delete(key)
    }
  })()
  return run.done
}

async function readNew(key, from) {
  const phone = phones.get(key)
  if (phone === undefined) return
  const last = phone.messages.at(-1)?.seq ?? 0
  let after = phone.loaded ? Math.max(0, Math.min(last - OVERLAP, from - 1)) : 0
  for (;;) {
    const page = await fetchMessages(phone, after)
    merge(phone, page)
    if (page.length < 500) break
    after = page.at(-1).seq
  }
}

function merge(phone, page) {
  const bySeq = new Map(phone.messages.map((message) => [message.seq, message]))
  const fresh = page.filter(({ seq }) => !bySeq.has(seq))
  const changed = page.some((message) => bySeq.get(message.seq)?.status !== message.status)
  for (const message of page) bySeq.set(message.seq, message)
  phone.messages = [...bySeq.values()].sort((one, other) => one.seq - other.seq)
  const first = !phone.loaded
  phone.loaded = true
  if (first || changed) changes.dispatchEvent(new CustomEvent('messages', { detail: { key: phone.key, fresh, first } }))
}

/** @param {string} key @param {Parameters<typeof sendMessage>[1]} what */
export async function say(key, what) {
  const phone = phones.get(key)
  if (phone === undefined) return
  await sendMessage(phone, what)
  changes.dispatchEvent(new CustomEvent('said', { detail: { key } }))
  await refreshMessages(key)
}

/** Who looks at a phone reads what it shows. @param {string} key */
export async function look(key) {
  const phone = phones.get(key)
  const last = phone?.messages.findLast((message) => message.direction === 'out' && message.status !== 'read')
  if (phone === undefined || last === undefined || last.seq <= phone.readUpTo) return
  phone.readUpTo = last.seq
  changes.dispatchEvent(new CustomEvent('read', { detail: { key } }))
  await markRead(phone, last.seq).catch(() => {})
}
