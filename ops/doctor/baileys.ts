import type { Pool } from 'pg'
import { checkBaileys } from '../../bot/channels/baileys/checking.ts'
import type { Finding } from '../../bot/channels/finding.ts'
import { ok, wrong } from '../../bot/channels/found.ts'
import type { Config } from '../../config.ts'
import { openPool } from '../../domain/work/pool.ts'
import { startEmbedded } from '../../prisma/embedded.ts'

/** The sessions live in the database, the embedded one too: what it knows of them is what there is to check. */
export async function checkSessions({ baileys, databaseUrl, dataDir }: Config): Promise<readonly Finding[]> {
  if (baileys === undefined) return []
  const embedded = databaseUrl === undefined ? await startEmbedded(dataDir, { log: () => {} }) : undefined
  const pool: Pool = openPool(databaseUrl ?? embedded?.url ?? '', 1)
  try {
    return [await checkReach(), ...(await checkBaileys({ ...baileys, pool }))]
  } catch {
    // The database says itself, in its own chapter, what is wrong with it.
    return [wrong('Les sessions WhatsApp Web ne se lisent pas.', 'Démarrez le programme une fois (npm start).')]
  } finally {
    await pool.end()
    await embedded?.stop()
  }
}

const PATIENCE_MS = 5_000

/** Whether WhatsApp Web can be had from this machine at all: else a session asks for a QR and goes back, without a word. */
export async function checkReach(url = 'https://web.whatsapp.com'): Promise<Finding> {
  const { host } = new URL(url)
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) })
    await answer.body?.cancel()
    return ok(`${host} répond.`)
  } catch {
    return wrong(
      `${host} ne répond pas d’ici : aucun téléphone ne peut être lié, et rien ne part.`,
      'Ouvrez la sortie de cette machine vers *.whatsapp.com et *.whatsapp.net (443).',
    )
  }
}
