import { describe, expect, it } from 'vitest'
import { type CheckedAnswer, cardsOf, readAnswer } from './interface-answer.ts'

const value = (more: object = {}) => ({ name: '姓名', value: '王小明', type: '1', isMandatory: true, ...more })
const answer = (...values: object[]) => [{ objectName: '客户', values }]
const without = (key: string, object: object) => Object.fromEntries(Object.entries(object).filter(([name]) => name !== key))
const said = (checked: CheckedAnswer) => (checked.ok ? 'ok' : `${checked.fault.path} ${checked.fault.rule}`)
const first = (more: object) => {
  const checked = cardsOf(answer(value(more)))
  if (!checked.ok) throw new Error(said(checked))
  return checked.cards[0]?.fields[0]
}

describe('an answer in the specified shape', () => {
  it('becomes cards: types, masks, marks and dictionaries', () => {
    const checked = readAnswer(
      JSON.stringify([
        {
          objectName: '客户',
          values: [
            { valueNo: '2', name: '手机', value: '13800001234', type: '1', length: '11', isMandatory: true, maskStyle: '1' },
            { valueNo: '1', name: '等级', value: 2, type: '5', isMandatory: false, dictItems: [{ key: '2', value: '金卡' }] },
            { valueNo: '10', name: '开户', value: '2020-01-31', type: '3', isMandatory: false, maskStyle: '' },
          ],
        },
      ]),
    )
    const usual = { encrypted: false, dictItems: [] }
    expect(checked).toEqual({
      ok: true,
      cards: [
        {
          name: '客户',
          record: 'found',
          tableId: null,
          fields: [
            {
              ...usual,
              name: '等级',
              type: 'dictionary',
              mask: 'none',
              required: false,
              value: '2',
              dictItems: [{ key: '2', label: '金卡' }],
            },
            { ...usual, name: '手机', type: 'string', mask: 'lastFour', required: true, value: '13800001234' },
            { ...usual, name: '开户', type: 'date', mask: 'none', required: false, value: '2020-01-31' },
          ],
        },
      ],
    })
    expect(readAnswer('[]')).toEqual({ ok: true, cards: [] })
  })

  it.each([
    ['中', '中'],
    [12.5, '12.5'],
    [0, '0'],
    [false, 'false'],
    [null, ''],
    [['a', 1], '["a",1]'],
    [{ a: { b: 1 } }, '{"a":{"b":1}}'],
  ])('has a value of any kind: %j', (given, shown) => expect(first({ value: given })?.value).toBe(shown))

  it('keeps the digits of numbers that are longer than a double', () => {
    const text = JSON.stringify(answer(value({ value: 'NUMBER', type: '2' }))).replace('"NUMBER"', '6222021234567890123')
    const checked = readAnswer(text)
    expect(checked.ok && checked.cards[0]?.fields[0]?.value).toBe('6222021234567890123')
  })

  it('may say nothing, or null, where it need not say anything', () => {
    for (const key of ['valueNo', 'length', 'maskStyle', 'dictItems']) expect(first({ [key]: null })?.mask, key).toBe('none')
    expect(first({ maskStyle: '2' })?.mask).toBe('firstFour')
    expect(first({ length: '256', unheardOf: 1 })?.type).toBe('string')
    expect(said(cardsOf(answer()))).toBe('ok')
  })
})

