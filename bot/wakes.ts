import type { Clock } from './clock.ts'

/**
 * Wakes a conversation when something of it is due soon, without asking the database. What is further away, or belonged
 * to a process that died, is found by the sweep.
 */
export function openWakes(clock: Clock, wake: (contactId: string) => void) {
  const timers = new Set<NodeJS.Timeout>()
  return {
    wakeAt(contactId: string, due: Date): void {
      const wait = due.getTime() - clock.now().getTime()
      if (wait <= 0) wake(contactId)
      else {
        const timer = setTimeout(() => {
          timers.delete(timer)
          wake(contactId)
        }, wait)
        timers.add(timer)
      }
    },
    stop(): void {
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
    },
  }
}
