import { baseFieldInputSchema, type BaseField, type BaseFieldInput } from '@openseat/contracts'
import { describe, expect, it } from 'vitest'
import { checkRow } from './check-row.ts'
import { csvCell, csvLine, isCsvName, refusedCell } from './csv-cells.ts'
import { columnLetters, readHeader } from './csv-header.ts'
import { hideValues, maskValue } from './hidden-values.ts'
import { numberKey } from '../numbers/number-key.ts'
import { rowWarnings } from './row-warnings.ts'
import { sheetCell } from './sheet-cell.ts'
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
    [{ type: 'date' }, '2026/3/1 0:00', '2026-03-01'],
    [{ type: 'date' }, '2026-03-01T00:00:00Z', '2026-03-01'],
    [{ type: 'date' }, '20260301', '2026-03-01'],
    [{ type: 'date' }, '２０２６－０３－０１', '2026-03-01'],
    [{ type: 'date' }, '46082', 'calendarDate'],
    [{ type: 'date' }, '2026/3/1 8:00', 'calendarDate'],
    [{ type: 'number' }, '１２．５', '12.5'],
    [{ type: 'number' }, '1,234,567.89', '1234567.89'],
    [{ type: 'number' }, '1,234', 'decimal'],
    [{ type: 'number' }, '\u00A012\u200B', '12'],
    [{ type: 'time' }, '2:30 PM', '14:30:00'],
    [{ type: 'time' }, '12:05 am', '00:05:00'],
    [{ type: 'time' }, '下午 2:30', '14:30:00'],
    [{ type: 'time' }, '14:30 PM', 'timeOfDay'],
    [{ type: 'dictionary', dictItems: items }, '金卡\u200B', '1'],
    [{ type: 'dictionary', dictItems: items }, '１', '1'],
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

  const odd = ['=1+1', '+86 138-1234-5678', '@x', "'=1", "''+1", '-1.5', '-2+3', '＝x', "it's", '\t=x', "'twas"]
  const spoilt = ["'138", "''138", '1.38E+10', "'1.38E+10", '#N/A', '13800138006.0', '="138"', `'="138"`, '12.0', '1E5', '#1', "'"]
  it.each([...odd, ...spoilt])('comes back as it was: %j', (value) => {
    const written = csvCell(value).replace(/^"(.*)"$/s, (_, text: string) => text.replaceAll('""', '"'))
    expect(sheetCell(written)).toEqual({ text: value })
  })

  it.each([
    ['1.38E+10', '1.38E+10'],
    ['="138"', '138'],
    ["'=1", "'=1"],
    ['=1+1', "'=1+1"],
    ['#N/A', '#N/A'],
  ])('of a refused row, %j, is given back as %j: mended or refused again', (cell, given) => expect(refusedCell(cell)).toBe(given))

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

describe('a cell of a spreadsheet', () => {
  it.each([
    ['="13800138007"', '13800138007'],
    ['=13800138007', '13800138007'],
    ['=1+1', '=1+1'],
    ["'13800138007", '13800138007'],
    ['’+86 138-0013-8007', '+86 138-0013-8007'],
    ["'=1", '=1'],
    ["'twas", "'twas"],
    ['\u202D13800138007\u202C', '13800138007'],
    ['\u00A0王敏\u200B', '王敏'],
    ['👨\u200D👩', '👨\u200D👩'],
    ['2.0', '2.0'],
    ['6217860000000001234.0', '6217860000000001234'],
    ['="say ""hi"""', 'say "hi"'],
  ])('%j is read as %j', (cell, text) => expect(sheetCell(cell)).toEqual({ text }))

  it.each([
    ['1.38E+10', 'CSV_SHORTENED'],
    ['1,38E+10', 'CSV_SHORTENED'],
    ['6E+18', 'CSV_SHORTENED'],
    ['1.3800138E10', 'CSV_SHORTENED'],
    ['-1.2e+12', 'CSV_SHORTENED'],
    ['#N/A', 'CSV_CELL_ERROR'],
    ['#REF!', 'CSV_CELL_ERROR'],
    ['########', 'CSV_CELL_ERROR'],
    ['1E5', undefined],
    ['#1', undefined],
    ["'1.38E+10", undefined],
  ])('%j is refused as %s', (cell, fault) => expect(sheetCell(cell).fault).toBe(fault))

  it.each([
    ['32874', 'date', 'CSV_DAY_NUMBER'],
    ['45123.5', 'date', 'CSV_DAY_NUMBER'],
    ['0.354166667', 'time', 'CSV_DAY_NUMBER'],
    ['.5', 'time', undefined],
    ['19900102', 'date', undefined],
    ['1990-01-02', 'date', undefined],
    ['08:30', 'time', undefined],
    ['32874', 'string', undefined],
    ['32874', 'number', undefined],
  ] as const)('%j in a field of type %s is refused as %s', (cell, type, fault) => {
    expect(sheetCell(cell, { type }).fault).toBe(fault)
  })

  it('ends in .0 where a program took a number of any length for a decimal', () => {
    expect(sheetCell('8001.0', { indexed: true }).text).toBe('8001')
  })
})

