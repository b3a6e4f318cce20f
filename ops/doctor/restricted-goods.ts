import type { Finding } from '../../bot/channels/finding.ts'
import { ok, warning } from '../../bot/channels/found.ts'
import type { Config } from '../../config.ts'

/** Where alcohol may be spoken of, and whether there is a place where it may be ordered at all. */
export function checkRestrictedGoods(
  config: Pick<Config, 'restrictedGoodsOpen' | 'channels' | 'twilio'>,
): readonly Finding[] {
  const { restrictedGoodsOpen, channels, twilio } = config
  const isOnWhatsApp = channels.includes('twilio') && twilio?.whatsappFrom !== undefined
  const isOnSms = channels.includes('simulator') || (channels.includes('twilio') && twilio?.smsFrom !== undefined)
  const opened = isOnWhatsApp && restrictedGoodsOpen.includes('twilio-whatsapp')
  return [
    ...(opened
      ? [
          warning(
            'RESTRICTED_GOODS_OPEN autorise l’alcool sur WhatsApp, qui l’interdit en Côte d’Ivoire quelle que soit la licence.',
            'Retirez twilio-whatsapp, à moins d’accepter que le numéro soit fermé pour toujours.',
          ),
        ]
      : [
          ok(
            isOnWhatsApp
              ? 'L’alcool est fermé sur WhatsApp, comme WhatsApp l’exige.'
              : 'Aucun canal n’enfreint les règles de WhatsApp.',
          ),
        ]),
    ...(isOnWhatsApp && !opened && !isOnSms
      ? [
          warning(
            'L’alcool ne peut être commandé nulle part : fermé sur WhatsApp, et pas de SMS.',
            'Ajoutez un canal SMS qui reçoit (un téléphone avec une SIM locale).',
          ),
        ]
      : []),
  ]
}
