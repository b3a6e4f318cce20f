import { type Surface, surfaceOf } from '../../domain/restricted/stopping.ts'
import type { Channel, Medium } from '../channels/channel.ts'

/** The surfaces of the configured channels: where a stop can be thrown. */
export function surfacesOf(channels: readonly Channel[]): readonly Surface[] {
  return channels.flatMap(({ name, media }) => media.map((medium) => surfaceOf(name, medium)))
}

/** Those of the configured channels where restricted goods may be sold now, as read_conversation compares them. */
export function openSurfacesOf(
  channels: readonly Channel[],
  isClosed: (adapter: string, medium: Medium) => boolean,
): readonly string[] {
  return channels.flatMap(({ name, media }) =>
    media.filter((medium) => !isClosed(name, medium)).map((medium) => `${name} ${medium}`),
  )
}

/** Every official WhatsApp is closed unless it was opened by name; SMS and the simulator are open (product.md 7). */
function isClosedByDefault(adapter: string, medium: Medium): boolean {
  return medium === 'whatsapp' && adapter !== 'simulator'
}

/**
 * Whether restricted goods may be neither named nor sold on a surface.
 * @param rules.opened surfaces that an operator knowingly opened (RESTRICTED_GOODS_OPEN)
 * @param rules.isStopped where the switch was thrown: it overrides everything else
 */
export function isSurfaceClosed(
  adapter: string,
  medium: Medium,
  rules: { readonly opened: readonly string[]; readonly isStopped: (surface: string) => boolean },
): boolean {
  const surface = surfaceOf(adapter, medium)
  if (rules.isStopped(surface)) return true
  return isClosedByDefault(adapter, medium) && !rules.opened.includes(surface)
}

/** The adapter that writes the first SMS to somebody whose order goes on there; null when there is none that may. */
export function smsAdapterOf(
  channels: readonly Channel[],
  isClosed: (adapter: string, medium: Medium) => boolean,
): string | null {
  const writesSms = ({ name, media, senders }: Channel) =>
    media.includes('sms') && senders('sms').length > 0 && !isClosed(name, 'sms')
  return channels.find(writesSms)?.name ?? null
}

/**
 * What whoever starts the program must know each time, one French line each: at the start and in `doctor`
 * (product.md 7).
 */
export function restrictedWarnings(config: {
  readonly restrictedGoodsOpen: readonly string[]
  readonly channels: readonly string[]
}): readonly string[] {
  return config.restrictedGoodsOpen.flatMap((surface) => {
    const isRunning = config.channels.some((channel) => surface === surfaceOf(channel, 'whatsapp'))
    if (!isRunning || surface === surfaceOf('simulator', 'whatsapp')) return []
    return [
      `ATTENTION : RESTRICTED_GOODS_OPEN autorise l’alcool sur ${surface}. WhatsApp l’interdit en Côte d’Ivoire, quelle que soit la licence : le numéro peut être fermé pour toujours. Voir docs/restricted-goods.md.`,
    ]
  })
}
