import type { Logger } from 'pino'
import type { Health, Inbox } from '../channel.ts'
import type { StoppedBecause } from './session-row.ts'

// What a session tells of itself, in French for the person who reads the alert.

const STOPPED: Readonly<Record<StoppedBecause, Extract<Health, { kind: 'stopped' }>>> = {
  logged_out: stopped('logged_out', 'Le téléphone a retiré cet appareil : liez-le de nouveau.'),
  session: stopped('logged_out', 'La session est abîmée et a été effacée : liez le téléphone de nouveau.'),
  replaced: stopped(
    'replaced',
    'Un autre programme s’est connecté avec cette session : arrêtez-le, puis relancez celle-ci.',
  ),
  banned: stopped('banned', 'WhatsApp refuse ce numéro (403) : il est bloqué ou fermé.'),
  version: stopped('offline', 'WhatsApp refuse cette version (405) : mettez @whiskeysockets/baileys à jour.'),
}

function stopped(why: 'logged_out' | 'replaced' | 'banned' | 'offline', detail: string) {
  return { kind: 'stopped', why, detail, until: null } as const
}

export const healthOfStop = (because: StoppedBecause): Health => STOPPED[because]

export const OFFLINE = stopped('offline', 'WhatsApp ne répond plus : le programme essaie de se reconnecter.')

const COMMERCE = 'BIZ_COMMERCE_VIOLATION_'
// What Meta calls restricted goods (providers.md 6.1): the catalogue has some of them.
const RESTRICTED_GOODS: readonly string[] = ['ALCOHOL', 'TOBACCO', 'DRUGS', 'DRUGS_ONLY_OTC', 'GAMBLING', 'WEAPONS']

/** @param why WhatsApp's own word for it, or the code it refused a message with */
export function healthOfRestriction(why: string, until: Date | null): readonly Health[] {
  const isOfGoods = why.startsWith(COMMERCE) && RESTRICTED_GOODS.includes(why.slice(COMMERCE.length))
  return [
    { kind: 'violation', of: isOfGoods ? 'restricted_goods' : 'other', detail: why },
    { kind: 'stopped', why: 'restricted', detail: `WhatsApp limite ce numéro (${why}).`, until },
  ]
}

/** Tells how one session does; that nobody could be told is no reason to stop. */
export function tellingHealth(inbox: Inbox, session: string, log: Logger) {
  return async (...all: readonly Health[]): Promise<void> => {
    try {
      const who = { adapter: 'baileys', medium: 'whatsapp', sender: session } as const
      await inbox.reportHealth(all.map((health) => ({ ...who, health })))
    } catch (error) {
      log.error({ err: error, session }, 'how a WhatsApp session does could not be told')
    }
  }
}
