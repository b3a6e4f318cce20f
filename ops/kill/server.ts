import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const READY_WITHIN_MS = 90_000
const LOOK_EVERY_MS = 25
const LINES_KEPT = 40
const ROOT = path.resolve(import.meta.dirname, '..', '..')

/** The program as a process of its own, that can be killed and started again. */
export interface Victim {
  readonly url: string
  /** resolves when it takes messages */
  start(): Promise<void>
  /** kill -9: nothing is finished, nothing is said */
  kill(): Promise<void>
  /** as Ctrl-C: what was begun is finished */
  stop(): Promise<void>
  /** rejects with its last lines when it ends although nobody ended it */
  readonly died: Promise<never>
  /** the last lines it wrote, all its lives together */
  lines(): readonly string[]
}

/** The server never came up: nothing could be tried. */
export class NeverReady extends Error {
  override readonly name = 'NeverReady'
}

/** The server ended by itself. */
export class DiedByItself extends Error {
  override readonly name = 'DiedByItself'
}

export async function victimOn(databaseUrl: string): Promise<Victim> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const kept: string[] = []
  let child: ChildProcess | null = null
  let tellOfDeath = (_: DiedByItself): void => {}
  const died = new Promise<never>((_, reject) => {
    tellOfDeath = reject
  })
  // Whoever waits for it hears of it; nobody has to.
  died.catch(() => {})

  async function end(signal: 'SIGKILL' | 'SIGINT'): Promise<void> {
    const ending = child
    child = null
    if (ending === null || ending.exitCode !== null || ending.signalCode !== null) return
    const exited = once(ending, 'exit')
    ending.kill(signal)
    await exited
  }

  return {
    url,
    async start() {
      const started = spawn(process.execPath, ['--import', 'tsx', 'main.ts'], {
        cwd: ROOT,
        env: environment(databaseUrl, port),
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      child = started
      started.once('exit', (code) => child === started && tellOfDeath(new DiedByItself(`${code}\n${kept.join('\n')}`)))
      for (const stream of [started.stdout, started.stderr]) {
        stream?.on('data', (chunk: Buffer) => {
          kept.push(...chunk.toString('utf8').trimEnd().split('\n'))
          kept.splice(0, kept.length - LINES_KEPT)
        })
      }
      const deadline = Date.now() + READY_WITHIN_MS
      while (!(await isReady(url))) {
        if (started.exitCode !== null || Date.now() > deadline) throw new NeverReady(kept.join('\n'))
        await pause(LOOK_EVERY_MS)
      }
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGINT'),
    died,
    lines: () => kept,
  }
}

function environment(databaseUrl: string, port: number): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env
  return {
    PATH,
    HOME,
    TMPDIR,
    PORT: String(port),
    HOST: '127.0.0.1',
    DATABASE_URL: databaseUrl,
    CHANNELS: 'simulator',
    DEMO: '1',
    BURST_PAUSE_MS: '0',
    LOG_LEVEL: 'error',
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health/ready`)).ok
  } catch {
    return false
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
