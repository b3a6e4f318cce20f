import { describe, expect, it } from 'vitest'
import { normalise } from '../../../conversations/understanding/normalise.ts'
import { understand } from '../../../conversations/understanding/understand.ts'
import { readUnit } from '../../../conversations/understanding/units.ts'
import { isCommonWord } from '../../../conversations/understanding/vocabulary.ts'
import { type GoldMessage, sameMeaning } from '../../../ops/understand-judging.ts'
import { type Prediction, predictionOf, situationOf } from '../../../ops/understand-labels.ts'
import { labelledFiles } from '../../../ops/understand-messages.ts'
import { client, goods, knowledge } from './situations.ts'

// Every name of five letters or more in every labelled order, with one slip of the thumb in it: the same lines are read, or it
// is asked. Another product, or an order that forgets a line, is the depot's telephone.

const AZERTY: Readonly<Record<string, string>> = {
  ...{
    a: 'zq',
    z: 'aes',
    e: 'zrd',
    r: 'etf',
    t: 'ryg',
    y: 'tuh',
    u: 'yij',
    i: 'uok',
    o: 'ipl',
    p: 'om',
    q: 'asw',
    s: 'qdz',
  },
  ...{
    d: 'sfe',
    f: 'dgr',
    g: 'fht',
    h: 'gjy',
    j: 'hku',
    k: 'jli',
    l: 'kmo',
    m: 'lp',
    w: 'xq',
    x: 'wcs',
    c: 'xvd',
    v: 'cbf',
  },
  ...{ b: 'vng', n: 'bhj' },
}
const VOWELS = 'aeiou'

type Slip = (word: string, random: (below: number) => number) => string

const SLIPS: Readonly<Record<string, Slip>> = {
  'a letter twice': (word, random) => {
    const at = 1 + random(word.length - 1)
    return word.slice(0, at) + word.charAt(at - 1) + word.slice(at)
  },
  'a letter left out': (word, random) => {
    const at = 1 + random(word.length - 1)
    return word.slice(0, at) + word.slice(at + 1)
  },
  'two letters turned round': (word, random) => {
    const at = 1 + random(word.length - 2)
    return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2)
  },
  'another vowel': (word, random) => {
    const places = [...word].flatMap((letter, at) => (at > 0 && VOWELS.includes(letter) ? [at] : []))
    const at = places[random(places.length)] ?? 0
    const others = VOWELS.replace(word.charAt(at), '')
    return word.slice(0, at) + others.charAt(random(others.length)) + word.slice(at + 1)
  },
  'the key beside': (word, random) => {
    const at = 1 + random(word.length - 1)
    const keys = AZERTY[word.charAt(at)] ?? word.charAt(at)
    return word.slice(0, at) + keys.charAt(random(keys.length)) + word.slice(at + 1)
  },
}

const { aliasWords, units } = knowledge.catalogue
const isName = (word: string) =>
  aliasWords.has(word) &&
  !isCommonWord(word) &&
  // A number and a size, in names too: another number is another order, whatever it was written for.
  !/^(?:trente|litre)$/.test(word) &&
  readUnit({ key: word.replace(/s$/, ''), text: word, number: null, start: 0, end: 0, glued: false }, units) === null

const predict = (message: GoldMessage, text: string) =>
  predictionOf(message.id, understand(text, situationOf(message), knowledge))
const keys = ({ items }: Prediction) => items.map((item) => `${item.quantity} ${item.packaging} ${item.product}`)

type Outcome = 'same' | 'asked' | 'wrong'

function outcomeOf(before: Prediction, after: Prediction): Outcome {
  if (sameMeaning(before, after)) return 'same'
  const wanted = new Set(keys(before))
  return after.clarify && keys(after).every((key) => wanted.has(key)) ? 'asked' : 'wrong'
}

/** The same slips at every run. */
function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((state / 4_294_967_296) * below)
  }
}

const orders = labelledFiles()
  .flatMap(({ messages }) => messages)
  .filter(({ intent, items, clarify }) => (intent === 'order' || intent === 'cart_add') && items.length > 0 && !clarify)

describe('a slip of the thumb in a name', () => {
  it.each(Object.entries(SLIPS))('gives the same lines, or is asked about: %s', (_, slip) => {
    const random = dice(20_261_120)
    const outcomes: Record<Outcome, string[]> = { same: [], asked: [], wrong: [] }
    for (const message of orders) {
      const text = normalise(message.text)
      const before = predict(message, text)
      for (const word of new Set((text.match(/[a-z]{5,}/g) ?? []).filter(isName))) {
        const slipped = slip(word, random)
        if (slipped === word || aliasWords.has(slipped)) continue
        const changed = text.replace(new RegExp(`\\b${word}\\b`), slipped)
        outcomes[outcomeOf(before, predict(message, changed))].push(changed)
      }
    }
    const all = outcomes.same.length + outcomes.asked.length + outcomes.wrong.length
    expect(all).toBeGreaterThan(900)
    expect(outcomes.same.length / all).toBeGreaterThan(0.97)
    expect(outcomes.wrong.slice(Math.floor(all / 66))).toEqual([])
  })
})

describe('what is near to two names, or stands behind one', () => {
  it('two letters turned round come before another letter', () =>
    expect(goods(client('4 casiers de ivorie'))).toEqual(['4 casier ivoire-60cl']))
  it('the second word of a name is read behind the first', () => {
    expect(goods(client('3 ivoire balck et 2 ivoire'))).toEqual(['2 casier ivoire-60cl', '3 casier ivoire-black-60cl'])
    expect(goods(client('2 black lable'))).toEqual(['2 bouteille johnnie-walker-black-70cl'])
  })
  it('a counted name that nobody knows is asked about beside others', () => {
    const read = client('flag = 4, gbonh = 3, malta = 1')
    expect(goods(read)).toEqual(['1 casier malta-guinness-33cl', '4 casier flag-65cl'])
    expect(read.clarifications).toMatchObject([{ text: 'gbonh', quantity: 3, reason: 'not_in_catalogue' }])
  })
  it('a number misspelt is that number before what it counts', () =>
    expect(goods(client('trentte deux casiers de bock, qautre castel'))).toEqual([
      '32 casier bock-65cl',
      '4 casier castel-65cl',
    ]))
  it('a word of four letters is a name only among goods', () => {
    expect(goods(client('3 fata et 2 flga'))).toEqual(['2 casier flag-65cl', '3 casier fanta-orange-30cl'])
    expect(client('la fata du quartier').intent).toBe('unknown')
  })
})
