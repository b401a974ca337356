import { baseFieldInputSchema, type BaseField, type BaseFieldInput } from '@openseat/contracts'
import { describe, expect, it } from 'vitest'
import { checkRow } from './check-row.ts'
import { csvCell, csvLine, csvText, isCsvName } from './csv-cells.ts'
import { hideValues, maskValue } from './hidden-values.ts'
import { numberKey } from '../numbers/number-key.ts'
import { fieldProblems, publishedProblems } from './table-rules.ts'

const field = (more: Partial<BaseFieldInput> = {}): BaseField => {
  const made = baseFieldInputSchema.parse({ name: 'Name', type: 'string', ...more })
  return { ...made, fieldId: made.fieldId ?? 'c1' }
}
const fields = (count: number, more: Partial<BaseFieldInput>) =>
  Array.from({ length: count }, (_, at) => field({ name: `f${more.encrypted === true}${at}`, ...more }))
const said = (list: readonly BaseFieldInput[]) =>
  fieldProblems(list).map(({ field: path, params }) => [path, params['rule'] ?? params['max']])
const items = [
  { key: '1', label: '金卡' },
  { key: '2', label: '银卡' },
]

describe('the fields of a table', () => {
  it('are one index, 30 plain and 20 encrypted at most', () => {
    const full = [field({ indexed: true }), ...fields(30, {}), ...fields(20, { encrypted: true })]
    expect(said(full)).toEqual([])
    expect(said([...full, field({ name: 'x' })])).toEqual([['fields', 30]])
    expect(said([...full, field({ name: 'x', encrypted: true })])).toEqual([['fields', 20]])
    expect(said([...full, field({ name: 'x', indexed: true })])).toEqual([['fields.51.indexed', 'oneIndex']])
  })

  it('have names of their own', () => {
    expect(fieldProblems([field(), field({ name: 'NAME' })])).toMatchObject([{ field: 'fields.1.name', code: 'FIELD_TAKEN' }])
  })

  it.each([
    [{ type: 'date', length: 5 }, 'length', 'textAndNumber'],
    [{ type: 'time', mask: 'lastFour' }, 'mask', 'textAndNumber'],
    [{ type: 'date', indexed: true }, 'indexed', 'neverTheIndex'],
    [{ type: 'string', dictItems: items }, 'dictItems', 'dictionaryOnly'],
    [{ type: 'dictionary' }, 'dictItems', undefined],
    [{ type: 'dictionary', dictItems: [...items, { key: '3', label: '1' }] }, 'dictItems.2.key', undefined],
  ] as [Partial<BaseFieldInput>, string, string | undefined][])('%j is refused at %s', (more, path, rule) => {
    expect(said([field(more)])).toEqual([[`fields.0.${path}`, rule]])
  })

  it('stay as they are once published, and others may come', () => {
    const before = [field({ type: 'dictionary', dictItems: items })]
    const paths = (after: BaseFieldInput[]) => publishedProblems(before, after).map((problem) => problem.field)
    expect(paths([...before, field({ fieldId: undefined, name: 'new' } as never)])).toEqual([])
    expect(paths([])).toEqual(['fields'])
    expect(paths([field({ type: 'string' })])).toEqual(['fields.0.type', 'fields.0.dictItems'])
    expect(paths([field({ type: 'dictionary', dictItems: items, encrypted: true })])).toEqual(['fields.0.encrypted'])
  })

  it.each([
    ['none', 'lastFour', ['fields.0.mask']],
    ['firstFour', 'none', ['fields.0.mask']],
    ['lastFour', 'firstFour', []],
  ] as const)('once published may show %s as %s only if it is masked before and after', (before, after, paths) => {
    expect(publishedProblems([field({ mask: before })], [field({ mask: after })]).map((problem) => problem.field)).toEqual(paths)
  })
})

