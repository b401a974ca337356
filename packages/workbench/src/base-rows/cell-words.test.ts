import type { BaseField, BaseTableRow } from '@openseat/contracts'
import { describe, expect, it } from 'vitest'
import { cellsOf, cellText, changedCells, isExact } from './cell-words.ts'

const field = (fieldId: string, change: Partial<BaseField> = {}): BaseField => ({
  fieldId,
  name: fieldId,
  type: 'string',
  indexed: false,
  encrypted: false,
  required: false,
  length: null,
  mask: 'none',
  dictItems: [],
  ...change,
})
const fields = [field('c1', { mask: 'lastFour' }), field('c2'), field('c3', { encrypted: true })]
const row: BaseTableRow = { id: 1, values: { c1: '****5678', c2: 'Wang' }, hidden: ['c1'], version: 1, changedAt: '' }

describe('cells of a form', () => {
  it('keep a hidden value unless something is typed, and never send its mask', () => {
    const before = cellsOf(fields, row)
    expect(before).toEqual({ c1: null, c2: 'Wang', c3: '' })
    expect(changedCells(before, before, false)).toEqual({})
    expect(changedCells({ ...before, c2: 'Li' }, before, false)).toEqual({ c2: 'Li' })
    expect(changedCells({ ...before, c1: '139' }, before, false)).toEqual({ c1: '139' })
  })

  it('empty a value when told to', () => {
    const before = cellsOf(fields, row)
    expect(changedCells({ ...before, c1: '', c2: '' }, before, false)).toEqual({ c1: '', c2: '' })
  })

  it('send of a new row what is filled in', () => {
    const before = cellsOf(fields, null)
    expect(changedCells({ ...before, c2: 'Li' }, before, true)).toEqual({ c2: 'Li' })
  })
})

it('shows a dictionary’s label, and the key when it has none any more', () => {
  const level = field('c2', { type: 'dictionary', dictItems: [{ key: 'Wang', label: 'Gold' }] })
  expect(cellText(level, row)).toBe('Gold')
  expect(cellText(field('c2'), row)).toBe('Wang')
  expect(cellText(field('c9'), row)).toBe('')
})

it('says which fields are found by their whole value only', () => {
  expect(
    [field('a'), field('b', { indexed: true }), field('c', { encrypted: true }), field('d', { mask: 'firstFour' })].map(isExact),
  ).toEqual([false, true, true, true])
})
