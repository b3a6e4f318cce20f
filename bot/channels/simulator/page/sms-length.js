// Counts what is being typed; what was sent is counted by the server.
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const TWICE = '\f^{}\\[~]|€'

/** @param {string} text @returns {{used: number, room: number, segments: number}} */
export function smsLength(text) {
  const isGsm7 = [...text].every((character) => BASIC.includes(character) || TWICE.includes(character))
  const used = isGsm7 ? [...text].reduce((sum, c) => sum + (TWICE.includes(c) ? 2 : 1), 0) : text.length
  const [one, several] = isGsm7 ? [160, 153] : [70, 67]
  if (used <= one) return { used, room: one, segments: used === 0 ? 0 : 1 }
  const segments = Math.ceil(used / several)
  return { used, room: segments * several, segments }
}
