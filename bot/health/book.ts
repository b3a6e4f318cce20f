import { type SenderRow, type SenderUse, WHOLE_ACCOUNT } from './sender-row.ts'
import { type Standing, standingOf } from './standing.ts'

export type KnownSender = SenderRow & SenderUse

const placeOf = ({ adapter, medium, sender }: Pick<SenderRow, 'adapter' | 'medium' | 'sender'>): string =>
  `${adapter}\n${medium}\n${sender}`

/** Every sender with its account, each with what counts against its limits. */
export interface SenderBook {
  /** undefined: nothing was ever said of it */
  find(key: Pick<SenderRow, 'adapter' | 'medium' | 'sender'>): KnownSender | undefined
  standing(sender: KnownSender, now: Date): Standing
  readonly all: readonly KnownSender[]
}

/**
 * A tier belongs to the account: everybody whom any of its senders wrote to counts. Whom it wrote to without a sender
 * being named counts for each of them: too careful rather than above a limit.
 */
export function bookOf(rows: readonly KnownSender[]): SenderBook {
  const byPlace = new Map(rows.map((row) => [placeOf(row), row]))
  const accountOf = ({ adapter, medium }: SenderRow): KnownSender | undefined => {
    const account = byPlace.get(placeOf({ adapter, medium, sender: WHOLE_ACCOUNT }))
    if (account === undefined) return undefined
    const reached = rows.filter((row) => row.adapter === adapter && row.medium === medium)
    return { ...account, reached: reached.reduce((sum, row) => sum + row.reached, 0) }
  }
  return {
    all: rows,
    find: (key) => byPlace.get(placeOf(key)),
    standing(sender, now) {
      const account = accountOf(sender)
      if (sender.sender === WHOLE_ACCOUNT) return standingOf(account ?? sender, undefined, now)
      const unnamed = byPlace.get(placeOf({ ...sender, sender: WHOLE_ACCOUNT }))?.reached ?? 0
      return standingOf({ ...sender, reached: sender.reached + unnamed }, account, now)
    },
  }
}
