import { describe, expect, it } from 'vitest'
import { JitterQueue } from './jitter-queue.ts'

/** Samples that carry their own position, so that order and gaps can be read off. */
const counting = (from: number, length: number) => Int16Array.from({ length }, (_, i) => from + i)

const pullAll = (queue: JitterQueue): (Int16Array | null)[] => {
  const frames = []
  for (let frame = queue.pull(); frame !== null; frame = queue.pull()) frames.push(frame)
  return frames
}

describe('the jitter queue', () => {
  it('waits for two frames before it plays', () => {
    const queue = new JitterQueue()
    queue.push(0, counting(0, 160))
    expect(queue.pull()).toBeNull()
    queue.push(160, counting(160, 160))
    expect(queue.pull()).toEqual(counting(0, 160))
    expect(queue.framesMissing).toBe(0)
  })

  it.each([10, 20, 30, 40, 50, 60])('re-frames a ptime of %i ms to 160 samples', (ptime) => {
    const queue = new JitterQueue()
    const size = ptime * 8
    const packets = Math.floor((8 * 160) / size)
    for (let i = 0; i < packets; i++) queue.push(1000 + i * size, counting(i * size, size))
    const heard = pullAll(queue).flatMap((frame) => [...(frame ?? [])])
    expect(heard).toEqual([...counting(0, heard.length)])
    expect(heard.length).toBeGreaterThanOrEqual(packets * size - 159)
  })

  it('puts reordered packets in order', () => {
    const queue = new JitterQueue()
    queue.push(0, counting(0, 160))
    queue.push(320, counting(320, 160))
    queue.push(160, counting(160, 160))
    expect(pullAll(queue)).toEqual([counting(0, 160), counting(160, 160), counting(320, 160)])
  })

  it('plays silence in the place of a lost packet', () => {
    const queue = new JitterQueue()
    queue.push(0, counting(1, 160))
    queue.push(320, counting(321, 160))
    expect(pullAll(queue)).toEqual([counting(1, 160), new Int16Array(160), counting(321, 160)])
  })

  it('drops the oldest above eight frames', () => {
    const queue = new JitterQueue()
    for (let i = 0; i < 10; i++) queue.push(i * 160, counting(i * 160, 160))
    expect(queue.framesDropped).toBe(2)
    expect(queue.pull()).toEqual(counting(320, 160))
    expect(pullAll(queue)).toHaveLength(7)
  })

  it('ignores a packet whose time is over', () => {
    const queue = new JitterQueue()
    for (const at of [0, 160, 320]) queue.push(at, counting(at, 160))
    queue.pull()
    queue.push(0, counting(7, 160))
    expect(queue.pull()).toEqual(counting(160, 160))
  })

  it('goes on across the wrap of the timestamp', () => {
    const queue = new JitterQueue()
    const start = 2 ** 32 - 160
    queue.push(start, counting(0, 160))
    queue.push(0, counting(160, 160))
    queue.push(160, counting(320, 160))
    expect(pullAll(queue)).toEqual([counting(0, 160), counting(160, 160), counting(320, 160)])
  })

  it('begins anew when the timestamps jump, either way', () => {
    const queue = new JitterQueue()
    for (const base of [50_000, 4_000_000, 1000]) {
      queue.push(base, counting(base & 0xff, 160))
      queue.push(base + 160, counting(0, 160))
      expect(queue.pull()).toEqual(counting(base & 0xff, 160))
    }
  })

  it('counts an empty queue as missing, then fills up again', () => {
    const queue = new JitterQueue()
    queue.push(0, counting(0, 160))
    queue.push(160, counting(160, 160))
    pullAll(queue)
    expect(queue.framesMissing).toBe(1)
    queue.push(320, counting(320, 160))
    expect(queue.pull()).toBeNull()
    queue.push(480, counting(480, 160))
    expect(queue.pull()).toEqual(counting(320, 160))
  })

  it('gives back the delay that a burst left behind', () => {
    const queue = new JitterQueue()
    for (let i = 0; i < 8; i++) queue.push(i * 160, counting(0, 160))
    for (let i = 8; i < 2008; i++) {
      queue.push(i * 160, counting(0, 160))
      queue.pull()
    }
    expect(pullAll(queue).length).toBeLessThanOrEqual(3)
  })

  it('takes nothing that is not audio of 100 ms at most', () => {
    const queue = new JitterQueue()
    queue.push(0, new Int16Array(0))
    queue.push(0, new Int16Array(5000))
    expect(queue.pull()).toBeNull()
  })
})
