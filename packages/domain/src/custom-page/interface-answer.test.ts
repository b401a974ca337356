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
    for (const key of ['valueNo', 'length', 'maskStyle', 'dictItems']) expect(first({ [key]: null }), key).toEqual(first({}))
    expect(first({ maskStyle: '2' })?.mask).toBe('firstFour')
    expect(first({ length: '256', unheardOf: 1 })?.type).toBe('string')
    expect(said(cardsOf(answer({ name: 'n' })))).toBe('ok')
  })
})

describe('what has one meaning is read', () => {
  it.each<[string, object, object]>([
    ['numbers for texts', { name: 7, type: 1, length: 20, valueNo: 1 }, { name: '7', type: 'string' }],
    ['texts for booleans', { isMandatory: 'TRUE' }, { required: true }],
    ['numbers for booleans', { isMandatory: 0 }, { required: false }],
    ['a boolean in quotes', { isMandatory: 'false' }, { required: false }],
    ['a letter for yes', { isMandatory: 'Y' }, { required: true }],
    ['a letter for no', { isMandatory: 'n' }, { required: false }],
    ['a word for yes', { isMandatory: '是' }, { required: true }],
    ['the mask as a number', { maskStyle: 1 }, { mask: 'lastFour' }],
    ['the other mask as a number', { maskStyle: 2 }, { mask: 'firstFour' }],
    ['a mask that nobody knows, which hides', { maskStyle: '3' }, { mask: 'lastFour' }],
    ['a mask with the name of a method', { maskStyle: 'constructor' }, { mask: 'lastFour' }],
    ['a mask that is no text', { maskStyle: {} }, { mask: 'lastFour' }],
    ['a dictionary of numbers', { type: 5, value: 2, dictItems: [{ key: 2, value: 20 }] }, { dictItems: [{ key: '2', label: '20' }] }],
    ['a dictionary where none is wanted', { dictItems: {} }, { dictItems: [] }],
    ['blanks around a type', { type: ' 2 ' }, { type: 'number' }],
  ])('%s', (_name, more, expected) => {
    const field = first(more)
    expect(field).toMatchObject(expected)
    expect(field?.fault).toBeUndefined()
  })

  it('a title may be a number', () =>
    expect(cardsOf([{ objectName: 1, values: [{ name: 'n' }] }])).toMatchObject({ cards: [{ name: '1' }] }))

  it('order numbers may be numbers, of all fields or none', () => {
    const names = (...numbers: unknown[]) => {
      const checked = cardsOf(answer(...numbers.map((valueNo, at) => value({ valueNo, name: `${at}` }))))
      return checked.ok && checked.cards[0]?.fields.map(({ name }) => name).join('')
    }
    expect(names(3, '10', 1)).toBe('201')
    expect(names(3, {}, 1)).toBe('012')
  })
})

describe('a field’s fault is its own: the others stand, and this one says what it can', () => {
  it.each<[string, unknown, string, object]>([
    ['is no object', 'x', ' answerObject', { name: '', value: '' }],
    ['is nothing', null, ' answerObject', { name: '', value: '' }],
    ['has no name', without('name', value()), '.name answerMissing', { value: '王小明' }],
    ['has an empty name', value({ name: '' }), '.name answerMissing', { value: '王小明' }],
    ['has a name that is no text', value({ name: [] }), '.name answerString', { value: '王小明' }],
    ['has no value', without('value', value()), '.value answerMissing', { name: '姓名', value: '' }],
    ['has no type', without('type', value()), '.type answerMissing', { type: 'string', value: '王小明' }],
    ['has the type 6', value({ type: '6' }), '.type answerType', { type: 'string', value: '王小明' }],
    ['has the type 0', value({ type: 0 }), '.type answerType', { type: 'string' }],
    ['has a type in words', value({ type: 'string' }), '.type answerType', { type: 'string' }],
    ['has no mark', without('isMandatory', value()), '.isMandatory answerMissing', { required: false, value: '王小明' }],
    ['has a mark of another kind', value({ isMandatory: 'maybe' }), '.isMandatory answerBoolean', { required: false }],
    ['has a length beyond the limit', value({ length: 257 }), '.length answerLength', { value: '王小明' }],
    ['has a length of nothing', value({ length: '0' }), '.length answerLength', { value: '王小明' }],
    ['has half a length', value({ length: '12.5' }), '.length answerLength', { value: '王小明' }],
    ['has no dictionary', value({ type: '5', value: 2 }), '.dictItems answerDictionary', { type: 'dictionary', value: '' }],
    ['has an empty dictionary', value({ type: '5', dictItems: [] }), '.dictItems answerDictionary', { value: '' }],
    ['has a dictionary that is no list', value({ type: '5', dictItems: {} }), '.dictItems answerDictionary', { value: '' }],
    [
      'has an item without a key',
      value({ type: '5', value: 2, dictItems: [{ value: 'x' }, { key: 2, value: '金卡' }] }),
      '.dictItems[0].key answerMissing',
      { value: '2', dictItems: [{ key: '2', label: '金卡' }] },
    ],
  ])('%s', (_name, wire, fault, expected) => {
    const checked = cardsOf([{ objectName: '客户', values: [value({ name: '城市', value: '深圳' }), wire] }])
    if (!checked.ok) throw new Error(said(checked))
    const [sound, wrong] = checked.cards[0]?.fields ?? []
    expect(sound).toMatchObject({ name: '城市', value: '深圳' })
    expect(sound?.fault).toBeUndefined()
    expect(wrong).toMatchObject(expected)
    const [place = '', rule] = fault.split(' ')
    expect(wrong?.fault).toEqual({ path: `$[0].values[1]${place}`, rule })
  })
})

