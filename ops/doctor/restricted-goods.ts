import type { Finding } from '../../bot/channels/finding.ts'
import { ok, warning } from '../../bot/channels/found.ts'
import { restrictedWarnings } from '../../bot/outbox/surfaces.ts'
import type { Config } from '../../config.ts'

/** Where alcohol may be spoken of, and whether there is a place where it may be ordered at all. */
export function checkRestrictedGoods(config: Config): readonly Finding[] {
  const { channels, twilio } = config
  const isOnWhatsApp =
    channels.includes('whatsapp-cloud') ||
    channels.includes('baileys') ||
    (channels.includes('twilio') && twilio?.whatsappFrom !== undefined)
  const isOnSms =
    channels.includes('simulator') ||
    channels.includes('smsgate') ||
    (channels.includes('twilio') && twilio?.smsFrom !== undefined)
  const opened = restrictedWarnings(config)
  return [
    ...opened.map((words) => warning(words, 'Retirez-le, à moins d’accepter que le numéro soit fermé pour toujours.')),
    ...(opened.length > 0 ? [] : [ok(isOnWhatsApp ? CLOSED : 'Aucun canal n’enfreint les règles de WhatsApp.')]),
    ...(isOnWhatsApp && opened.length === 0 && !isOnSms ? [NOWHERE] : []),
  ]
}

const CLOSED = 'L’alcool est fermé sur WhatsApp, comme WhatsApp l’exige.'
const NOWHERE = warning(
  'L’alcool ne peut être commandé nulle part : fermé sur WhatsApp, et pas de SMS.',
  'Ajoutez un canal SMS qui reçoit (un téléphone avec une SIM locale).',
)
