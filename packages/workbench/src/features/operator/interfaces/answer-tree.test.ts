import { rowNames } from '@openseat/domain/custom-page/mapping-names'
import { compileExpression } from '@openseat/domain/expression/expression'
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
    [[], 'answer'],
    [['a'], 'answer.a'],
    [['data', 'orders', 0, 'no'], 'answer.data.orders[0].no'],
    [[0, 'a'], 'answer[0].a'],
    [['手机', 'a b', 'in', 'say "x"'], 'answer["手机"]["a b"]["in"]["say \\"x\\""]'],
  ])('at %j makes the expression %s', (path, expression) => {
    expect(expressionOf(path)).toBe(expression)
    expect(compileExpression(expression, rowNames)).toMatchObject({ ok: true })
  })

  it('in a row is said from the row, elsewhere from the whole answer', () => {
    expect(expressionIn(['data', 'orders', 3, 'no'], 'answer.data.orders')).toBe('row.no')
    expect(expressionIn(['data', 'orders', 3], 'answer.data.orders')).toBe('row')
    expect(expressionIn([1, 'a', 'b'], 'answer')).toBe('row.a.b')
    expect(expressionIn(['data', 'name'], 'answer.data.orders')).toBe('answer.data.name')
    expect(expressionIn(['data', 'name'], '')).toBe('answer.data.name')
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