describe('an answer is refused, with its place and its rule, when it', () => {
  it.each([
    ['is nothing', '', '$ answerNothing'],
    ['is blank', ' \r\n', '$ answerNothing'],
    ['is null', 'null', '$ answerNothing'],
    ['is no JSON', '<html>', '$ answerJson'],
    ['is half', '[{"objectName":', '$ answerJson'],
    ['is one object', '{}', '$ answerArray'],
    ['is a text', '"x"', '$ answerArray'],
    ['reports an error', '{"retcode":"1003","message":"busy","data":null}', '$ answerError'],
    ['reports an error otherwise', '{"success":false,"errMsg":"x"}', '$ answerError'],
    ['reports an error without a code', '{"error":{"message":"no such customer"}}', '$ answerError'],
    ['reports an error beside nothing', '{"status":500,"data":[]}', '$ answerError'],
    ['says that all is well', '{"code":0,"message":"ok","data":[]}', '$ answerArray'],
    ['has a shape of its own', '{"code":0,"data":{"name":"x"}}', '$ answerArray'],
    ['holds the list', '{"list":[]}', '$ answerArray'],
  ])('%s', (_name, text, fault) => expect(said(readAnswer(text))).toBe(fault))

  it.each<[string, unknown, string]>([
    ['has something else than objects', [1], '$[0] answerObject'],
    ['has null for an object', [null], '$[0] answerObject'],
    ['has no objectName', [{ values: [] }], '$[0].objectName answerMissing'],
    ['has an empty objectName', [{ objectName: '', values: [] }], '$[0].objectName answerMissing'],
    ['has a list for an objectName', [{ objectName: [], values: [] }], '$[0].objectName answerString'],
    ['has no values', [{ objectName: 'a' }], '$[0].values answerMissing'],
    ['has values that are no array', [{ objectName: 'a', values: {} }], '$[0].values answerArray'],
    ['is wrong in the second object', [...answer(value()), { objectName: 'b' }], '$[1].values answerMissing'],
  ])('%s', (_name, given, fault) => expect(said(cardsOf(given))).toBe(fault))

  it('has more than 2,000 fields, in one object or in all', () => {
    const many = (count: number) => ({ objectName: 'a', values: Array.from({ length: count }, () => value()) })
    expect(said(cardsOf([many(1_000), many(1_000)]))).toBe('ok')
    expect(said(cardsOf([many(1_000), many(1_001)]))).toBe('$ answerFields')
    expect(said(cardsOf([many(2_001)]))).toBe('$ answerFields')
  })

  it('has objects, and nothing in any of them', () => {
    expect(said(cardsOf([{ objectName: 'a', values: [] }]))).toBe('$ answerNothing')
    expect(
      said(
        cardsOf([
          { objectName: 'a', values: [] },
          { objectName: 'b', values: [{ name: 'n' }] },
        ]),
      ),
    ).toBe('ok')
    expect(said(cardsOf([]))).toBe('ok')
  })

  it('has more than 20 objects', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ objectName: `${index}`, values: index === 0 ? [{ name: 'n' }] : [] }))
    expect(said(cardsOf(many(20)))).toBe('ok')
    expect(said(cardsOf(many(21)))).toBe('$ answerObjects')
    expect(said(cardsOf(many(200_000)))).toBe('$ answerObjects')
  })

  it('would change what objects are, or is deeper than anyone reads', () => {
    const polluted = '[{"__proto__":{"polluted":1},"objectName":"a","constructor":{"prototype":{"polluted":1}},"values":[{"name":"n"}]}]'
    expect(said(readAnswer(polluted))).toBe('ok')
    expect('polluted' in {}).toBe(false)
    expect(said(readAnswer('['.repeat(500_000)))).toBe('$ answerJson')
    const deep = `[{"objectName":"a","values":[{"name":"n","value":${'['.repeat(300_000)}${']'.repeat(300_000)},"type":"1","isMandatory":true}]}]`
    const read = readAnswer(deep)
    expect(read.ok && read.cards[0]?.fields[0]?.value).toBe('')
  })
})
