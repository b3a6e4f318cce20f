import type { PostOffice, Spoken } from './post-office.ts'

// One bar orders, is delivered, pays in cash and rates, as real people write; the depots that are asked bid by SMS.
// 8 messages of the bar and at least 8 of the depots for each order.

/** The evening that is played: its state is shared by bars and depots, as the street is. */
export class Evening {
  readonly post: PostOffice
  isOver = false
  orders = 0
  readonly failures: string[] = []
  readonly #codes = new Map<string, { resolve: (code: string) => void; code: Promise<string> }>()

  constructor(post: PostOffice) {
    this.post = post
  }

  /** the delivery code goes from the bar to the driver by mouth */
  tellCode(number: string, code: string): void {
    this.#code(number).resolve(code)
  }

  hearCode(number: string): Promise<string> {
    return this.#code(number).code
  }

  #code(number: string) {
    const known = this.#codes.get(number) ?? withResolvers()
    this.#codes.set(number, known)
    return known
  }
}

function withResolvers() {
  let resolve: (code: string) => void = () => {}
  const code = new Promise<string>((done) => {
    resolve = done
  })
  return { resolve, code }
}

/** A bar, order after order until the evening is over. */
export async function playBar(evening: Evening, phone: string): Promise<void> {
  const { post } = evening
  const says = (text: string, expects: RegExp) => post.say(phone, 'whatsapp', text, expects)
  try {
    while (!evening.isOver) {
      await says('bonsoir', /Que vous faut-il|votre panier|faire pour vous/)
      await says('2 casiers de flag et 3 petites heineken', /Flag.*Heineken/s)
      await says('ajoute 1 casier de coca', /Coca/)
      await says('oui', /Livraison/)
      const number = numberIn(await says('livraison', /Commande \d+ envoyée/))
      await post.hear(phone, new RegExp(`ommande ${number}\\D.*offre|offre.*ommande ${number}\\D`, 's'))
      await says('la moins chère', new RegExp(`choisi.*${number}`, 's'))
      const onTheRoad = await post.hear(phone, new RegExp(`ommande ${number} en route`))
      evening.tellCode(number, /livraison : (\d{4})/.exec(onTheRoad.text)?.[1] ?? '')
      await post.hear(phone, new RegExp(`${number}.*(livrée|payer|réglée)`, 's'))
      await says('cash', /./)
      await says('5', /erci/)
      evening.orders += 1
    }
  } catch (error) {
    evening.failures.push(error instanceof Error ? error.message : String(error))
  }
}

/** A depot answers whatever reaches its phone; two of three bid, so that some requests stay without an answer. */
export function playDepot(evening: Evening, phone: string, place: number): (message: Spoken) => void {
  const { post } = evening
  const says = (text: string, expects: RegExp) => post.say(phone, 'sms', text, expects)

  async function answer({ text }: Spoken): Promise<void> {
    const asked = /^DISTRI (\d+)/.exec(text)?.[1]
    if (asked !== undefined && !evening.isOver && place % 3 !== 2) {
      const price = 20_000 + (place % 7) * 350
      await says(`${asked} ${price} ${20 + (place % 4) * 5}`, new RegExp(`ffre ${asked}|${asked}`))
      return
    }
    const won = /^GAGNE (\d+)/.exec(text)?.[1]
    if (won === undefined) return
    await says(`OUI ${won}`, new RegExp(`${won} confirm`))
    await says(`PRET ${won}`, new RegExp(`${won} pr`))
    await says(`ROUTE ${won} 20`, new RegExp(`${won} en route`))
    const code = await evening.hearCode(won)
    await says(`LIVRE ${won} ${code}`, new RegExp(`${won} livr`))
    await says(`CASH ${won}`, new RegExp(won))
    await says(`NOTE ${won} 5`, /./)
  }

  return (message) => {
    answer(message).catch((error: unknown) =>
      evening.failures.push(error instanceof Error ? error.message : String(error)),
    )
  }
}

function numberIn({ text }: Spoken): string {
  return /ommande (\d+)/.exec(text)?.[1] ?? ''
}
