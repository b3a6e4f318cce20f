// What the simulated people write. They answer what their screen shows, so that the load is whole orders: carts, offers,
// choices, deliveries, payments. No state is kept here: after a kill they go on with what they see.

export interface Person {
  readonly phone: string
  readonly channel: 'whatsapp' | 'sms'
  /** the next thing to write, after the texts that came since the last one */
  next(shown: readonly string[]): string
}

type Random = () => number

const pick = (random: Random, words: readonly string[]): string => words[Math.floor(random() * words.length)] ?? ''

const CLIENT_ANSWERS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/Laquelle prenez-vous|Vous la prenez|Répondez \d pour la prendre/, ['1', 'la moins chère']],
  [/Écrivez OFFRES/, ['offres']],
  [/Comment faire \?/, ['1']],
  [/Je demande les offres/, ['ok']],
  [/Code de livraison/, ['bien reçu']],
  [/Comment payez-vous|Avec quoi/, ['cash', 'cash', 'wave']],
  [/Quel numéro/, ['1']],
  [/quelle note/, ['5']],
  [/Un mot à ajouter/, ['0']],
  [/Annuler la commande/, ['non']],
  // One order at a time: it is waited for.
  [/envoyée à|consultés|encore confirmer|confirme la|prête chez|en préparation|au livreur|Validez/, ['?']],
]
const CLIENT_IDEAS = ['5 casiers de flag 65', '3 casiers heineken 33', '2 packs awa 1.5']

export function client(phone: string, random: Random): Person {
  return {
    phone,
    channel: 'whatsapp',
    next(shown) {
      for (const text of shown.toReversed()) {
        const answers = CLIENT_ANSWERS.find(([pattern]) => pattern.test(text))?.[1]
        if (answers !== undefined) return pick(random, answers)
      }
      return pick(random, shown.length === 0 ? ['?', 'bonsoir'] : CLIENT_IDEAS)
    },
  }
}

const SUPPLIER_ANSWERS: readonly (readonly [RegExp, (number: string, random: Random) => readonly string[]])[] = [
  [/^DISTRI (\d+)/, (number, random) => [`${number} ${30 + Math.floor(random() * 60)}000 30`]],
  // The steps are not answered by SMS: a depot writes them one after the other.
  [/^GAGNE (\d+)/, (number) => [`OUI ${number}`, `PRET ${number}`, `ROUTE ${number} 20`]],
  [/CASH (\d+)/, (number) => [`CASH ${number}`]],
]

/**
 * @param firstProbe with nothing to do it bids on orders that do not exist, each number once: the answer names the number,
 * so exactly one answer to each can be counted
 */
export function supplier(phone: string, firstProbe: number, random: Random): Person & { probes(): readonly string[] } {
  const waiting: string[] = []
  const probes: string[] = []
  return {
    phone,
    channel: 'sms',
    probes: () => probes,
    next(shown) {
      for (const text of shown) {
        for (const [pattern, answer] of SUPPLIER_ANSWERS) {
          const number = pattern.exec(text)?.[1]
          if (number !== undefined) waiting.push(...answer(number, random))
        }
      }
      const answer = waiting.shift()
      if (answer !== undefined) return answer
      const probe = String(firstProbe + probes.length)
      probes.push(probe)
      return `${probe} 85000 30`
    },
  }
}

const STRANGER_WORDS = ['bonsoir', 'c’est qui ?', 'je veux commander', '2 flag', 'aide']

/** Nobody knows them yet: they get the registration, whatever they write. */
export function stranger(phone: string, random: Random): Person {
  return { phone, channel: 'whatsapp', next: () => pick(random, STRANGER_WORDS) }
}

/** A sequence that a seed repeats (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
