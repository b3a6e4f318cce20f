import { changes, keyOf, phones, refreshMessages, refreshPhones } from './store.js'

const POLL_MS = 2000
// Ticks change without a new message.
const REFRESH_MS = 10_000

/** Keeps the phones up to date: events from the server, and while those fail, a question every two seconds. */
export function goLive() {
  let isLive = false
  const events = new EventSource('/simulator/events')
  events.addEventListener('ready', () => {
    setLive(true)
    void refreshAll()
  })
  events.addEventListener('message', (event) => {
    const { phone, channel, seq } = JSON.parse(event.data)
    void refreshOne(keyOf({ phone, channel }), seq)
  })
  events.addEventListener('error', () => setLive(false))
  setInterval(() => {
    if (!isLive) void refreshAll()
  }, POLL_MS)
  setInterval(() => {
    if (!document.hidden)
      for (const phone of phones.values()) if (phone.onStage) void refreshMessages(phone.key).catch(() => {})
  }, REFRESH_MS)
  void refreshAll()

  function setLive(value) {
    isLive = value
    changes.dispatchEvent(new CustomEvent('live', { detail: value }))
  }
}

async function refreshOne(key, seq) {
  try {
    if (!phones.has(key)) await refreshPhones()
    await refreshMessages(key, seq)
    // A registration gives a phone its name and role.
    if (phones.get(key)?.role === null) await refreshPhones()
  } catch {
    // the next event, or the next refresh, reads it
  }
}

let refreshing = false
async function refreshAll() {
  if (refreshing) return
  refreshing = true
  try {
    await refreshPhones()
    for (const phone of [...phones.values()]) {
      const last = phone.messages.at(-1)?.seq ?? 0
      if (!phone.loaded || phone.lastSeq > last) await refreshMessages(phone.key)
    }
    changes.dispatchEvent(new CustomEvent('reached', { detail: true }))
  } catch {
    changes.dispatchEvent(new CustomEvent('reached', { detail: false }))
  } finally {
    refreshing = false
  }
}
