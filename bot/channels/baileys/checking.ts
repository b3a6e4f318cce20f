import type { Pool } from 'pg'
import type { Finding } from '../finding.ts'
import { checkSeals } from './sealed-keys.ts'
import { sealingWith, WrongSealError } from './sealing.ts'
import { readSessions, type SessionRow, type StoppedBecause } from './session-row.ts'

export interface BaileysToCheck {
  readonly pool: Pool
  readonly sessions: readonly string[]
  readonly sessionKeys: readonly Buffer[]
}

const PAIR = 'Liez le téléphone : docs/connecting-baileys.md, étape 3.'

const MENDING: Readonly<Record<StoppedBecause, readonly [string, string]>> = {
  logged_out: ['le téléphone a retiré cet appareil', PAIR],
  session: ['la session était abîmée et a été effacée', PAIR],
  replaced: [
    'un autre programme s’est connecté avec la même session',
    'Arrêtez-le, puis : POST /api/channels/baileys/sessions/ID/resume.',
  ],
  banned: [
    'WhatsApp refuse ce numéro (403)',
    'Ouvrez WhatsApp sur le téléphone, demandez un examen ; servez-vous d’un autre canal.',
  ],
  version: ['WhatsApp refuse cette version (405)', 'Mettez @whiskeysockets/baileys à jour, puis relancez la session.'],
}

/** What is wrong with the set-up and the sessions, as the database knows them; WhatsApp itself is not asked. */
export async function checkBaileys({ pool, sessions, sessionKeys }: BaileysToCheck): Promise<readonly Finding[]> {
  const sealing = sealingWith(sessionKeys)
  const rows = await readSessions(pool, sessions)
  const found: Finding[] = []
  for (const id of sessions) {
    const row = rows.find((one) => one.id === id)
    found.push((await wrongKey(() => checkSeals(pool, sealing, id))) ?? findingOf(id, row))
  }
  return found
}

async function wrongKey(check: () => Promise<void>): Promise<Finding | undefined> {
  try {
    await check()
    return undefined
  } catch (error) {
    if (!(error instanceof WrongSealError)) throw error
    return { level: 'error', what: error.message, todo: 'Remettez la clé d’avant dans BAILEYS_SESSION_KEY.' }
  }
}

function findingOf(id: string, row: SessionRow | undefined): Finding {
  const about = (words: string) => `Session WhatsApp « ${id} » : ${words}.`
  if (row === undefined) {
    return { level: 'warning', what: about('jamais ouverte'), todo: 'Démarrez le programme une fois : npm start.' }
  }
  if (row.stoppedBecause !== null) {
    const [why, todo] = MENDING[row.stoppedBecause]
    return { level: 'error', what: about(why), todo }
  }
  if (row.restrictedBecause !== null) {
    const todo = 'N’écrivez plus ; regardez le téléphone, puis : POST /api/channels/baileys/sessions/ID/resume.'
    return { level: 'error', what: about(`limitée par WhatsApp (${row.restrictedBecause})`), todo }
  }
  if (row.state === 'unpaired' || row.state === 'pairing') {
    return { level: 'warning', what: about('aucun téléphone lié'), todo: PAIR }
  }
  if (!row.isOwned) {
    return {
      level: 'warning',
      what: about('aucun programme ne s’en occupe en ce moment'),
      todo: 'Démarrez-le : npm start.',
    }
  }
  if (row.state === 'connecting') {
    return { level: 'warning', what: about('se reconnecte'), todo: 'Attendez une minute ; sinon, regardez le réseau.' }
  }
  return { level: 'ok', what: about('connectée'), todo: '' }
}
