import { closeAlerts, openAlert } from '../../domain/alerts/alerting.ts'
import type { Work } from '../../domain/work/work.ts'
import type { BreakerNews } from './breaker.ts'

const RULE = 'sender.failing'

/** What the circuit breaker finds out, told to staff: one alert a sender, until it works again. */
export function senderNews(inWork: (act: (work: Work) => Promise<unknown>) => void): BreakerNews {
  return {
    onPaused: (sender) =>
      inWork((work) =>
        openAlert(work, {
          rule: RULE,
          subject: sender,
          severity: 'critical',
          words: `${sender} : le fournisseur ne répond plus. Rien ne part par là jusqu’à ce qu’il réponde ; l’urgent passe par un autre expéditeur ou par SMS.`,
        }),
      ),
    onWorking: (sender) => inWork((work) => closeAlerts(work, [RULE], [sender])),
  }
}
