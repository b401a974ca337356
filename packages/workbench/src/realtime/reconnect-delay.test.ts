import { describe, expect, it } from 'vitest'
import { reconnectDelay } from './reconnect-delay.ts'

describe('reconnectDelay', () => {
  it.each([
    [0, 0.999, 499],
    [1, 0.5, 500],
    [4, 0.5, 4_000],
    [5, 0.999, 9_990],
    [500, 0.999, 9_990],
    [7, 0, 0],
  ])('waits for attempt %i and chance %d no more than %i ms', (attempt, random, delay) => {
    expect(reconnectDelay(attempt, random)).toBe(delay)
  })
})
