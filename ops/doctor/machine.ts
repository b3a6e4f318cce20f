import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import path from 'node:path'
import type { Finding } from '../../bot/channels/finding.ts'
import { ok, warning, wrong } from '../../bot/channels/found.ts'
import type { Config } from '../../config.ts'

/** An alert at run time too (operations.md). */
const FREE_WARNING = 0.2
/** PostgreSQL stops when it cannot write: that is a matter of hours here. */
const FREE_ERROR = 0.05

/** Node and the disk. */
export async function checkMachine({ dataDir }: Pick<Config, 'dataDir'>): Promise<readonly Finding[]> {
  return [nodeFinding(process.versions.node), diskFinding(await freeShare(dataDir))]
}

export function nodeFinding(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return ok(`Node ${version}.`)
  return wrong(`Node ${version} est trop ancien.`, 'Installez Node 20.19 ou plus récent depuis https://nodejs.org.')
}

export function diskFinding(free: number): Finding {
  const percent = `${Math.floor(free * 100)} % du disque est libre`
  if (free >= FREE_WARNING) return ok(`${percent}.`)
  const todo = 'Faites de la place ou agrandissez le disque : PostgreSQL s’arrête quand il ne peut plus écrire.'
  return free < FREE_ERROR ? wrong(`${percent} seulement.`, todo) : warning(`${percent} seulement.`, todo)
}

/** Of the disk that holds the data, or will. */
async function freeShare(dataDir: string): Promise<number> {
  let folder = dataDir
  while (!existsSync(folder) && path.dirname(folder) !== folder) folder = path.dirname(folder)
  const { bavail, blocks } = await statfs(folder)
  return blocks === 0 ? 1 : bavail / blocks
}
