import type { SkillQueue } from '@openseat/contracts'
import { describe, expect, it } from 'vitest'
import { choicesFor } from './skill-choice.ts'

const queue = (id: number, type: SkillQueue['type']) => ({ id, type }) as SkillQueue
const queues = [queue(1, 'voice'), queue(2, 'video-click'), queue(3, 'multimedia')]
const ids = (found: readonly SkillQueue[]) => found.map((item) => item.id)

describe('skill choice', () => {
  it('offers queues of the agent’s kind', () => {
    expect(ids(choicesFor(queues, { kind: 'audio', taken: [], own: null }))).toEqual([1])
    expect(ids(choicesFor(queues, { kind: 'video', taken: [], own: null }))).toEqual([1, 2])
    expect(ids(choicesFor(queues, { kind: 'multimedia', taken: [], own: null }))).toEqual([3])
    expect(ids(choicesFor(queues, { kind: 'universal', taken: [], own: null }))).toEqual([1, 2, 3])
  })

  it('offers no queue twice but keeps the row’s own', () => {
    const taken = [
      { queueId: 1, level: 5 },
      { queueId: 3, level: 5 },
    ]
    expect(ids(choicesFor(queues, { kind: 'video', taken, own: null }))).toEqual([2])
    expect(ids(choicesFor(queues, { kind: 'video', taken, own: 3 }))).toEqual([2, 3])
  })
})
