import type { Finding } from '../../bot/channels/finding.ts'
import { ok, warning, wrong } from '../../bot/channels/found.ts'
import type { ChannelName, Config } from '../../config.ts'

const PRIVATE = /^(localhost|.*\.local|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|0\.0\.0\.0|\[)/

/** The connection is ours: no provider calls. */
const CALLED_BY_NOBODY: readonly ChannelName[] = ['baileys', 'simulator']

/** Whether providers can call us at PUBLIC_URL, by its form alone. */
export function checkAddress({ publicUrl, channels }: Pick<Config, 'publicUrl' | 'channels'>): readonly Finding[] {
  const { protocol, hostname } = new URL(publicUrl)
  if (channels.every((channel) => channel === 'simulator')) {
    return [ok(`${publicUrl} : les téléphones simulés n’ont besoin de rien d’autre.`)]
  }
  if (PRIVATE.test(hostname) && channels.every((channel) => CALLED_BY_NOBODY.includes(channel))) {
    return [
      warning(
        `PUBLIC_URL (${publicUrl}) ne se voit que d’ici. WhatsApp Web n’appelle personne, mais la page d’une commande ne s’ouvrira sur aucun téléphone.`,
        'Mettez l’adresse https que l’on voit d’Internet, dès que des liens partent par SMS.',
      ),
    ]
  }
  if (PRIVATE.test(hostname)) {
    return [
      wrong(
        `PUBLIC_URL (${publicUrl}) ne se voit que d’ici : aucun fournisseur ne peut nous appeler.`,
        'Mettez l’adresse https que l’on voit d’Internet ; pour un essai, un tunnel (cloudflared).',
      ),
    ]
  }
  const findings = [
    ...(protocol === 'https:'
      ? []
      : [
          wrong(
            `PUBLIC_URL n’est pas en https : les fournisseurs refusent d’y porter des messages.`,
            'Mettez un certificat devant le programme, et https:// dans PUBLIC_URL.',
          ),
        ]),
    ...(hostname.includes('_')
      ? [wrong(`Le nom ${hostname} contient « _ » : Twilio le refuse (21609).`, 'Prenez un nom sans « _ ».')]
      : []),
    ...(/^[\d.]+$/.test(hostname)
      ? [warning(`PUBLIC_URL est une adresse IP : peu de certificats y conviennent.`, 'Donnez-lui un nom de domaine.')]
      : []),
  ]
  return findings.length === 0 ? [ok(`${publicUrl} a la forme attendue.`)] : findings
}
