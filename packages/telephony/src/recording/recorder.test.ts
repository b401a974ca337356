import { beforeEach, expect, it } from 'vitest'
import { decodeG711 } from '../media/g711.ts'
import { Recorder, type RecordedLegs } from './recorder.ts'

const LEGS: RecordedLegs = { left: ['customer'], right: 'others' }

let chunks: Buffer[]
let recorder: Recorder
beforeEach(() => {
  chunks = []
  recorder = new Recorder({ legs: LEGS, write: (chunk) => chunks.push(chunk) })
})

const saying = (levels: Record<string, number>): Map<string, Int16Array> =>
  new Map(Object.entries(levels).map(([leg, level]) => [leg, new Int16Array(160).fill(level)]))

/** Per tick: what is left and right, roughly. */
const recorded = (): number[][] => {
  recorder.flush()
  const samples = decodeG711('mulaw', Buffer.concat(chunks))
  return Array.from({ length: samples.length / 320 }, (_, tick) =>
    [0, 1].map((side) => Math.round((samples[tick * 320 + side] ?? 0) / 1000)),
  )
}

it('sums each side, and stays within the range of a sample', () => {
  recorder.tick(saying({ customer: 1000, 'agent/101': 2000, 'agent/102': 3000 }))
  recorder.tick(saying({ 'agent/101': 30_000, 'agent/102': 30_000 }))
  recorder.setLegs({ left: [], right: ['customer'] })
  recorder.tick(saying({ customer: 4000, 'agent/101': 5000 }))
  expect(recorded()).toEqual([
    [1, 5],
    [0, 32],
    [0, 4],
  ])
})

it('lets time go on through silence, pauses and ticks that were given up', () => {
  recorder.tick(saying({ customer: 1000 }))
  recorder.tick(new Map())
  recorder.skip(2)
  recorder.setPaused(true)
  recorder.tick(saying({ customer: 1000 }))
  recorder.setPaused(false)
  recorder.tick(saying({ customer: 2000 }))
  expect(recorded().map(([left]) => left)).toEqual([1, 0, 0, 0, 0, 2])
})

it('hands over at least once a second, and nothing twice', () => {
  for (let i = 0; i < 100; i++) recorder.tick(saying({ customer: 1000 }))
  expect(chunks.map(({ length }) => length / 320)).toEqual([40, 40])
  recorder.flush()
  recorder.flush()
  expect(chunks.map(({ length }) => length / 320)).toEqual([40, 40, 20])
})
