import { Gauge, type Registry } from 'prom-client'
import type { Channel } from '../channels/channel.ts'
import type { KeptSenders } from './open-senders.ts'

const QUALITY = { unknown: 0, red: 1, yellow: 2, green: 3 } as const

/** Adds the figures of every sender, read when Prometheus asks: what is known is in memory. */
export function measureSenders(registry: Registry, channels: readonly Channel[], senders: KeptSenders): void {
  // Registered first: its reading fills the others before they are read.
  new Gauge({
    name: 'distri_senders',
    help: 'senders of the configured channels',
    registers: [registry],
    collect() {
      for (const one of [usable, quality, share, reached, left]) one.reset()
      const all = channels.flatMap(({ name, media }) => media.flatMap((medium) => senders.shown(name, medium)))
      for (const { row, standing } of all) {
        const labels = { adapter: row.adapter, medium: row.medium, sender: row.sender }
        usable.set(labels, standing.isUsable ? 1 : 0)
        quality.set(labels, QUALITY[standing.quality])
        share.set(labels, standing.share)
        reached.set(labels, standing.reached)
        if (standing.newPeopleLeft !== null) left.set(labels, standing.newPeopleLeft)
      }
      this.set(all.length)
    },
  })
  const labelNames = ['adapter', 'medium', 'sender'] as const
  const gauge = (name: string, help: string) =>
    new Gauge({ name: `distri_sender_${name}`, help, labelNames, registers: [registry] })
  const usable = gauge('usable', '1: messages leave by it')
  const quality = gauge('quality', '3 green, 2 yellow, 1 red, 0 unknown')
  const share = gauge('speed_share', 'of its speed, what health leaves it')
  const reached = gauge('reached_people', 'people it wrote to first in 24 hours')
  const left = gauge('new_people_left', 'people it may still write to first; absent: no limit')
}
