import type { PostOffice, Spoken } from './post-office.ts'

// One bar orders, is delivered, pays in cash and rates, as real people write; the depots that are asked bid in their
// short forms, on WhatsApp, where each of them is answered: an SMS of theirs that says all is not.
// 10 messages of the bar and at least 8 of the depots for each order.

/** The evening that is played: its state is shared by bars and depots, as the street is. */
export class Evening {
  readonly post: PostOffice
  isOver = false
  orders = 0
  readonly failures: string[] = []
  /** what is said and handed over at the door, by order number */
  readonly #atTheDoor = new Map<string, { resolve: (what: string) => void; told: Promise<string> }>()

  constructor(post: PostOffice) {
    this.post = post
  }

  /** the bar tells the driver its code, or gives the money */
  give(what: 'code' | 'cash', number: string, value: string): void {
    this.#door(what, number).resolve(value)
  }

  take(what: 'code' | 'cash', number: string): Promise<string> {
    return this.#door(what, number).told
  }

  #door(what: string, number: string) {
    const key = `${what} ${number}`
    const known = this.#atTheDoor.get(key) ?? withResolvers()
    this.#atTheDoor.set(key, known)
    return known
  }
}

function withResolvers() {
  let resolve: (what: string) => void = () => {}
  const told = new Promise<string>((done) => {
    resolve = done
  })
  return { resolve, told }
}

/**
 * Bars order one after the other, so many at the same time: not all of a city orders in the same minute.
 * @param startSeconds over which they begin, so that not all of them place, choose and pay in step
 */
export async function playBars(
  evening: Evening,
  phones: readonly string[],
  { atOnce, startSeconds }: { readonly atOnce: number; readonly startSeconds: number },
): Promise<void> {
  const resting = [...phones]
  async function table(_: unknown, place: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, (place * startSeconds * 1000) / atOnce))
    for (let phone = resting.shift(); phone !== undefined && !evening.isOver; phone = resting.shift()) {
      await playOrder(evening, phone)
      resting.push(phone)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, table))
}

async function playOrder(evening: Evening, phone: string): Promise<void> {
  const { post } = evening
  const says = (text: string, expects: RegExp) => post.say(phone, 'whatsapp', text, expects)
  try {
    await says('bonsoir', /Que vous faut-il|votre panier|faire pour vous/)
    await says('2 casiers de flag et 3 petites heineken', /Flag.*Heineken/s)
    await says('ajoute 1 casier de coca', /Coca/)
    await says('oui', /Livraison/)
    const number = numberIn(await says('livraison', /Commande \d+ envoyée/))
    await post.hear(phone, new RegExp(`ommande ${number}\\D.*offre|offre.*ommande ${number}\\D`, 's'))
    await says('la moins chère', new RegExp(`choisi.*${number}`, 's'))
    const onTheRoad = await post.hear(phone, new RegExp(`ommande ${number} en route`))
    evening.give('code', number, /livraison : (\d{4})/.exec(onTheRoad.text)?.[1] ?? '')
    await post.hear(phone, new RegExp(`ommande ${number} livrée`))
    await says('tout est là', /payez-vous|Avec quoi/)
    await says('espèces', /espèces/)
    evening.give('cash', number, 'paid')
    await post.hear(phone, new RegExp(`commande ${number}.*note`, 's'))
    await says('5', /noté/)
    await says('0', /erci/)
    evening.orders += 1
  } catch (error) {
    evening.failures.push(error instanceof Error ? error.message : String(error))
  }
}

/** A depot answers whatever reaches its phone; two of three bid, so that some requests stay without an answer. */
export function playDepot(evening: Evening, phone: string, place: number): (message: Spoken) => void {
  const { post } = evening
  const says = (text: string, expects: RegExp) => post.say(phone, 'whatsapp', text, expects)

  async function bid(asked: string): Promise<void> {
    const price = 20_000 + (place % 7) * 350
    await says(`${asked} ${price} ${20 + (place % 4) * 5}`, new RegExp(asked))
  }

  async function deliver(won: string): Promise<void> {
    await says(`OUI ${won}`, new RegExp(`${won} confirm`))
    await says(`PRET ${won}`, new RegExp(`${won} pr`))
    await says(`ROUTE ${won} 20`, new RegExp(`${won} en route`))
    const code = await evening.take('code', won)
    await says(`LIVRE ${won} ${code}`, new RegExp(`${won} livr`))
    await evening.take('cash', won)
    await says(`CASH ${won}`, new RegExp(`${won}.*(espèces|payée)`))
    await says(`NOTE ${won} 5`, /note.*enregistrée|Merci/)
  }

  // News of one moment come as one message, which may ask for several.
  return ({ text }) => {
    const asked = evening.isOver || place % 3 === 2 ? [] : numbersAfter('DISTRI', text)
    const begun = [...asked.map(bid), ...numbersAfter('GAGNE', text).map(deliver)]
    Promise.all(begun).catch((error: unknown) =>
      evening.failures.push(error instanceof Error ? error.message : String(error)),
    )
  }
}

function numbersAfter(word: string, text: string): string[] {
  return [...text.matchAll(new RegExp(`${word} (\\d+)`, 'g'))].flatMap(([, number]) => number ?? [])
}

function numberIn({ text }: Spoken): string {
  return /ommande (\d+)/.exec(text)?.[1] ?? ''
}