describe('a cell', () => {
  const result = (more: Partial<BaseFieldInput>, cell: string) => {
    const { values, problems } = checkRow([field(more)], { c1: cell })
    return problems[0]?.params['rule'] ?? problems[0]?.code ?? values['c1']
  }
  it.each([
    [{}, ' 王敏 ', '王敏'],
    [{}, 'a\nb', 'a\nb'],
    [{}, 'a\0b', 'noControls'],
    [{}, '', undefined],
    [{ required: true }, ' ', 'FIELD_REQUIRED'],
    [{ length: 2 }, '😀😀', '😀😀'],
    [{ length: 2 }, 'abc', 'FIELD_TOO_LONG'],
    [{}, 'x'.repeat(256), 'x'.repeat(256)],
    [{}, 'x'.repeat(257), 'FIELD_TOO_LONG'],
    [{ type: 'number' }, '-12.50', '-12.50'],
    [{ type: 'number' }, '007', '007'],
    [{ type: 'number' }, '9007199254740993', '9007199254740993'],
    [{ type: 'number' }, '1e5', 'decimal'],
    [{ type: 'number' }, '12,5', 'decimal'],
    [{ type: 'date' }, '2026/3/1', '2026-03-01'],
    [{ type: 'date' }, '2026年3月1日', '2026-03-01'],
    [{ type: 'date' }, '2026-02-30', 'calendarDate'],
    [{ type: 'date' }, '31.12.2026', 'calendarDate'],
    [{ type: 'time' }, '8:05', '08:05:00'],
    [{ type: 'time' }, '24:00', 'timeOfDay'],
    [{ type: 'dictionary', dictItems: items }, '银卡', '2'],
    [{ type: 'dictionary', dictItems: items }, '1', '1'],
    [{ type: 'dictionary', dictItems: items }, '铜卡', 'dictionaryItem'],
  ] as [Partial<BaseFieldInput>, string, string | undefined][])('of %j: %j gives %j', (more, cell, expected) => {
    expect(result(more, cell)).toBe(expected)
  })

  it('that is wrong is not repeated in the problem', () => {
    expect(JSON.stringify(checkRow([field({ type: 'number' })], { c1: 'secret' }).problems)).not.toContain('secret')
  })
})

describe('a hidden value', () => {
  it.each([
    ['lastFour', '13800138000', '****8000'],
    ['firstFour', '13800138000', '1380****'],
    ['lastFour', '1234', '****'],
    ['none', 'secret', '****'],
  ] as const)('with mask %s: %s shows %s', (mask, value, expected) =>
    expect(maskValue(field({ mask, encrypted: true }), value)).toBe(expected),
  )

  it('hides nothing else', () => {
    const list = [field({ encrypted: true }), { ...field(), fieldId: 'c2' }]
    expect(hideValues(list, { c1: 'secret', c2: 'open', c9: 'of a removed field' })).toEqual({ c1: '****', c2: 'open' })
  })
})

describe('the key of a number', () => {
  it.each([
    ['13800138000', 'CN', '+8613800138000'],
    ['+86 138 0013 8000', 'CN', '+8613800138000'],
    ['8613800138000', 'CN', '+8613800138000'],
    ['008613800138000', 'CN', '+8613800138000'],
    ['013800138000', 'CN', '+8613800138000'],
    ['１３８００１３８０００', 'CN', '+8613800138000'],
    ['010-62345678', 'CN', '+861062345678'],
    ['(020) 7946 0958', 'GB', '+442079460958'],
    ['+44 20 7946 0958', 'CN', '+442079460958'],
    ['8001', 'CN', '8001'],
    ['  ACME-7 ', 'CN', 'acme-7'],
  ])('%s in %s is %s', (number, country, key) => expect(numberKey(number, country)).toBe(key))

  // Spaces keep a number from the short way.
  it.each(['CN', 'GB', 'US', 'HK', 'DE'])('in %s is the same by the short way and by the library, for each range', (country) => {
    const wrong: string[] = []
    for (let range = 1_300; range <= 1_899; range += 1) {
      const number = `${range}${String((range * 7_919_001) % 10_000_000).padStart(7, '0')}`
      for (const before of ['', '+86', '0086', '86']) {
        const key = numberKey(before + number, country)
        const spaced = numberKey(`${before} ${number.slice(0, 3)} ${number.slice(3)}`, country)
        // What is no number anywhere stays as it was written.
        const expected = spaced.includes(' ') ? before + number : spaced.trim()
        if (key !== expected) wrong.push(`${before}${number} ${key} ${expected}`)
      }
    }
    expect(wrong).toEqual([])
  })
})

describe('a cell for a file', () => {
  it.each([
    ['=1+1', `'=1+1`],
    ['+86138', `'+86138`],
    ['-12.5', '-12.5'],
    ['-2+3', `'-2+3`],
    ['@x', `'@x`],
    ['\tx', `'\tx`],
    ['＝1', `'＝1`],
    ['say "hi"', '"say ""hi"""'],
    ['a,b', '"a,b"'],
    ['a\nb', '"a\nb"'],
    [' a', '" a"'],
  ])('%j is written %j', (value, cell) => expect(csvCell(value)).toBe(cell))

  it.each(['=1+1', '+86 138-1234-5678', '@x', "'=1", "''+1", '-1.5', '＝x', "it's", '\t=x'])('comes back as it was: %j', (value) =>
    expect(csvText(csvCell(value).replace(/^"(.*)"$/s, '$1'))).toBe(value),
  )

  it('stands in a line', () => expect(csvLine(['a', '', '=b'])).toBe(`a,,'=b\r\n`))

  it.each([
    ['客户_2026.csv', true],
    ['a.CSV', true],
    ['a b.csv', false],
    ['a.txt', false],
    ['../a.csv', false],
    ['.csv', false],
  ])('in %s: %s', (name, right) => expect(isCsvName(name)).toBe(right))
})
