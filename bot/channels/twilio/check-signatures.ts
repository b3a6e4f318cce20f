import twilio from 'twilio'
import type { Finding } from '../finding.ts'
import { ok, warning, wrong } from '../found.ts'
import { isReachable, STATUS_PATH } from './addresses.ts'
import type { TwilioOptions } from './client.ts'

const PATIENCE_MS = 5_000

/**
 * Calls our own webhook at the public address as Twilio would, signed. The status it reports is one that changes nothing.
 * Behind a wrong address or another token it is refused, as Twilio's own calls would be.
 */
export async function checkSignatures(options: TwilioOptions): Promise<readonly Finding[]> {
  const { publicUrl, apiBaseUrl, authToken, accountSid } = options
  if (publicUrl === undefined || (apiBaseUrl === undefined && !isReachable(publicUrl))) return []
  const url = `${publicUrl.replace(/\/+$/, '')}${STATUS_PATH}`
  const params = { AccountSid: accountSid, MessageSid: `SM${'0'.repeat(32)}`, MessageStatus: 'queued' }
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': twilio.getExpectedTwilioSignature(authToken, url, params),
      },
      body: new URLSearchParams(params),
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    return [findingOf(answer.status, url)]
  } catch {
    return [
      warning(
        `${publicUrl} ne répond pas depuis cette machine : les signatures n’ont pas pu être essayées.`,
        'Si le programme tourne, vérifiez l’adresse, le DNS et le certificat ; sinon relancez doctor après npm start.',
      ),
    ]
  }
}

function findingOf(status: number, url: string): Finding {
  if (status >= 200 && status < 300) return ok('Un appel signé comme ceux de Twilio est accepté à PUBLIC_URL.')
  if (status === 403) {
    return wrong(
      'Le programme refuse un appel signé comme ceux de Twilio (403).',
      'Il tourne avec un autre TWILIO_AUTH_TOKEN ou un autre PUBLIC_URL : redémarrez-le avec cette configuration.',
    )
  }
  if (status >= 300 && status < 400)
    return wrong(
      `${url} redirige ailleurs (${status}) : Twilio ne suit pas.`,
      'Mettez dans PUBLIC_URL l’adresse finale.',
    )
  return wrong(`${url} répond ${status}.`, 'PUBLIC_URL mène-t-elle bien à ce programme, avec le canal twilio ouvert ?')
}
