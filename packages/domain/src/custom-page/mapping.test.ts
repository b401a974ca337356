import { interfaceMappingSchema } from '@openseat/contracts'
import { describe, expect, it } from 'vitest'
import type { PlainValue } from '../expression/expression.ts'
import { mapAnswer } from './mapping.ts'
import { mappingProblems } from './mapping-names.ts'

const crm = {
  customer: { name: '王小明', level: 2, phones: ['13800001234', '02155550000'], vip: true },
  policies: [
    { number: 'A-1', premium: 120.5 },
    { number: 'B-2', premium: 80 },
  ],
}
const field = (expression: string, more: object = {}) => ({ name: expression.slice(0, 20), expression, ...more })
const mapped = (objects: object[], answer: PlainValue = crm, success = '') =>
  mapAnswer(interfaceMappingSchema.parse({ objects, success }), answer)
const values = (expressions: string[], answer: PlainValue = crm) => {
  const result = mapped([{ objectName: '客户', fields: expressions.map((expression) => field(expression)) }], answer)
  return result.ok ? result.cards[0]?.fields.map(({ value }) => value) : result.fault
}

describe('a mapping', () => {
  it('makes one card of the whole answer, and one for each row', () => {
    const result = mapped([
      {
        objectName: '客户',
        fields: [
          { name: '手机', expression: 'answer.customer.phones[0]', mask: 'lastFour', required: true },
          { name: '等级', expression: 'answer.customer.level', type: 'dictionary', dictItems: [{ key: '2', label: '金卡' }] },
        ],
      },
      {
        objectName: '="保单 " + row.number',
        rows: 'answer.policies',
        fields: [{ name: '保费', expression: 'row.premium', type: 'number' }],
      },
    ])
    const usual = { encrypted: false, mask: 'none', required: false, dictItems: [] }
    const card = { record: 'found', tableId: null }
    expect(result).toEqual({
      ok: true,
      cards: [
        {
          ...card,
          name: '客户',
          fields: [
            { ...usual, name: '手机', type: 'string', value: '13800001234', mask: 'lastFour', required: true },
            { ...usual, name: '等级', type: 'dictionary', value: '2', dictItems: [{ key: '2', label: '金卡' }] },
          ],
        },
        { ...card, name: '保单 A-1', fields: [{ ...usual, name: '保费', type: 'number', value: '120.5' }] },
        { ...card, name: '保单 B-2', fields: [{ ...usual, name: '保费', type: 'number', value: '80' }] },
      ],
    })
  })

  it('says values as text, and nothing for what is not there', () =>
    expect(
      values([
        'answer.customer.vip',
        'answer.customer.nothing',
        'answer.nothing.at.all',
        'answer.?nothing.orValue("?")',
        'answer.customer.phones',
        'answer.policies.size()',
        'answer.policies[7].number',
      ]),
    ).toEqual(['true', '', '', '?', '["13800001234","02155550000"]', '2', '']))

  it('takes a whole list for one card when it names no rows, and one that is no list for one row', () => {
    expect(values(['row.size()', 'answer[2]'], [1, 2, 3])).toEqual(['3', '3'])
    const result = mapped([{ objectName: 'x', rows: 'answer.policies', fields: [field('answer.customer.name')] }])
    expect(result.ok && result.cards.map(({ fields }) => fields[0]?.value)).toEqual(['王小明', '王小明'])
    const one = mapped([{ objectName: 'x', rows: 'answer.customer', fields: [field('row.name')] }])
    expect(one.ok && one.cards.map(({ fields }) => fields[0]?.value)).toEqual(['王小明'])
  })

  const two = [
    { objectName: '客户', fields: [field('answer.customer.name')] },
    { objectName: '保单', rows: 'answer.policies', fields: [field('row.number')] },
  ]

  it.each<[PlainValue]>([[{}], [{ customer: null, policies: [] }], [{ code: 500 }], [{ customer: { name: '' } }]])(
    'does not take for an answer that nothing is there: %j',
    (answer) => expect(mapped(two, answer)).toEqual({ ok: false, fault: { path: '$', rule: 'answerUnnamed' } }),
  )

  it.each<[PlainValue]>([['x'], [0], [[]]])('an answer of another kind is a fault: %j', (answer) =>
    expect(mapped(two, answer)).toMatchObject({ ok: false, fault: { code: 'wrongType', expression: 'answer.policies' } }),
  )

  it('tells an empty answer from one that names nothing', () =>
    expect(mapped(two, null)).toEqual({ ok: false, fault: { path: '$', rule: 'answerNothing' } }))

  it.each<[PlainValue, string]>([
    [{ code: 0, customer: null }, 'nobody'],
    [{ code: 0 }, 'nobody'],
    [{ code: 500, customer: null }, 'answerUnsuccessful'],
    [{ code: 500, customer: { name: '王小明' } }, 'answerUnsuccessful'],
    [{ code: '0' }, 'answerUnsuccessful'],
    [{}, 'answerUnsuccessful'],
    [[], 'answerUnsuccessful'],
    ['x', 'answerUnsuccessful'],
    [null, 'answerNothing'],
    [{ code: 0, customer: { name: '王小明' } }, 'a card'],
  ])('by its condition of success %j is %s', (answer, expected) => {
    const result = mapped(two, answer, 'answer.code == 0')
    const word = result.ok ? (result.cards.length > 0 ? 'a card' : 'nobody') : 'rule' in result.fault ? result.fault.rule : 'failed'
    expect(word).toBe(expected)
  })

  it('a condition that fails, or is no condition, is named', () => {
    expect(mapped(two, { code: 'x' }, 'double(answer.code) == 0.0')).toMatchObject({
      ok: false,
      fault: { field: 'success', code: 'conversion', detail: 'double(string)' },
    })
    expect(mapped(two, { code: 0 }, 'answer.code')).toMatchObject({ ok: false, fault: { field: 'success', code: 'wrongType' } })
  })

  it('leaves the other fields standing where one fails', () => {
    const result = mapped([
      { objectName: '客户', fields: [field('answer.customer.name'), field('double("x")'), field('$sum(policies.premium)')] },
    ])
    expect(result.ok && result.cards[0]?.fields.map(({ value, fault }) => [value, fault && 'code' in fault ? fault.code : ''])).toEqual([
      ['王小明', ''],
      ['', 'conversion'],
      ['', 'toCheck'],
    ])
  })

  it('makes 20 cards and not 21', () => {
    const many = (count: number) => ({ rows: Array.from({ length: count }, (_, index) => ({ index })) })
    const objects = [{ objectName: 'x', rows: 'answer.rows', fields: [field('row.index')] }]
    expect(mapped(objects, many(20))).toMatchObject({ ok: true })
    expect(mapped(objects, many(21))).toEqual({ ok: false, fault: { path: '$', rule: 'answerObjects' } })
  })

  it('names the object, the field and the expression that fail, and no value', () => {
    const fault = { object: '客户', field: '等级', expression: 'answer.customer.name + 1', code: 'wrongType', detail: 'string + number' }
    expect(mapped([{ objectName: '客户', fields: [{ name: '等级', expression: fault.expression }] }])).toEqual({ ok: false, fault })
    expect(mapped([{ objectName: '客户', rows: '((', fields: [field('a')] }])).toMatchObject({ fault: { field: 'rows', code: 'toCheck' } })
    expect(mapped([{ objectName: '=((', fields: [field('a')] }])).toMatchObject({ fault: { field: 'objectName', code: 'toCheck' } })
  })

  it('ends, and all of it together', () => {
    const list = Array.from({ length: 1_000 }, (_each, at) => at)
    const endless = field('answer.map(x, answer.filter(y, x == y)).size()')
    expect(mapped([{ objectName: 'x', fields: [endless] }], list)).toMatchObject({ ok: false, fault: { code: 'tooMuchWork' } })
    const long = field('answer.filter(x, x > 1).size()')
    const objects = Array.from({ length: 20 }, (_each, at) => ({ objectName: `${at}`, fields: Array.from({ length: 60 }, () => long) }))
    expect(mapped(objects, list)).toMatchObject({ ok: false, fault: { code: 'tooMuchWork' } })
  })

  it('takes a large list for rows', () => {
    const answer = { rows: Array.from({ length: 2 }, () => ({ name: 'x', more: 'y'.repeat(400_000) })) }
    expect(mapped([{ objectName: 'x', rows: 'answer.rows', fields: [field('row.name')] }], answer)).toMatchObject({ ok: true })
  })
})

