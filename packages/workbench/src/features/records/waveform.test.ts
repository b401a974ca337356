import { describe, expect, it } from 'vitest'
import { barsPath, grouped, mostBars, soughtByKey } from './waveform.ts'

describe('the drawing', () => {
  it('keeps the loudest of neighbours, and few points as they are', () => {
    expect(grouped([0.1, 0.2])).toEqual([0.1, 0.2])
    const many = grouped(Array.from({ length: 600 }, (_, n) => n / 600))
    expect([many.length, many[0], many.at(-1)]).toEqual([mostBars, 2 / 600, 599 / 600])
  })

  it('puts the customer above the middle and the agents below, by the loudest of both', () => {
    expect(barsPath([0.5], [0.25])).toBe('M0 49v-48.0h.7V49zM0 51v24.0h.7V51z')
  })

  it('draws silence as a thin line, and quiet as quiet', () => {
    expect(barsPath([0, 0.01], [])).toBe('M0 49v-0.6h.7V49zM1 49v-4.8h.7V49z')
  })
})

it.each([
  ['ArrowRight', 10, 15],
  ['ArrowLeft', 3, 0],
  ['PageUp', 50, 60],
  ['PageDown', 50, 20],
  ['Home', 50, 0],
  ['End', 50, 60],
  ['a', 50, null],
])('%s at %i of 60 seconds leads to %s', (key, from, to) => expect(soughtByKey(key, from, 60)).toBe(to))
