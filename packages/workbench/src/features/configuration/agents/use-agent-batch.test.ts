import { agentBatchSchema } from '@openseat/contracts'
import { expect, it } from 'vitest'
import { batchOf, type BatchValues } from './use-agent-batch.ts'

const values: BatchValues = {
  agentNumbers: '101-105',
  staffChange: null,
  staffIds: [],
  role: null,
  kind: null,
  phoneChange: null,
  phone: '021',
  labelChange: null,
  numberLabel: 'A',
  autoAnswer: null,
  skillKind: null,
  skillGroupId: 3,
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
  expect(batchOf({ ...values, skillKind: 'queue' }).change).toEqual({ skills: [] })
})

it('is refused by the contract when nothing is set', () => {
  expect(agentBatchSchema.safeParse(batchOf(values)).success).toBe(false)
})

it('empties a text on purpose only, and sets accounts, telephone, label and group', () => {
  expect(batchOf({ ...values, phoneChange: 'empty', labelChange: 'empty', staffChange: 'unbind' }).change).toEqual({
    phone: '',
    numberLabel: '',
    staffIds: [],
  })
  const all = { phoneChange: 'set', labelChange: 'set', staffChange: 'bind', staffIds: [7, 8], skillKind: 'group' } as const
  expect(batchOf({ ...values, ...all, staffIds: [...all.staffIds] }).change).toEqual({
    phone: '021',
    numberLabel: 'A',
    staffIds: [7, 8],
    skillGroupId: 3,
  })
})
