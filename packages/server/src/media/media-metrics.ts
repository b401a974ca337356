// The media engine in figures: how many legs each worker has, and how late its ticks run.

import type { MediaEngine, WorkerHealth } from '@openseat/telephony'
import { Gauge } from 'prom-client'

/** For the registry of the server's metrics. */
export function mediaMetrics(engine: Pick<MediaEngine, 'health'>): Gauge[] {
  const gauge = (name: string, help: string, value: (worker: WorkerHealth) => number): Gauge =>
    new Gauge({
      name: `openseat_media_${name}`,
      help,
      labelNames: ['worker'],
      registers: [],
      async collect() {
        const { workers } = await engine.health()
        this.reset()
        for (const worker of workers) this.set({ worker: String(worker.pid) }, value(worker))
      },
    })
  return [
    gauge('legs', 'Legs of calls in each media process.', ({ legs }) => legs),
    gauge('tick_late_p99_seconds', 'How late audio was sent in the last minute, 99th percentile.', (one) => one.tickLatenessP99Ms / 1000),
    gauge('tick_late_max_seconds', 'The latest that audio was sent in the last minute.', (one) => one.tickLatenessMaxMs / 1000),
    gauge('ticks_skipped', 'Ticks given up after stalls since the process began.', ({ ticksSkipped }) => ticksSkipped),
  ]
}
