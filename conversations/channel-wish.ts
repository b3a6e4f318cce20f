type ChannelKind = 'whatsapp' | 'sms'

const SMS = '(?:sms|textos?|text messages?|messages? simples?)'
const WHATSAPP = '(?:whats? ?app?s?|watsap|wha?tsap|wats?app|wapp|wsp)'
const PLEASE =
  '(?: (?:svp|stp|s il (?:vous|te) plait|please|merci|seulement|uniquement|only|maintenant|desormais|now))*'

const wishFor = (channel: string): readonly RegExp[] => [
  // "écrivez-moi par SMS", "prévenez-moi sur WhatsApp", "write to me by SMS"
  new RegExp(
    `^(?:(?:je (?:prefere|veux|voudrais) (?:que vous |qu on )?)?(?:m |me |moi )?)?` +
      `(?:ecri(?:vez|s|re|viez)|contact(?:ez|e|er)|repond(?:ez|s|re)|previen(?:s|ne)|preven(?:ez|ir|iez)|envoy(?:ez|er|e)|joign(?:ez|e)|write|text|reach|contact|message|tell)` +
      `(?: (?:moi|nous|me|us|to me|tout|ca|les messages|mes messages|everything))*` +
      ` (?:plutot |maintenant |desormais )?(?:par|sur|en|via|by|on|through) ${channel}${PLEASE}$`,
  ),
  // "WhatsApp svp", "par SMS merci", "je préfère WhatsApp", "passez au SMS"
  new RegExp(
    `^(?:par |sur |en |by |on )?${channel}(?: (?:svp|stp|s il (?:vous|te) plait|please|seulement|only|uniquement))+$`,
  ),
  new RegExp(
    `^(?:je prefere|i prefer|je veux|plutot|passe[rz]? (?:a|au|sur|en)|switch to) (?:les? |par |sur |en )?${channel}${PLEASE}$`,
  ),
]

const WISHES: readonly (readonly [ChannelKind, readonly RegExp[]])[] = [
  ['sms', wishFor(SMS)],
  ['whatsapp', wishFor(WHATSAPP)],
]

/**
 * Whether a message says where its writer wants to be written to: "écrivez-moi par SMS", "WhatsApp svp". Only a whole
 * message that says nothing else: an order that mentions a channel stays an order.
 */
export function channelWish(text: string): ChannelKind | null {
  const plain = text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim()
  // A wish is short: nothing longer is looked at.
  if (plain.length > 60) return null
  return WISHES.find(([, patterns]) => patterns.some((pattern) => pattern.test(plain)))?.[0] ?? null
}