describe('a header', () => {
  const list = [field({ name: '手机' }), field({ name: 'Full name' }), field({ name: '等级' })]
  const mapped = (cells: string[]) => {
    const read = readHeader(list, cells)
    return 'fieldAt' in read ? read.fieldAt : read
  }

  it.each([
    [
      ['手机', 'Full name', '等级'],
      [0, 1, 2],
    ],
    [
      ['等级', '手机', 'FULL NAME'],
      [2, 0, 1],
    ],
    [
      ['\uFEFF手机', 'Ｆｕｌｌ\u00A0ｎａｍｅ', ' 等级\u200B'],
      [0, 1, 2],
    ],
    [
      ['手机', 'Full  name', '等级', '', ''],
      [0, 1, 2, null, null],
    ],
    [
      ['手机', 'Full name', '等级', '行', '原因'],
      [0, 1, 2, null, null],
    ],
  ])('%j is known', (cells, expected) => expect(mapped(cells)).toEqual(expected))

  it.each([
    [['手机', '等级'], { missing: ['Full name'], unknown: [], twice: [], known: 2 }],
    [['手机', 'Name', '等级'], { missing: ['Full name'], unknown: [{ name: 'Name', column: 'B' }], twice: [], known: 2 }],
    [['手机', 'Full name', '等级', '手机'], { missing: [], unknown: [], twice: [{ name: '手机', column: 'D' }], known: 4 }],
    [['手机', 'Full name', '等级', '原因'], { missing: [], unknown: [{ name: '原因', column: 'D' }], twice: [], known: 3 }],
  ])('%j is told', (cells, expected) => expect(mapped(cells)).toEqual(expected))

  it('has the very name before one that looks the same', () => {
    const alike = [field({ name: 'Ａ' }), field({ name: 'B' }), field({ name: 'A' })]
    expect(readHeader(alike, ['A', 'B', 'Ａ'])).toMatchObject({ fieldAt: [2, 1, 0] })
  })

  it('calls columns as spreadsheets do', () =>
    expect([0, 25, 26, 51, 52, 701, 702].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']))
})

describe('a row that can be kept is warned of', () => {
  const list = [field({ name: '手机', indexed: true }), { ...field(), fieldId: 'c2' }, { ...field(), fieldId: 'c3' }]
  const codes = (values: Record<string, string>) => rowWarnings({ fields: list, country: 'CN' }, values).map(({ code }) => code)
  it.each([
    [{}, ['CSV_NO_INDEX']],
    [{ c1: '1380013800' }, ['CSV_NO_CALLER']],
    [{ c1: 'N/A' }, ['CSV_NO_CALLER']],
    [{ c1: '62345678' }, ['CSV_NO_CALLER']],
    [{ c1: '13800138000' }, []],
    [{ c1: '+44 20 7946 0958' }, []],
    [{ c1: '400-820-8820' }, []],
    [{ c1: '021-55667788-8001' }, []],
    [{ c1: '8001' }, []],
    [{ c1: '8001', c2: '6217860000000000000' }, ['CSV_ROUNDED']],
    [{ c1: '8001', c2: '6217860000000001234' }, []],
    [{ c1: '8001', c2: 'x\n13800138000,王敏,金卡' }, ['CSV_SWALLOWED']],
    [{ c1: '8001', c2: 'x\ny, z' }, []],
  ] as [Record<string, string>, string[]][])('%j: %j', (values, expected) => expect(codes(values)).toEqual(expected))
})
