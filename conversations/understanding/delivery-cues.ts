import { anyOf } from './cue-phrases.ts'

/** What clients say when goods come and are paid. Read on the respelled text. */
export const RECEIVED = anyOf(`
  (?:bien |tout |deja )?(?:recue?s?|receptionne*|received|delivered|arrived)
  got (?:it|everything|them|my)|everything (?:is )?(?:here|ok|good|fine|arrived|complete)|all (?:good|here|received)
  {courier} (?:est|vient|a|is) (?:bien )?(?:passe|venu|de|livre|decharge|depose|la|here)
  (?:c est|est|sont|il est) (?:bien )?(?:arrivee?s?|la|livree?s?|rentree?s?)
  (?:bien|tout est|tout) (?:arrivee?s?|la|bon|ok|complet|present|conforme|nickel|en ordre|livre|en place|rentre)
  tout y est|ras|rien a signaler|complete?|conforme|decharge|compte et verifie
  (?:livraison|reception|marchandises?) (?:ok|bonne|bien|faite|effectuee|recue|terminee|confirmee|complete|la)
  (?:{i}|i) (?:ai |a |avons |have )(?:tout|bien|ete livre*|recu|eu)
  vient de (?:livrer|descendre|deposer|passer|arriver)
  ^livree?s?
  livre (?:merci|ok|bien|complet)
  (?:don|has|have) (?:reach|arrive|come|land)(?:ed)?
`)

export const PAY = anyOf(`
  pa(?:ie|ye)(?:r|z|ment|ments|ons)?|pay*|paiement*|paid|reglement|regler?|reglons|regle|acquitter
  wave|orange money|om|mtn|momo|moov|flooz|cash|especes?|liquide|mobile money
  carte (?:visa|bancaire|bleue|mastercard)|visa|mastercard|virement|rib|cheques?|transfert
  a credit|sur mon compte|ardoise|avancer? (?:moi|la marchandise)|je te gere
  i sent|(?:ai|a) (?:deja )?{paid}
`)
