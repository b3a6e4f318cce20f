import { createHmac } from 'node:crypto'
import type { Finding } from '../finding.ts'
import { ok, warning, wrong } from '../found.ts'
import { type SmsgateOptions, webhookUrl } from './options.ts'

export type CalledBack = Pick<SmsgateOptions, 'publicUrl' | 'signingKeys' | 'clock'>

const PATIENCE_MS = 5_000

/**
 * Calls our own webhook at the public address as a phone would, signed with the first key. The event is one that nobody
 * knows: it changes nothing. Behind a wrong address it is refused, as the phones' own calls would be.
 */
export async function checkCallback(options: CalledBack): Promise<Finding> {
  const { signingKeys, clock } = options
  const url = webhookUrl(options)
  const body = JSON.stringify({ id: 'doctor', event: 'distri:doctor', payload: {} })
  const timestamp = String(Math.floor(clock.now().getTime() / 1000))
  const signature = createHmac('sha256', signingKeys[0] ?? '')
    .update(body)
    .update(timestamp)
    .digest('hex')
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-signature': signature, 'x-timestamp': timestamp },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    return findingOf(answer.status, url)
  } catch {
    return warning(
      `${url} ne répond pas depuis cette machine : les SMS reçus n’y arriveraient pas.`,
      'Si le programme tourne, vérifiez l’adresse, le DNS et le certificat ; sinon relancez doctor après npm start.',
    )
  }
}

function findingOf(status: number, url: string): Finding {
  if (status >= 200 && status < 300) return ok('Un appel signé comme ceux des téléphones est accepté à PUBLIC_URL.')
  if (status === 403) {
    return wrong(
      'Le programme refuse un appel signé comme ceux des téléphones (403).',
      'Il tourne avec un autre SMSGATE_SIGNING_KEY, ou son horloge n’est pas celle d’ici : redémarrez-le avec cette configuration.',
    )
  }
  return wrong(`${url} répond ${status}.`, 'PUBLIC_URL mène-t-elle bien à ce programme, avec le canal smsgate ouvert ?')
}
