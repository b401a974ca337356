import { agentBatchSchema } from '@openseat/contracts'
import { expect, it } from 'vitest'
import { batchOf, type BatchValues } from './use-agent-batch.ts'

const values: BatchValues = {
  agentNumbers: '101-105',
  role: null,
  kind: null,
  autoAnswer: null,
  setSkills: false,
  skills: [],
  create: false,
}

it('sends only what is set', () => {
  expect(batchOf({ ...values, kind: 'video', autoAnswer: 'off' })).toEqual({
    agentNumbers: '101-105',
    change: { kind: 'video', autoAnswer: false },
    create: false,
  })
})

it('can take all skills away, which is not the same as leaving them', () => {
  expect(batchOf({ ...values, setSkills: true }).change).toEqual({ skills: [] })
})

it('is refused by the contract when nothing is set', () => {
  expect(agentBatchSchema.safeParse(batchOf(values)).success).toBe(false)
})
