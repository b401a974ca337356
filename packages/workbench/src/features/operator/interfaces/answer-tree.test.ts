import { describe, expect, it } from 'vitest'
import { answerTree, expressionIn, expressionOf, guessedName, guessedType } from './answer-tree.ts'

describe('a sample answer', () => {
  it('becomes a tree of what can be clicked', () => {
    const tree = answerTree('{"data":{"orders":[{"no":"A1"}],"vip":true}}')
    const orders = tree?.children[0]?.children[0]
    expect([orders?.label, orders?.isList, orders?.text]).toEqual(['orders', true, null])
    expect(orders?.children[0]?.children[0]).toMatchObject({ label: 'no', path: ['data', 'orders', 0, 'no'], text: '"A1"' })
    expect(answerTree('<html>')).toBeNull()
    expect(answerTree('1')?.text).toBe('1')
  })
})

describe('a click', () => {
  it.each([
    [[], '$'],
    [['a'], 'a'],
    [['data', 'orders', 0, 'no'], 'data.orders[0].no'],
    [[0, 'a'], '$[0].a'],
    [['手机', 'a b', 'and'], '`手机`.`a b`.`and`'],
  ])('at %j makes the expression %s', (path, expression) => expect(expressionOf(path)).toBe(expression))

  it('in a row is said from the row, elsewhere from the whole answer', () => {
    expect(expressionIn(['data', 'orders', 3, 'no'], 'data.orders')).toBe('no')
    expect(expressionIn(['data', 'orders', 3], 'data.orders')).toBe('$')
    expect(expressionIn([1, 'a', 'b'], '$')).toBe('a.b')
    expect(expressionIn(['data', 'name'], 'data.orders')).toBe('$root.data.name')
    expect(expressionIn(['data', 'name'], '')).toBe('data.name')
  })

  it('guesses name and type', () => {
    expect(guessedName(['data', 'phones', 0])).toBe('phones')
    expect([1, '2026-03-31', '18:30', '13800001234', true, null].map(guessedType)).toEqual([
      'number',
      'date',
      'time',
      'string',
      'string',
      'string',
    ])
  })
})
