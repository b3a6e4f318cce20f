import { stopRestricted, surfaceOf } from '../../domain/restricted/stopping.ts'
import type { Work } from '../../domain/work/work.ts'
import type { HealthSignal } from '../channels/channel.ts'

/** A provider reports that restricted goods were sold on a surface: the switch is thrown by itself (product.md 7). */
export async function stopOnViolation(
  signals: readonly HealthSignal[],
  inWork: <Outcome>(act: (work: Work) => Promise<Outcome>) => Promise<Outcome>,
): Promise<{ readonly isThrown: boolean }> {
  const violations = signals.flatMap(({ adapter, medium, health }) =>
    health.kind === 'violation' && health.of === 'restricted_goods'
      ? [{ surface: surfaceOf(adapter, medium), why: health.detail.trim() || 'violation reported by the provider' }]
      : [],
  )
  for (const violation of violations) await inWork((work) => stopRestricted(work, violation))
  return { isThrown: violations.length > 0 }
}
