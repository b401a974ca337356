import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Packetiser } from './packetiser.ts'

const frameFrom = (first: number) => Int16Array.from({ length: 160 }, (_, i) => (first + i) % 30_000)

it.each([10, 20, 30, 40, 60])('cuts frames into packets of %d ms without a gap or a seam', (packetMs) => {
  const packetiser = new Packetiser()
  packetiser.setLength(packetMs)
  const packets = Array.from({ length: 60 }, (_, i) => packetiser.push(frameFrom(i * 160), i * 160)).flat()
  expect(packets.map(({ samples }) => samples.length)).toEqual(Array.from({ length: 1200 / packetMs }, () => packetMs * 8))
  expect(packets.flatMap(({ samples }) => [...samples])).toEqual(Array.from({ length: 9600 }, (_, i) => i))
  expect(packets.map(({ timestamp }) => timestamp)).toEqual(packets.map((_, i) => i * packetMs * 8))
})

it('goes on across the wrap of the timestamp, a change of length and a pause', () => {
  const step = fc.oneof(fc.constant('frame' as const), fc.constantFrom(10, 20, 30, 40, 60), fc.constant('pause' as const))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const packetiser = new Packetiser()
      let at = 2 ** 32 - 1600
      for (const next of steps) {
        if (typeof next === 'number') packetiser.setLength(next)
        else if (next === 'pause') packetiser.clear()
        else for (const { timestamp, samples } of packetiser.push(frameFrom(at % 30_000), at)) expect(samples[0]).toBe(timestamp % 30_000)
        if (typeof next !== 'number') at = (at + 160) >>> 0
      }
    }),
  )
})
