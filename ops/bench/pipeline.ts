import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Evening, playBars, playDepot } from './dialogue.ts'
import { type Figures, figuresOf } from './figures.ts'
import type { BenchMarket } from './market.ts'
import { PostOffice, type Spoken } from './post-office.ts'
import { type DatabaseFigures, showStatements } from './statements.ts'
import { openWire } from './wire.ts'

export interface PipelineFigures extends Figures {
  readonly orders: number
  readonly failures: readonly string[]
  /** of the measured process */
  readonly memoryMb: number
  /** share of a core that the measured process used */
  readonly cores: number
  /** statements a message, and the dearest of them */
  readonly database: readonly string[]
}

const TOKEN = 'bench-token'
const WARM_SECONDS = 8
const START_SECONDS = 6

export interface PipelineRun {
  readonly databaseUrl: string
  readonly market: BenchMarket
  readonly port: number
  readonly seconds: number
  /** webhooks without their reply at the same time */
  readonly inFlight: number
  /** messages a second at most; undefined for as many as go through */
  readonly atMost?: number
}

/** Drives the whole pipeline over HTTP, from the signed webhook to the committed reply, in one process of the program. */
export async function measurePipeline(run: PipelineRun): Promise<PipelineFigures> {
  const server = await startServer(run)
  const wire = await openWire(run.port, run.inFlight)
  const post = new PostOffice({
    wire,
    token: TOKEN,
    url: `http://127.0.0.1:${run.port}`,
    inFlight: run.inFlight,
    atMost: run.atMost,
  })
  const evening = new Evening(post)
  const depots = new Map(run.market.suppliers.map((phone, place) => [phone, playDepot(evening, phone, place)]))
  post.onHeard = (message) => depots.get(message.to)?.(message)
  server.on('message', (message) => {
    if (isSpoken(message)) for (const one of message.spoken) post.deliver(one)
  })
  // Where nothing waits for its turn fewer bars keep the same number of messages under way.
  const atOnce = run.atMost === undefined ? run.inFlight * 2 : run.inFlight / 2
  const bars = playBars(evening, run.market.clients, { atOnce, startSeconds: START_SECONDS })
  await seconds(WARM_SECONDS)
  const before = await usage(server)
  post.isMeasuring = true
  const began = performance.now()
  await seconds(run.seconds)
  post.isMeasuring = false
  const took = (performance.now() - began) / 1000
  const after = await usage(server)
  const { orders } = evening
  evening.isOver = true
  await Promise.race([bars, seconds(5)])
  wire.close()
  await stopServer(server)
  const cpuSeconds = (after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system) / 1e6
  return {
    ...figuresOf(post.times, took),
    orders,
    failures: [...evening.failures, ...post.refusals],
    memoryMb: after.memory / 1e6,
    cores: cpuSeconds / took,
    database: showStatements(before.database, after.database, post.times.length),
  }
}

async function startServer(run: PipelineRun): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL('./server.ts', import.meta.url)), {
    execArgv: ['--max-semi-space-size=32', '--import', 'tsx'],
    env: {
      ...process.env,
      PORT: String(run.port),
      DATABASE_URL: run.databaseUrl,
      PUBLIC_URL: `http://127.0.0.1:${run.port}`,
      CHANNELS: 'twilio',
      TWILIO_ACCOUNT_SID: 'ACbench',
      TWILIO_AUTH_TOKEN: TOKEN,
      TWILIO_SMS_FROM: '+2250700000000',
      TWILIO_WHATSAPP_FROM: '+2250700000000',
      TWILIO_API_BASE_URL: 'http://127.0.0.1:9',
      RESTRICTED_GOODS_OPEN: 'twilio-whatsapp',
      BURST_PAUSE_MS: '0',
      DEMO: '0',
      REDIS_URL: '',
    },
  })
  await new Promise<void>((ready, failed) => {
    child.on('message', (message) => hasKind(message, 'ready') && ready())
    child.on('exit', (code) => failed(new Error(`The measured process ended with ${code}.`)))
  })
  return child
}

async function stopServer(child: ChildProcess): Promise<void> {
  const gone = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  child.send('stop')
  await Promise.race([gone, seconds(10)])
  child.kill('SIGKILL')
}

interface Usage {
  readonly cpu: NodeJS.CpuUsage
  readonly memory: number
  readonly database: DatabaseFigures
}

function usage(child: ChildProcess): Promise<Usage> {
  return new Promise((resolve) => {
    const listen = (message: unknown) => {
      if (!isUsage(message)) return
      child.off('message', listen)
      resolve(message)
    }
    child.on('message', listen)
    child.send('usage')
  })
}

function hasKind(message: unknown, kind: string): boolean {
  return typeof message === 'object' && message !== null && 'kind' in message && message.kind === kind
}

function isSpoken(message: unknown): message is { spoken: Spoken[] } {
  return hasKind(message, 'spoken')
}

function isUsage(message: unknown): message is Usage {
  return hasKind(message, 'usage')
}

function seconds(count: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, count * 1000))
}
