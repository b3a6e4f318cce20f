let timer

/** Says that something went wrong, for six seconds. @param {string} text */
export function toast(text) {
  const place = document.getElementById('toast')
  if (place === null) return
  place.textContent = text
  place.hidden = false
  clearTimeout(timer)
  timer = setTimeout(() => {
    place.hidden = true
  }, 6000)
}
