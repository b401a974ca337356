import { interfaceMappingSchema } from '@openseat/contracts'
import { describe, expect, it } from 'vitest'
import { mapAnswer } from './mapping.ts'

const crm = {
  customer: { name: '王小明', level: 2, phones: ['13800001234', '02155550000'], vip: true },
  policies: [
    { number: 'A-1', premium: 120.5 },
    { number: 'B-2', premium: 80 },
  ],
}
const field = (expression: string, more: object = {}) => ({ name: expression.slice(0, 20), expression, ...more })
const mapped = (objects: object[], answer: unknown = crm, success = '') =>
  mapAnswer(interfaceMappingSchema.parse({ objects, success }), answer)
const values = async (expressions: string[], answer: unknown = crm) => {
  const result = await mapped([{ objectName: '客户', fields: expressions.map((expression) => field(expression)) }], answer)
  return result.ok ? result.cards[0]?.fields.map(({ value }) => value) : result.fault
}

describe('a mapping', () => {
  it('makes one card of the whole answer, and one for each row', async () => {
    const result = await mapped([
      {
        objectName: '客户',
        fields: [
          { name: '手机', expression: 'customer.phones[0]', mask: 'lastFour', required: true },
          { name: '等级', expression: 'customer.level', type: 'dictionary', dictItems: [{ key: '2', label: '金卡' }] },
        ],
      },
      { objectName: '="保单 " & number', rows: 'policies', fields: [{ name: '保费', expression: 'premium', type: 'number' }] },
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

  it('says values as text, and nothing for what is not there', async () => {
    expect(await values(['customer.vip', 'customer.nothing', 'customer.phones', '$sum(policies.premium)', '$uppercase'])).toEqual([
      'true',
      '',
      '["13800001234","02155550000"]',
      '200.5',
      expect.any(String),
    ])
  })

  it('takes a whole list for one card when it names no rows, and the whole answer by $root', async () => {
    expect(await values(['$count($)'], [1, 2, 3])).toEqual(['3'])
    const result = await mapped([{ objectName: 'x', rows: 'policies', fields: [field('$root.customer.name')] }])
    expect(result.ok && result.cards.map(({ fields }) => fields[0]?.value)).toEqual(['王小明', '王小明'])
  })

  const two = [
    { objectName: '客户', fields: [field('customer.name')] },
    { objectName: '保单', rows: 'policies', fields: [field('number')] },
  ]

  it.each([[{}], [{ customer: null, policies: [] }], [[]], [{ code: 500 }], [{ customer: { name: '' } }], ['x'], [0]])(
    'does not take for an answer that nothing is there: %j',
    async (answer) => expect(await mapped(two, answer)).toEqual({ ok: false, fault: { path: '$', rule: 'answerUnnamed' } }),
  )

  it('tells an empty answer from one that names nothing', async () =>
    expect(await mapped(two, null)).toEqual({ ok: false, fault: { path: '$', rule: 'answerNothing' } }))

  it.each<[unknown, string]>([
    [{ code: 0, customer: null }, 'nobody'],
    [{ code: 0 }, 'nobody'],
    [{ code: 500, customer: null }, 'answerUnsuccessful'],
    [{ code: 500, customer: { name: '王小明' } }, 'answerUnsuccessful'],
    [{}, 'answerUnsuccessful'],
    [[], 'answerUnsuccessful'],
    [null, 'answerNothing'],
    [{ code: 0, customer: { name: '王小明' } }, 'a card'],
  ])('by its condition of success %j is %s', async (answer, expected) => {
    const result = await mapped(two, answer, 'code = 0')
    const word = result.ok ? (result.cards.length > 0 ? 'a card' : 'nobody') : 'rule' in result.fault ? result.fault.rule : 'failed'
    expect(word).toBe(expected)
  })

  it.each<[unknown, boolean]>([
    ['yes', true],
    [[0, 1], true],
    [[0, ''], false],
    [0, false],
    [{}, true],
  ])('a condition that is no boolean, such as %j, is read as %s', async (data, holds) =>
    expect((await mapped(two, { data }, 'data')).ok).toBe(holds),
  )

  it('a condition that fails is named', async () =>
    expect(await mapped(two, {}, '$number("x")')).toMatchObject({ ok: false, fault: { field: 'success', code: 'D3030' } }))

  it('leaves the other fields standing where one fails', async () => {
    const result = await mapped([{ objectName: '客户', fields: [field('customer.name'), field('$number("x")'), field('((')] }])
    expect(result.ok && result.cards[0]?.fields.map(({ value, fault }) => [value, fault && 'code' in fault ? fault.code : ''])).toEqual([
      ['王小明', ''],
      ['', 'D3030'],
      ['', expect.stringMatching(/^S\d{4}$/)],
    ])
  })

  it('makes 20 cards and not 21', async () => {
    const many = (count: number) => ({ rows: Array.from({ length: count }, (_, index) => ({ index })) })
    const objects = [{ objectName: 'x', rows: 'rows', fields: [field('index')] }]
    expect(await mapped(objects, many(20))).toMatchObject({ ok: true })
    expect(await mapped(objects, many(21))).toEqual({ ok: false, fault: { path: '$', rule: 'answerObjects' } })
  })

  it('names the object, the field and the expression that fail', async () => {
    const one = (expression: string) => mapped([{ objectName: '客户', fields: [{ name: '等级', expression }] }])
    for (const expression of ['customer.(', '$nothing()', '$number("x")', 'customer.name + 1'])
      expect(await one(expression), expression).toEqual({
        ok: false,
        fault: {
          object: '客户',
          field: '等级',
          expression,
          reason: expect.stringMatching(/./),
          code: expect.stringMatching(/^[STD]\d{4}$/),
        },
      })
    expect(await mapped([{ objectName: '客户', rows: '((', fields: [field('a')] }])).toMatchObject({ fault: { field: 'rows' } })
    expect(await mapped([{ objectName: '=((', fields: [field('a')] }])).toMatchObject({ fault: { field: 'objectName' } })
  })

  it('is stopped when it does not end, and cannot change what objects are', async () => {
    expect(await values(['($f := function($x) { $f($x + 1) }; $f(1))'])).toMatchObject({ reason: expect.stringMatching(/./) })
    expect(await values(['[1..9999999]'])).toMatchObject({ reason: expect.stringMatching(/./) })
    await values(['$ ~> | $ | {"__proto__": {"polluted": 1}} |', 'customer.__proto__', '$merge([{"__proto__": {"polluted": 1}}])'])
    await values(['$lookup(customer, "__proto__") ~> | $ | {"polluted": 1} |', 'constructor.constructor("return 1")()'])
    expect('polluted' in {}).toBe(false)
  })
})
