// How depots answer what their phones show.

// Who is not of the demo bids like this.
const USUAL = { priceFactor: 1, delayMinutes: 40, style: '' }

const literally = (text) => text.replaceAll(/\W/g, '\\$&')

/**
 * @param {import('./story.js').Seen[]} depots @param {string} number @param {number} total in francs
 * @returns {{asked: number, answered: number, bids: import('./story.js').Act[]}}
 */
export function depotsToBid(depots, number, total) {
  const request = new RegExp(`^DISTRI ${literally(number)}\\b`)
  const asked = depots.flatMap((depot) => {
    const seq = depot.messages.find((message) => message.direction === 'out' && request.test(message.text))?.seq
    return seq === undefined ? [] : [{ depot, after: depot.messages.filter((message) => message.seq > seq) }]
  })
  const isTaken = new RegExp(`(?:offre|offer) ${literally(number)}:`, 'i')
  // By SMS no answer means that the offer was taken.
  const waiting = asked.filter(
    ({ after }) =>
      after.at(-1)?.direction !== 'in' &&
      !after.some(({ direction, text }) => direction === 'out' && isTaken.test(text)),
  )
  const bids = waiting.flatMap(({ depot, after }) => {
    const tries = after.filter(({ direction }) => direction === 'in').length
    if (tries > 2) return []
    if (/OUI (?:pour envoyer|to send)/.test(after.at(-1)?.text ?? '')) return [{ key: depot.key, text: 'OUI' }]
    const habit = depot.habit ?? USUAL
    // Who was not understood writes it plainly.
    return [{ key: depot.key, text: bid(tries === 0 ? habit : { ...habit, style: '' }, number, total) }]
  })
  return { asked: asked.length, answered: asked.length - waiting.length, bids }
}

/** An offer as this depot writes it. What leaves goods out, or the number, would not be the same story. */
function bid({ priceFactor, delayMinutes, style }, number, total) {
  const price = Math.round((total * priceFactor) / 100) * 100
  if (style.startsWith('OUI')) return `OUI ${number}`
  if (!style.includes('1042') || style.includes('SANS')) return `${number} ${price} ${delayMinutes}`
  const [before, after] = style.split('1042')
  const separator = /\d{2}([. ])\d{3}/.exec(after)?.[1] ?? ''
  const written = String(price).replace(/\B(?=(\d{3})+$)/g, separator)
  return `${before}${number}${after.replace(/\d{2}[. ]?\d{3}/, written)}`
}

/**
 * The next word of the depot that won, or null while nobody has. An empty list: wait.
 * @param {import('./story.js').Seen[]} depots @param {string} number @param {string | null} code what the client's phone shows
 * @returns {import('./story.js').Act[] | null}
 */
export function depotDelivery(depots, number, code) {
  const won = new RegExp(`^(?:GAGNE|WON) ${literally(number)}\\b`)
  const lost = new RegExp(`^${literally(number)}(?: ANNULEE| CANCELLED|: pas de r|: no answer)`)
  for (const depot of depots) {
    const winning = depot.messages.findLast((message) => message.direction === 'out' && won.test(message.text))
    if (winning === undefined) continue
    const after = depot.messages.filter(({ seq }) => seq > winning.seq)
    if (after.some((message) => message.direction === 'out' && lost.test(message.text))) continue
    return nextWord(depot.key, after, number, code)
  }
  return null
}

function nextWord(key, after, number, code) {
  const said = (word) =>
    after.some(({ direction, text }) => direction === 'in' && new RegExp(`^${word}\\b`, 'i').test(text))
  // The client has a code once the goods are on the road, in whatever words the depot said so.
  const hasLeft = said('ROUTE') || code !== null
  if (!said('OUI') && !said('PRET') && !hasLeft) return [{ key, text: `OUI ${number}` }]
  if (!said('PRET') && !hasLeft) return [{ key, text: `PRET ${number}` }]
  if (!hasLeft) return [{ key, text: `ROUTE ${number} 15` }]
  return code === null || said(`LIVRE ${number} ${code}`) ? [] : [{ key, text: `LIVRE ${number} ${code}` }]
}
