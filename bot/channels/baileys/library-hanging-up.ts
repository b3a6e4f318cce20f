import type { WASocket } from '@whiskeysockets/baileys'

// What Baileys' own `end` leaves out.

/**
 * The other side may be dead and never say goodbye: the library would wait half a minute. Longer than the network needs,
 * and together with HANG_UP_AFTER_MS less than LEASE_MS: the connection is given up before another process may have one.
 */
const GOODBYE_MS = 1_000

/**
 * Ends a connection from our side. Baileys stops listening to it first, so that what still waits for an answer would wait
 * a minute for nothing, and whoever stops the program with it: they are told that the line is gone.
 */
export async function hangUp(socket: Pick<WASocket, 'end' | 'ws'>): Promise<void> {
  const ended = socket.end(undefined)
  socket.ws.emit('error', new Error('the connection was hung up'))
  await atMost(GOODBYE_MS, ended)
}

async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([work, over])
  clearTimeout(timer)
}
