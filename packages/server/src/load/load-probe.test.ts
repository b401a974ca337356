import { pino } from 'pino'
import { expect, it } from 'vitest'
import { LoadProbe } from './load-probe.ts'
import { Overload } from './overload.ts'

function scene() {
  const overload = new Overload(pino({ level: 'silent' }))
  const clock = { now: 1_000 }
  const probe = new LoadProbe(overload, () => clock.now)
  /** The timer comes so many times, each so late. */
  const ticks = (count: number, lateMs: number): void => {
    for (let i = 0; i < count; i += 1) {
      clock.now += 25 + lateMs
      probe.tick()
    }
  }
  return { overload, probe, ticks }
}

it('a long halt now and then is not too much to do', () => {
  const { overload, ticks } = scene()
  for (let i = 0; i < 5; i += 1) {
    ticks(30, 2)
    ticks(1, 1_300)
  }
  expect(overload.is).toBe(false)
})

it('a thread that is always late is, until it is in time again for a while', () => {
  const { overload, ticks } = scene()
  ticks(20, 400)
  expect(overload.is).toBe(true)
  ticks(60, 1)
  expect(overload.is).toBe(true)
  ticks(500, 1)
  expect(overload.is).toBe(false)
})

it('commits count when several in a row are slow', () => {
  const { overload, probe, ticks } = scene()
  for (const ms of [10, 3_000, 3_000, 3_000, 3_000]) probe.committed(1, ms)
  ticks(10, 0)
  expect(overload.is).toBe(false)
  probe.committed(1, 3_000)
  ticks(1, 0)
  expect(overload.is).toBe(true)
})

it('slow commits of one desk do not stop the others; those of most desks do', () => {
  const { overload, probe, ticks } = scene()
  const commits = (tenantId: number, ms: number): void => {
    for (let i = 0; i < 5; i += 1) probe.committed(tenantId, ms)
  }
  for (const tenantId of [1, 2, 3]) commits(tenantId, 10)
  commits(4, 5_000)
  ticks(10, 0)
  expect(overload.is).toBe(false)
  for (const tenantId of [1, 2, 3]) commits(tenantId, 2_000)
  ticks(1, 0)
  expect(overload.is).toBe(true)
  // Desks that had nothing to store for a while say nothing.
  ticks(800, 0)
  expect(overload.is).toBe(false)
})
