import { describe, expect, it } from 'vitest'
import { levelOf } from './level-meter.ts'

describe('levelOf', () => {
  it('is 0 for silence and 1 for loud speech', () => {
    expect(levelOf(new Float32Array(100))).toBe(0)
    expect(levelOf(new Float32Array(100).fill(0.5))).toBe(1)
    expect(levelOf(new Float32Array())).toBe(0)
  })

  it('shows quiet speech well above nothing', () => {
    expect(levelOf(new Float32Array(100).fill(0.02))).toBeGreaterThan(0.25)
  })
})
