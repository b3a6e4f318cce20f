/**
 * What happens to one session, one after the other: what WhatsApp says in the order in which it says it, and what staff ask
 * for between.
 */
export function takingTurns(onError: (error: unknown, what: 'said' | 'asked') => void) {
  let last: Promise<void> = Promise.resolve()
  return {
    /** first of all: what is said meanwhile comes after it. Who began it hears when it breaks */
    begin(act: () => Promise<void>): Promise<void> {
      const begun = last.then(act)
      last = begun.catch(() => {})
      return begun
    },
    /** @param isHeard looked at when its turn comes: what an older connection said is not heard any more */
    said(isHeard: () => boolean, act: () => Promise<void>): void {
      last = last
        .then(async () => {
          if (isHeard()) await act()
        })
        .catch((error: unknown) => onError(error, 'said'))
    },
    /** ends what is under way: it is not of any one connection */
    asked(act: () => Promise<void>): void {
      last = last.then(act).catch((error: unknown) => onError(error, 'asked'))
    },
    idle: (): Promise<void> => last,
  }
}
