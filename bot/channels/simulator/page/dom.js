// The smallest help for building elements. Text only ever becomes text nodes: a message cannot bring markup.

/**
 * @param {string} tag name and classes: `button.press.pressed`
 * @param {Record<string, string | boolean | ((event: Event) => void)>} [attributes] `onclick` and the like are listeners
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split('.')
  const element = document.createElement(name)
  if (classes.length > 0) element.className = classes.join(' ')
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(key.slice(2), value)
    else if (value === true) element.setAttribute(key, '')
    else if (value !== false && value !== undefined) element.setAttribute(key, value)
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false))
  return element
}

const PATHS = {
  send: 'M3 20.500v-6.500l8-2-8-2V3.500l19 8.500z',
  plus: 'M11 4h2v7h7v2h-7v7h-2v-7H4v-2h7z',
  pin: 'M12 2a7 7 0 0 0-7 7c0 5.200 7 13 7 13s7-7.800 7-13a7 7 0 0 0-7-7zm0 9.500A2.500 2.500 0 1 1 12 6.500a2.500 2.500 0 0 1 0 5z',
  photo:
    'M9 4 7.200 6H4a2 2 0 0 0-2 2v10a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2V8a2 2 0 0 0-2-2h-3.200L15 4zm3 13a4.500 4.500 0 1 1 0-9 4.500 4.500 0 0 1 0 9z',
  mic: 'M12 14a3 3 0 0 0 3-3V5a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3zm5-3a5 5 0 0 1-10 0H5a7 7 0 0 0 6 6.900V21h2v-3.100A7 7 0 0 0 19 11z',
  file: 'M6 2h8l5 5v15H6zm7 1.500V8h4.500z',
  list: 'M4 6h2v2H4zm4 0h12v2H8zM4 11h2v2H4zm4 0h12v2H8zm-4 5h2v2H4zm4 0h12v2H8z',
  close:
    'M6.400 5 12 10.600 17.600 5 19 6.400 13.400 12 19 17.600 17.600 19 12 13.400 6.400 19 5 17.600 10.600 12 5 6.400z',
  reply: 'M10 8V4l-7 7 7 7v-4.100c5 0 8.500 1.600 11 5.100-1-5-4-10-11-11z',
  play: 'M7 4v16l13-8z',
}

/** @param {keyof typeof PATHS} name */
export function icon(name) {
  const svg = svgElement('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true', fill: 'currentColor' })
  svg.append(svgElement('path', { d: PATHS[name] }))
  return svg
}

/** One tick: sent. Two: delivered. Two in blue: read. @param {string} status @param {string} label */
export function ticks(status, label) {
  const svg = svgElement('svg', { viewBox: '0 0 17 11', class: `ticks ${status}`, role: 'img', 'aria-label': label })
  svg.append(svgElement('path', { d: status === 'sent' ? 'M4 6l3 3 6-7' : 'M1 6l3 3 6-7M7 8l1.500 1 6-7' }))
  return svg
}

/** @param {string} name @param {Record<string, string>} attributes */
function svgElement(name, attributes) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  return element
}

const MARKS = /\*([^*\n]+)\*|(?<![\w/])_([^_\n]+)_(?!\w)|(https?:\/\/[^\s<>"]+)/g

/** WhatsApp's *bold* and _italic_, and addresses that can be followed. @param {string} text @returns {(Node | string)[]} */
export function formatted(text) {
  const parts = []
  let from = 0
  for (const match of text.matchAll(MARKS)) {
    parts.push(text.slice(from, match.index))
    const [whole, bold, italic, address] = match
    if (bold !== undefined) parts.push(el('strong', {}, bold))
    else if (italic !== undefined) parts.push(el('em', {}, italic))
    else parts.push(el('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, address))
    from = match.index + whole.length
  }
  return [...parts, text.slice(from)]
}
