/** @typedef {{id: string, label: string}} Choice */
/** @typedef {{seq: number, direction: 'in' | 'out', channel: 'whatsapp' | 'sms', text: string, choices: Choice[], at: string, status: string, list?: {button: string, rows: {id: string, title: string, description?: string}[]}, askLocation?: boolean, segments?: number, media?: string, location?: {latitude: number, longitude: number}}} Message */
/** @typedef {{phone: string, channel: 'whatsapp' | 'sms', name: string | null, role: 'client' | 'supplier' | null, zone: string | null, habit: {priceFactor: number, delayMinutes: number, style: string} | null, unread: number, lastSeq: number}} PhoneInfo */

/** @returns {Promise<PhoneInfo[]>} */
export async function fetchPhones() {
  return (await getJson('/simulator/phones')).phones
}

/** @param {{phone: string, channel: string}} of @param {number} after @returns {Promise<Message[]>} */
export async function fetchMessages({ phone, channel }, after) {
  const query = new URLSearchParams({ contact: phone, channel, after: String(after) })
  return (await getJson(`/simulator/messages?${query}`)).messages
}

/** @param {{phone: string, channel: string}} from @param {{text?: string, choice?: string, location?: object, media?: object}} what */
export async function sendMessage({ phone, channel }, what) {
  await postJson('/simulator/messages', {
    channel,
    from: phone,
    id: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`,
    ...what,
  })
}

/** @param {{phone: string, channel: string}} of @param {number} upTo */
export async function markRead({ phone, channel }, upTo) {
  await postJson('/simulator/read', { contact: phone, channel, upTo })
}

/** @param {string} url */
async function getJson(url) {
  const response = await fetch(url, { headers: { accept: 'application/json' } })
  if (!response.ok) throw new Error(`${url}: ${response.status}`)
  return response.json()
}

/** @param {string} url @param {object} body */
async function postJson(url, body) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error((await response.json().catch(() => ({}))).detail ?? `${url}: ${response.status}`)
}
