// The figures of a real media process.
import { createMediaEngine } from '@openseat/telephony'
import { Registry } from 'prom-client'
import { afterAll, expect, it } from 'vitest'
import { mediaMetrics } from './media-metrics.ts'

const engine = createMediaEngine({ settings: { workers: 1 } })
afterAll(() => engine.close())

it('tell how many legs a media process has, and how late it is', async () => {
  const registry = new Registry()
  for (const metric of mediaMetrics(engine)) registry.registerMetric(metric)
  await engine.openRoom('call')
  await engine.openRtpLeg({ room: 'call', leg: 'customer' })
  const text = await registry.metrics()
  expect(text).toMatch(/^openseat_media_legs\{worker="\d+"\} 1$/m)
  expect(text).toMatch(/^openseat_media_tick_late_p99_seconds\{worker="\d+"\} /m)
  expect(text).toMatch(/^openseat_media_ticks_skipped\{worker="\d+"\} \d+$/m)
})