describe('what is wrong with a mapping as it stands', () => {
  const problems = (objects: object[], success = '') => mappingProblems(interfaceMappingSchema.parse({ objects, success }))

  it('is told at the field and the place in its text', () => {
    const objects = [
      { objectName: '= "x" + nope', rows: 'row.x', fields: [field('answer.x'), field('row.y +'), field('data.name')] },
      { objectName: 'a title', fields: [field('1')] },
    ]
    expect(problems(objects, 'answer.code = 0')).toEqual([
      { field: 'success', code: 'FIELD_EXPRESSION', params: { problem: 'syntax', from: 12, to: 13 } },
      { field: 'objects.0.objectName', code: 'FIELD_EXPRESSION', params: { problem: 'unknownName', name: 'nope', from: 8, to: 12 } },
      { field: 'objects.0.rows', code: 'FIELD_EXPRESSION', params: { problem: 'unknownName', name: 'row', from: 0, to: 3 } },
      { field: 'objects.0.fields.1.expression', code: 'FIELD_EXPRESSION', params: { problem: 'unfinished', from: 7, to: 7 } },
      {
        field: 'objects.0.fields.2.expression',
        code: 'FIELD_EXPRESSION',
        params: { problem: 'unknownName', name: 'data', from: 0, to: 4 },
      },
    ])
  })

  it('a condition is true or false', () =>
    expect(problems([{ objectName: 'x', fields: [field('1')] }], '"x"')).toMatchObject([{ params: { problem: 'wrongType' } }]))

  it('what is stored and waits to be checked keeps nobody from changing the rest', () => {
    const parsed = (...expressions: string[]) =>
      interfaceMappingSchema.parse({ objects: [{ objectName: 'x', fields: expressions.map((expression) => field(expression)) }] })
    const kept = parsed('$sum(orders.amount)', 'answer.name')
    expect(mappingProblems(parsed('answer.title', '$sum(orders.amount)'), kept)).toEqual([])
    expect(mappingProblems(parsed('$sum(orders.price)'), kept)).toHaveLength(1)
    expect(mappingProblems(kept)).toHaveLength(1)
  })
})
