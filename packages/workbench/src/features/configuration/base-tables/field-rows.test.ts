import type { BaseField } from '@openseat/contracts'
import { describe, expect, it } from 'vitest'
import { chooseIndex, countFields, dictItemsOf, inputOf, isOver, moveRow, newRow, rowOf } from './field-rows.ts'

const field = (change: Partial<BaseField> = {}): BaseField => ({
  fieldId: 'c1',
  name: 'Level',
  type: 'dictionary',
  indexed: false,
  encrypted: false,
  required: false,
  length: null,
  mask: 'none',
  dictItems: [{ key: 'a=b', label: 'A' }],
  ...change,
})

describe('dictionary values as lines', () => {
  it('reads key and label apart, from a spreadsheet too, and a lone word as both', () => {
    expect(dictItemsOf('gold=Gold card\n\n silver\tSilver=best \nplain\n=x')).toEqual([
      { key: 'gold', label: 'Gold card' },
      { key: 'silver', label: 'Silver=best' },
      { key: 'plain', label: 'plain' },
      { key: '', label: 'x' },
    ])
  })

  it('sends values that nobody touched as they were, whatever stands in them', () => {
    const before = field()
    expect(inputOf(rowOf(before), [before]).dictItems).toEqual(before.dictItems)
    expect(inputOf({ ...rowOf(before), dictText: 'x=X' }, [before]).dictItems).toEqual([{ key: 'x', label: 'X' }])
  })
})

describe('fields as rows', () => {
  it('leaves out what the type has no use for', () => {
    const row = { ...newRow(), name: 'Day', length: 9, mask: 'lastFour' as const, indexed: true, dictText: 'a' }
    expect(inputOf({ ...row, type: 'date' })).toMatchObject({ length: null, mask: 'none', indexed: false, dictItems: [] })
    expect(inputOf(row)).toMatchObject({ length: 9, mask: 'lastFour', indexed: true, dictItems: [] })
    expect(inputOf(row)).not.toHaveProperty('key')
  })

  it('counts plain, encrypted and index fields as the limits do', () => {
    const rows = [
      { ...newRow(), indexed: true },
      { ...newRow(), encrypted: true },
      { ...newRow(), type: 'date' as const, indexed: true },
    ]
    expect(countFields(rows)).toEqual({ plain: 1, encrypted: 1, index: 1 })
    expect(isOver({ plain: 30, encrypted: 20, index: 1 })).toBe(false)
    expect(isOver({ plain: 31, encrypted: 0, index: 0 })).toBe(true)
    expect(isOver({ plain: 0, encrypted: 21, index: 0 })).toBe(true)
  })

  it('has one index at most, and moves rows within the list only', () => {
    const [a, b] = [newRow(), newRow()]
    expect(chooseIndex([{ ...a, indexed: true }, b], 1, true).map((row) => row.indexed)).toEqual([false, true])
    expect(moveRow([a, b], 0, 1)).toEqual([b, a])
    expect(moveRow([a, b], 0, -1)).toEqual([a, b])
  })
})
