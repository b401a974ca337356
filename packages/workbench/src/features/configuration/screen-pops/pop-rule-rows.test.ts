import { describe, expect, it } from 'vitest'
import { addCondition, limitsSomething, setCondition } from './pop-rule-rows.ts'

const nothing = { queueIds: [], mediaTypes: [], directions: [], conditions: [] }
const row = { key: 'level', operator: 'equals', value: 'gold' } as const

describe('a rule', () => {
  it('limits something as soon as anything is chosen', () => {
    expect(limitsSomething(nothing)).toBe(false)
    expect(limitsSomething({ ...nothing, directions: ['inbound'] })).toBe(true)
    expect(limitsSomething({ ...nothing, conditions: [row] })).toBe(true)
  })

  it('begins a condition with a comparison', () => {
    expect(addCondition([row])).toEqual([row, { key: '', operator: 'equals', value: '' }])
  })

  it('drops the value where only presence is asked for', () => {
    expect(setCondition([row], 0, { operator: 'isAbsent' })).toEqual([{ key: 'level', operator: 'isAbsent', value: '' }])
    expect(setCondition([row, row], 1, { value: 'tin' })).toEqual([row, { ...row, value: 'tin' }])
  })
})
