import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** The figures of one process, for /metrics. */
export function openMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  return {
    registry,
    inbound: new Counter({
      name: 'distri_inbound_total',
      help: 'messages received',
      labelNames: ['adapter'],
      registers,
    }),
    sends: new Counter({
      name: 'distri_sends_total',
      help: 'messages sent, by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    health: new Counter({
      name: 'distri_health_signals_total',
      help: 'what providers said of our senders',
      labelNames: ['adapter', 'kind'],
      registers,
    }),
    bySms: new Counter({
      name: 'distri_by_sms_total',
      help: 'WhatsApp messages that went by SMS, by reason',
      labelNames: ['why'],
      registers,
    }),
    turns: new Counter({ name: 'distri_lane_total', help: 'what the lane did', labelNames: ['what'], registers }),
    requests: new Histogram({
      name: 'distri_http_seconds',
      help: 'time to answer, by route',
      labelNames: ['route', 'status'],
      buckets: [0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5],
      registers,
    }),
    pool: new Gauge({
      name: 'distri_db_connections',
      help: 'connections of this process',
      labelNames: ['state'],
      registers,
    }),
  }
}

export type Metrics = ReturnType<typeof openMetrics>
