import { anyOf } from './cue-phrases.ts'
import type { PaymentMethod } from './types.ts'

const METHODS: ReadonlyArray<[PaymentMethod, RegExp]> = [
  ['wave', anyOf('wave?|ouave')],
  ['orange_money', anyOf('orange|om|o money')],
  ['mtn_momo', anyOf('mtn|momo')],
  ['moov_money', anyOf('moov?|flooz')],
  ['card', anyOf('carte|visa|mastercard|card|tpe')],
  ['bank_transfer', anyOf('virement|rib|bank|banque|transfer|cheques?')],
  [
    'credit',
    anyOf(`
      credit|sur mon compte|ardoise|fin d[eu] mois|dette|avancer? moi|je te gere|pay later
      (?:pay|regl|sold)* (?:\\w+ ){0,2}(?:plus tard|apres|demain|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|la semaine|le mois|au mois|fin de|quand j|next week|tomorrow|later)
    `),
  ],
  [
    'cash',
    anyOf(`
      cash|especes?|liquide|en main|billets?|notes and coins|on delivery
      (?:a|lors de|when|quand|au) (?:la |le |it |il )?(?:livraison|arrive|gets|arrives|vient|livreur)
      (?:quand|when) (?:le livreur|the driver) (?:arrive|vient|comes)
    `),
  ],
]

const REFUSED = /\b(?:no |pas (?:de |par )?|sans )(?:cash|wave|om|orange|mtn|momo|moov|carte|especes?)\b/g

/** The means of payment named, null when none is. */
export function paymentMethod(plain: string): PaymentMethod | null {
  const said = plain.replace(REFUSED, ' ')
  return METHODS.find(([, pattern]) => pattern.test(said))?.[0] ?? null
}