describe('an answer is refused, with its place and its rule, when it', () => {
  it.each([
    ['is nothing', '', '$ answerJson'],
    ['is no JSON', '<html>', '$ answerJson'],
    ['is half', '[{"objectName":', '$ answerJson'],
    ['is one object', '{}', '$ answerArray'],
    ['is null', 'null', '$ answerArray'],
    ['is a text', '"x"', '$ answerArray'],
  ])('%s', (_name, text, fault) => expect(said(readAnswer(text))).toBe(fault))

  it.each<[string, unknown, string]>([
    ['has something else than objects', [1], '$[0] answerObject'],
    ['has null for an object', [null], '$[0] answerObject'],
    ['has no objectName', [{ values: [] }], '$[0].objectName answerMissing'],
    ['has an empty objectName', [{ objectName: '', values: [] }], '$[0].objectName answerMissing'],
    ['has a number for an objectName', [{ objectName: 1, values: [] }], '$[0].objectName answerString'],
    ['has no values', [{ objectName: 'a' }], '$[0].values answerMissing'],
    ['has values that are no array', [{ objectName: 'a', values: {} }], '$[0].values answerArray'],
    ['has a value that is no object', [{ objectName: 'a', values: ['x'] }], '$[0].values[0] answerObject'],
    ['is wrong in the second object', [...answer(value()), { objectName: 'b', values: [{}] }], '$[1].values[0].name answerMissing'],
  ])('%s', (_name, given, fault) => expect(said(cardsOf(given))).toBe(fault))

  it.each(['name', 'value', 'type', 'isMandatory'])('has no %s', (key) =>
    expect(said(cardsOf(answer(value(), without(key, value()))))).toBe(`$[0].values[1].${key} answerMissing`),
  )

  it.each<[string, unknown, string]>([
    ['valueNo', 1, 'answerString'],
    ['name', 1, 'answerString'],
    ['name', '', 'answerMissing'],
    ['type', 1, 'answerType'],
    ['type', '0', 'answerType'],
    ['type', '6', 'answerType'],
    ['length', '257', 'answerLength'],
    ['length', '0', 'answerLength'],
    ['length', '-1', 'answerLength'],
    ['length', '12.5', 'answerLength'],
    ['length', 12, 'answerLength'],
    ['isMandatory', 'true', 'answerBoolean'],
    ['isMandatory', null, 'answerBoolean'],
    ['maskStyle', '3', 'answerMask'],
    ['maskStyle', 1, 'answerMask'],
    ['dictItems', {}, 'answerArray'],
  ])('has a wrong %s: %j', (key, given, rule) =>
    expect(said(cardsOf(answer(value({ [key]: given }))))).toBe(`$[0].values[0].${key} ${rule}`),
  )

  it('has a dictionary without items, or items without key or value', () => {
    for (const more of [{}, { dictItems: null }, { dictItems: [] }])
      expect(said(cardsOf(answer(value({ type: '5', ...more }))))).toBe('$[0].values[0].dictItems answerDictionary')
    const items = (item: unknown) => said(cardsOf(answer(value({ type: '5', dictItems: [item] }))))
    expect(items({ value: 'x' })).toBe('$[0].values[0].dictItems[0].key answerMissing')
    expect(items({ key: 'x' })).toBe('$[0].values[0].dictItems[0].value answerMissing')
    expect(items('x')).toBe('$[0].values[0].dictItems[0] answerObject')
    expect(items({ key: 1, value: 2 })).toBe('ok')
  })

  it('has more than 20 objects', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => ({ objectName: `${index}`, values: [] }))
    expect(said(cardsOf(many(20)))).toBe('ok')
    expect(said(cardsOf(many(21)))).toBe('$ answerObjects')
    expect(said(cardsOf(many(200_000)))).toBe('$ answerObjects')
  })

  it('would change what objects are, or is deeper than anyone reads', () => {
    const polluted = '[{"__proto__":{"polluted":1},"objectName":"a","constructor":{"prototype":{"polluted":1}},"values":[]}]'
    expect(said(readAnswer(polluted))).toBe('ok')
    expect('polluted' in {}).toBe(false)
    expect(said(readAnswer('['.repeat(500_000)))).toBe('$ answerJson')
    const deep = `[{"objectName":"a","values":[{"name":"n","value":${'['.repeat(300_000)}${']'.repeat(300_000)},"type":"1","isMandatory":true}]}]`
    const read = readAnswer(deep)
    expect(read.ok && read.cards[0]?.fields[0]?.value).toBe('')
  })
})
