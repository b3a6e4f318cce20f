// How a bar answers what its phone shows.

const CHOOSE = /Laquelle|la prenez|Which one do you take|Which one\?|take it\?/i
const BETTER = /(?:Répondez|Repondez|Answer) (\d) (?:pour la prendre|to take)/
const METHOD =
  /payez-vous ?\?|Avec quoi ?\?|will you pay\?|to pay\. How\?|essaie autrement|Essayer autrement|another way\?/
const OWN_NUMBER = /(?:Répondez|Repondez|Answer) 1 (?:pour|for)/
const ANY_NUMBER = /votre numéro|votre numero|your .* number\?/
const RATE = /de 1 .*à 5|de 1 .*a 5|from 1 .*to 5|chiffre de 1|digit from 1/
const COMMENT = /Un mot à ajouter|Un mot a ajouter|Anything to add/
const HOW_MANY = /combien de|how many/i

const HOME = /Que vous faut-il|What do you need|Que puis-je faire|What can I do/

const GOOD =
  /^demander les offres|^ask for offers|^livrer maintenant|^deliver now|^oui|^yes|confirm|^tout est l|^all received|^payer|^pay\b/i
// Ways out of the story: fine for a person, never pressed by the player.
const ASIDE =
  /annul|cancel|aide|help|agent|person|modif|chang|vider|empty|ajout|\badd\b|plus tard|later|suivre|track|catalogue|autre|other|probl|attendre|wait|loin|further|retour|back|chercher|pick|panier|cart|sans|without|^non|^no\b|relancer|again/i
const SEE_OFFERS = /^voir les offres|^see the offers/i
const OPERATOR = /orange|mtn|moov|wave/i

/**
 * @param {string} key @param {import('./api.js').Message[]} thread
 * @returns {null | 'waiting' | {hint: string, act: import('./story.js').Act}} null: the phone asks for nothing
 */
export function clientAnswer(key, thread) {
  const last = thread.at(-1)
  if (last === undefined) return null
  if (last.direction === 'in') return 'waiting'
  const { text } = last
  const options = optionsOf(last)
  const press = (hint, option, typed) => ({ hint, act: { key, ...(option ?? { text: typed }) } })
  if (CHOOSE.test(text))
    return press(
      'choose',
      options.find(({ label }) => !ASIDE.test(label)),
      '1',
    )
  const better = BETTER.exec(text)
  if (better !== null) return press('choose', undefined, better[1])
  if (OWN_NUMBER.test(text)) return press('pay', undefined, '1')
  if (METHOD.test(text))
    return press(
      'pay',
      options.find(({ label }) => OPERATOR.test(label)),
      'orange',
    )
  if (ANY_NUMBER.test(text) && /MoMo|Money|Wave|Moov|Orange/.test(text)) return press('pay', undefined, '0707070707')
  if (COMMENT.test(text)) return press('rate', undefined, 'très rapide')
  if (RATE.test(text))
    return press(
      'rate',
      options.find(({ label }) => label.startsWith('5')),
      '5',
    )
  const seeOffers = options.find(({ label }) => SEE_OFFERS.test(label))
  if (seeOffers !== undefined) return press('choose', seeOffers)
  const good = options.find(({ label }) => GOOD.test(label))
  if (good === undefined && HOME.test(text)) return null
  const option = good ?? options.find(({ label }) => !ASIDE.test(label))
  if (option !== undefined) return press('confirm', option)
  return HOW_MANY.test(text) ? press('confirm', undefined, '2') : null
}

/** Buttons and rows; where there are none, the numbered lines of the text, answered by their digit. */
function optionsOf({ choices, text }) {
  if (choices.length > 0) return choices.map((choice) => ({ label: choice.label, choice }))
  return [...text.matchAll(/^(\d{1,2})[.)]? (.+)$/gm)].map(([, digit, label]) => ({ label, text: digit }))
}
