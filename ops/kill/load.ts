import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { Person } from './phones.ts'

const screen = z.object({
  messages: z.array(z.object({ seq: z.number(), direction: z.enum(['in', 'out']), text: z.string() })),
})

/** How long a phone looks at its screen before it writes again although nothing came. */
const PATIENCE_SECONDS = 0.3
/** Between two tries of a message that the server did not take: it is dead, or starting. */
const TRY_AGAIN_MS = 50

export interface Accepted {
  readonly id: string
  readonly phone: string
}

export interface Load {
  /** what was answered with 202, and so must never be lost */
  readonly accepted: readonly Accepted[]
  /** resolves when that many more were accepted */
  more(count: number): Promise<void>
  /** every phone sends the message in its hand until it is taken, and no other */
  stop(): Promise<void>
}

/** Lets people write, each one message after the other; what is not taken is sent again under the same id. */
export function startLoad(url: string, people: readonly Person[], run: string): Load {
  const accepted: Accepted[] = []
  const waiting = new Set<{ readonly at: number; readonly resolve: () => void }>()
  let isStopping = false

  async function live(person: Person): Promise<void> {
    let seen = 0
    for (let count = 1; !isStopping; count += 1) {
      const shown = await look(person, seen)
      seen = Math.max(seen, ...shown.map(({ seq }) => seq))
      const text = person.next(shown.filter(({ direction }) => direction === 'out').map((one) => one.text))
      const id = `${run}-${person.phone}-${count}`
      await insist(person, id, text)
      accepted.push({ id, phone: person.phone })
      for (const one of waiting) if (accepted.length >= one.at && waiting.delete(one)) one.resolve()
    }
  }

  async function insist({ channel, phone }: Person, id: string, text: string): Promise<void> {
    const body = JSON.stringify({ channel, from: phone, id, text })
    for (;;) {
      const answer = await post(`${url}/simulator/messages`, body)
      if (answer === 202) return
      if (answer === 400) throw new Error(`The simulator does not take ${body}`)
      await pause(TRY_AGAIN_MS)
    }
  }

  async function look({ channel, phone }: Person, after: number): Promise<z.output<typeof screen>['messages']> {
    const query = new URLSearchParams({
      contact: phone,
      channel,
      after: String(after),
      wait: String(isStopping || after === 0 ? 0 : PATIENCE_SECONDS),
    })
    try {
      const answer = await fetch(`${url}/simulator/messages?${query}`)
      return answer.ok ? screen.parse(await answer.json()).messages : []
    } catch {
      return []
    }
  }

  const lives = people.map(live)
  return {
    accepted,
    more: (count) => new Promise((resolve) => waiting.add({ at: accepted.length + count, resolve })),
    async stop() {
      isStopping = true
      await Promise.all(lives)
    },
  }
}

/** null: nobody answered */
async function post(url: string, body: string): Promise<number | null> {
  try {
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    await answer.arrayBuffer()
    return answer.status
  } catch {
    return null
  }
}
