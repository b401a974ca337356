import { describe, expect, it } from 'vitest'
import { addressOf, isNarrowed, nextSort, questionOf } from './list-query.ts'

describe('a list’s question in the address', () => {
  it('survives the way to the address and back', () => {
    const question = { search: '王', page: 3, pageSize: 50, sort: '-name', after: '1700-3', before: '', filters: { active: 'true' } }
    expect(questionOf(addressOf(question), ['active'])).toEqual(question)
  })

  it('leaves defaults out', () => {
    expect(addressOf(questionOf({}, ['active']))).toEqual({})
  })

  it.each([{ page: 'x' }, { page: '0' }, { page: '-1' }, { pageSize: '9999' }, { sort: 'a;drop' }, { after: 'x' }, { search: ['a', 'b'] }])(
    'falls back for nonsense %o',
    (query) => {
      expect(questionOf(query, [])).toEqual({ search: '', page: 1, pageSize: 20, sort: '', after: '', before: '', filters: {} })
    },
  )

  it('sorts up, down and not at all', () => {
    expect(nextSort('', 'name')).toBe('name')
    expect(nextSort('name', 'name')).toBe('-name')
    expect(nextSort('-name', 'name')).toBe('')
    expect(nextSort('-name', 'code')).toBe('code')
  })

  it('knows whether anything narrows the list', () => {
    expect(isNarrowed(questionOf({ page: '2' }, ['active']))).toBe(false)
    expect(isNarrowed(questionOf({ active: 'true' }, ['active']))).toBe(true)
  })
})
