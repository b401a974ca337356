import { releaseCauses } from '@openseat/contracts'
import { describe, expect, it } from 'vitest'
import { clockText, visitStep } from './visit-step.ts'
import { endOf, visitWords } from './visit-words.ts'

const nothing = { begun: null, call: null, lastCause: null }

describe('where a visitor is', () => {
  it.each([
    [nothing, 'idle'],
    [{ ...nothing, begun: 'asking' as const }, 'asking'],
    [{ ...nothing, begun: 'calling' as const, lastCause: 'agentHangUp' as const }, 'calling'],
    [{ ...nothing, call: { phase: 'dialling' as const }, begun: 'calling' as const }, 'calling'],
    [{ ...nothing, call: { phase: 'waiting' as const } }, 'waiting'],
    [{ ...nothing, call: { phase: 'talking' as const }, begun: 'calling' as const }, 'talking'],
    [{ ...nothing, lastCause: 'offDuty' as const }, 'ended'],
  ])('%j is %s', (visit, step) => {
    expect(visitStep(visit)).toBe(step)
  })

  it('is told why a call is over, whatever the cause, in both languages', () => {
    for (const cause of releaseCauses) {
      const [zh, en] = [visitWords['zh-CN'].end[endOf[cause]], visitWords.en.end[endOf[cause]]]
      expect([zh, en].every((text) => text.length > 0) && zh !== en, cause).toBe(true)
    }
  })

  it('sees how long it lasts', () => {
    expect([0, 999, 61_000, 3_607_000, -5].map(clockText)).toEqual(['0:00', '0:00', '1:01', '1:00:07', '0:00'])
  })
})
