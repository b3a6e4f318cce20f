/** Little phrases inside orders, matched where a token begins in the respelled text. */

export type Operation = 'add' | 'remove' | 'set' | 'keep'

const at = (pattern: string) => new RegExp(`(?:${pattern})(?![a-z])`, 'y')

const COUNT_AHEAD =
  '(?= (?:c est (?:bien )?|mets |met |mettez |fais |a )?(?:\\d|une? |deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|quinze|vingt))'

/** Takes back what was said just before, whatever it was. */
export const RETRACTION = at(
  `(?:euh |heu |attends |ah |oh |no |non |mais )*(?:non(?: plutot)?|(?:no|non|nan) (?:sorry|pardon|wait|attends)|plutot|(?:je )?(?:voulais|veux) dire|i mean|i meant|(?:je |j )?(?:me suis|m etais|ai) tromp\\w*|my mistake|(?:zut|mince)(?: je voulais)?|erreur|correction|modif(?:ication)?|rectificatif|rectification|je (?:corrige|rectifie)|make that|rather|scratch that|finalement${COUNT_AHEAD})`,
)
/** May correct, may only add: "pardon, et 3 flag". */
export const FIX = at(
  `(?:euh |heu |no |non |attends |ah )?(?:pardon|disons|(?<!\\b(?:j|je|on|nous|t|vous|i|m) )attend(?:s|ez)|wait|sorry|oups|oops|en fait|(?:enfin|allez|allons|bon)${COUNT_AHEAD})`,
)
export const INSTEAD = at(
  'au lieu (?:de|des|du|d)|a la place (?:de|des|du|d)|(?:instead|in place) of|rather than|plutot que?|et non(?: pas)?|(?:et )?pas(?= (?:\\d|une? |deux|trois|quatre|cinq|six|grande|petite|les? |la ))|not(?= \\d)',
)
export const VAGUE = at(
  '(?:entre|between) \\d+ (?:et|and) \\d+|quelques?|plusieurs|un peux? (?:de|d)|une? (?:dizaine|quinzaine|vingtaine|trentaine|cinquantaine|bonne quantite)|beaucoup (?:de|d)|some|a few|few|several|assez (?:de|d)|un max (?:de|d)',
)
export const RELATIVE: ReadonlyArray<[RegExp, number]> = [
  [
    at(
      'autant(?: (?:de|d|en|pour))?|(?:pareil|idem|same|ditto)(?: (?:en|pour|de|du|for|of))?(?! (?:qu|que|comme|chose|thing|order|commande|as))|la meme (?:quantite|chose) (?:en|de|pour)|as many',
    ),
    1,
  ],
  [at('le double(?: (?:en|de|d|pour))?|deux fois plus (?:de|d|en)|twice as many'), 2],
  [at('le triple(?: (?:en|de|d|pour))?'), 3],
  [
    at(
      '(?:la )?moitie moins(?: (?:de|d|en))?|la moitie(?: (?:en|pour|de|des|du|d))(?= )|half (?:of )?(?:the )?(?=[a-z])|half as many',
    ),
    0.5,
  ],
]
export const OPERATIONS: ReadonlyArray<[Operation, RegExp]> = [
  [
    'remove',
    at(
      'enlevez?|enlever|(?:faites?|fais) sauter|(?<!(?:me|nous|te|se|les|vous) )tue[rz]?|retirez?|retirer|supprimez?|supprimer|otez?|virez?|degagez?|jetez?|jette|effacez?|(?<!(?:je|te|se|ca|va|il) )sors|sortez|coupez?|couper|remove|delete|take (?:out|off|away)|drop|skip|cut|annulez?|annuler|cancel|laissez? tomber|(?<!(?:ai|allais|avais|n|j|a|as|avez|avons|ont) )oubliez?|(?<!don t )forget|pas besoin (?:de|des|du|d)|plus besoin (?:de|des|du|d)|pas (?:de|des|du|d)|(?<!\\bpas )sans(?! (?:oublier|me|nous) )|sauf|hormis|excepte|without|except|minus|moins(?= \\d| une? )|(?:i )?don t (?:want|need)|no(?= (?!sorry|wait|make|rather)[a-z])|je (?:ne )?(?:veux|prends) (?:pas|plus) (?:de|des|du|d|les?|la)|plus de(?= [a-z])',
    ),
  ],
  ['keep', at('laissez?|gardez?|garde|keep|je garde|on garde')],
  [
    'set',
    at(
      'remplacez?|remplacer|changez?|changer|change|modifiez?|passez?(?: a)?|corrigez?|replace|swap|switch|reduis|reduisez|reduire|diminuez?|augmentez?|make it',
    ),
  ],
  [
    'add',
    at(
      'sans oublier|n oubliez? (?:pas|point)|n oublie pas|don t forget|ajoutez?|ajouter|rajoutez?|rajouter|mets|mettez|mettre|glissez?|add|throw in|envoyez?|envoie|donnez?|prends|prenez|je (?:prends|veux|voudrais)(?! dire)|include|completez?|fais entrer|encore|en plus',
    ),
  ],
]
export const BREAK_WORD = at(
  'et(?! demie?)|and|dont|avec|puis|n(?= \\d)|aussi|also|ainsi que|avec ca|ensuite|then|plus(?= (?:\\d|une? |deux|trois|quatre|cinq|six|sept|huit|dix))|with|mais|but|voila|pour(?= )',
)
