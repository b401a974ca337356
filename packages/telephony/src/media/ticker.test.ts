import { expect, it } from 'vitest'
import { Ticker, type TickerClock } from './ticker.ts'

/** Time moves only when told; timers may fire late, as they do. */
class FakeClock implements TickerClock {
  time = 1000
  #timer: { atMs: number; run: () => void } | undefined

  nowMs = () => this.time

  after = (ms: number, run: () => void) => {
    const timer = { atMs: this.time + ms, run }
    this.#timer = timer
    return () => {
      if (this.#timer === timer) this.#timer = undefined
    }
  }

  advance(ms: number): void {
    this.time += ms
    while (this.#timer !== undefined && this.#timer.atMs <= this.time) {
      const { run } = this.#timer
      this.#timer = undefined
      run()
    }
  }
}

const start = (onTick: () => void = () => undefined) => {
  const clock = new FakeClock()
  const skips: number[] = []
  const ticker = new Ticker({ clock, onTick, onSkip: (ticks) => skips.push(ticks) })
  return { clock, ticker, skips }
}

it('does not add up lateness: a hundred late timers still make one tick per 20 ms', () => {
  const { clock, ticker } = start()
  for (let i = 0; i < 100; i++) clock.advance(i % 2 === 0 ? 23 : 17)
  expect(ticker.ticks).toBe(100)
  expect(ticker.lateness.maxMs).toBe(3)
})

it('makes up for a short stall', () => {
  const { clock, ticker, skips } = start()
  clock.advance(80)
  expect(ticker.ticks).toBe(4)
  expect(skips).toEqual([])
})

it('gives up what is beyond five ticks, tells so, and keeps the pace', () => {
  const { clock, ticker, skips } = start()
  clock.advance(1000)
  expect(ticker.ticks).toBe(5)
  expect(skips).toEqual([45])
  expect(ticker.ticksSkipped).toBe(45)
  for (let i = 0; i < 10; i++) clock.advance(20)
  expect(ticker.ticks).toBe(15)
})

it('goes on after a tick that threw', () => {
  let ticks = 0
  const { clock } = start(() => {
    if (++ticks === 1) throw new Error('a bug')
  })
  expect(() => clock.advance(20)).toThrow('a bug')
  clock.advance(20)
  expect(ticks).toBe(2)
})

it('stops when closed', () => {
  const { clock, ticker } = start()
  ticker.close()
  clock.advance(100)
  expect(ticker.ticks).toBe(0)
})
