import { startEmbedded } from '../../prisma/embedded.ts'

// A process that holds the embedded database of argv[2], says so with its address, and can be killed. SIGINT: clean stop.
const server = await startEmbedded(process.argv[2] ?? '', { log: () => {} })
process.on('SIGINT', async () => {
  await server.stop()
  process.exit(0)
})
console.log(server.url)
setInterval(() => {}, 60_000)
