import { el } from './dom.js'
import { startGuide } from './guide.js'
import { goLive } from './live.js'
import { openNewNumber } from './new-number.js'
import { isPlaying, player, playerEvents, startOrPause, stop } from './player.js'
import { startStage } from './stage.js'
import { changes, phones } from './store.js'
import { language, switchLanguage, translatePage, words } from './words.js'

translatePage()
startStage()
startGuide()
startButtons()
startLiveSign()
goLive()

function startButtons() {
  const other = document.getElementById('language')
  if (other !== null) {
    other.textContent = language === 'en' ? 'FR' : 'EN'
    other.lang = language === 'en' ? 'fr' : 'en'
    other.setAttribute('aria-label', language === 'en' ? 'Français' : 'English')
    other.addEventListener('click', switchLanguage)
  }
  document.getElementById('new-number')?.addEventListener('click', openNewNumber)
  const play = document.getElementById('play')
  if (play === null) return
  const halt = el('button.ghost', { type: 'button', id: 'stop', hidden: true, onclick: stop }, words.stop)
  play.before(halt)
  play.addEventListener('click', startOrPause)
  const draw = () => {
    play.textContent = !isPlaying() ? `▶ ${words.play}` : player.isPaused ? `▶ ${words.resume}` : `❚❚ ${words.pause}`
    halt.hidden = !isPlaying()
  }
  playerEvents.addEventListener('change', draw)
  draw()
}

function startLiveSign() {
  const sign = document.getElementById('live')
  const loading = document.getElementById('loading')
  if (sign === null || loading === null) return
  sign.textContent = words.polling
  changes.addEventListener('live', ({ detail }) => {
    sign.textContent = detail ? words.live : words.polling
    sign.classList.toggle('on', detail)
  })
  changes.addEventListener('reached', ({ detail }) => {
    if (!loading.isConnected) return
    loading.textContent = detail ? (phones.size === 0 ? words.noPhones : words.loading) : words.unreachable
  })
}
