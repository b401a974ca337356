import { describe, expect, it } from 'vitest'
import { compileExpression, type ExpressionType, type PlainValue } from './expression.ts'

const context = { now: Date.UTC(2026, 1, 28, 16, 30, 5), timeZone: 'Asia/Shanghai' }

const variables: Readonly<Record<string, { type: ExpressionType; value: PlainValue }>> = {
  n: { type: 'number', value: 4 },
  half: { type: 'number', value: 0.5 },
  s: { type: 'string', value: 'Hello 中文' },
  b: { type: 'bool', value: true },
  born: { type: 'date', value: '2026-03-01' },
  l: { type: 'list', value: [3, 1, 2] },
  people: { type: 'list', value: [{ name: 'Ada', age: 36 }, { name: 'Bo', age: 7 }, { name: 'Cy' }] },
  m: { type: 'map', value: { a: { b: 1 }, 姓名: '王', none: null, 'with-dash': true } },
  d: { type: 'any', value: { code: 0, list: ['x', 'y'], text: '42', endless: Infinity } },
}
const names = new Map(Object.entries(variables).map(([name, { type }]) => [name, type]))
const values = new Map(Object.entries(variables).map(([name, { value }]) => [name, value]))

const result = (text: string, wanted?: ExpressionType) => {
  const compiled = compileExpression(text, names, wanted)
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.expression.evaluate(values, context)
}
const valueOf = (text: string) => {
  const outcome = result(text)
  return outcome.ok ? outcome.value : outcome
}

describe('what an expression says', () => {
  it.each<[string, PlainValue]>([
    ['1 + 2 * 3', 7],
    ['n + 1', 5],
    ['1 + n', 5],
    ['n / 8', 0.5],
    ['7 / 2', 3.5],
    ['7 % 2', 1],
    ['n % 3', 1],
    ['-n + half', -3.5],
    ['n == 4', true],
    ['4 == n', true],
    ['n in [1, 4]', true],
    ['4 in l', false],
    ['b ? 1 : half', 1],
    ['b ? half : n > 3 ? 2 : half', 0.5],
    ['d.code == 0', true],
    ['d.code + 1', 1],
    ['d.text == 42', false],
    ['double(d.text) + 1', 43],
    ['int(7.9)', 7],
    ['string(n)', '4'],
    ['string(n) + "x"', '4x'],
    ['s + "!"', 'Hello 中文!'],
    ['s < "I"', true],
    ['l + [4]', [3, 1, 2, 4]],
    ['l[0]', 3],
    ['l[int(n) - 2]', 2],
    ['l.size() == 3', true],
    ['size(m)', 4],
    ['"中".size()', 1],
    ['s.substring(6)', '中文'],
    ['s.substring(size(s) - int(2))', '中文'],
    ['s.substring(0, n + 1)', 'Hello'],
    ['s.contains("ell") && s.startsWith("He") && s.endsWith("文")', true],
    ['s.indexOf("l") + s.lastIndexOf("l")', 5],
    ['s.upperAscii().split(" ")[0]', 'HELLO'],
    ['["a", "b"].join("-")', 'a-b'],
    ['" x ".trim()', 'x'],
    ['"ßİaB".upperAscii() + "ÀaB".lowerAscii()', 'ßİABÀab'],
    ['m.a.b', 1],
    ['m["姓名"]', '王'],
    ['m["with-dash"]', true],
    ['m.none == null', true],
    ['has(m.a.b)', true],
    ['has(m.x)', false],
    ['has(m.x.y)', false],
    ['has(m.none.x)', false],
    ['m.none.?x.?y.orValue(1)', 1],
    ['m.?x.orValue("?")', '?'],
    ['m.?a.?b.orValue(9)', 1],
    ['m[?"x"].hasValue()', false],
    ['m.?x', null],
    ['m.?a.b', 1],
    ['{"k": n, "l": l}', { k: 4, l: [3, 1, 2] }],
    ['people.filter(p, p.?age.orValue(0) > 10).map(p, p.name)', ['Ada']],
    ['people.map(p, has(p.age), p.age * 2)', [72, 14]],
    ['people.exists(p, p.name == "Cy")', true],
    ['people.all(p, has(p.age))', false],
    ['people.exists_one(p, p.name.startsWith("B"))', true],
    ['people.map(p, people.filter(q, q.name == p.name).size())', [1, 1, 1]],
    ['m.exists(k, k == "a")', true],
    ['people.exists(p, p.age > 30)', true],
    ['true || m.x', true],
    ['m.x == 1 || true', true],
    ['false && m.x', false],
    ['b && !(n < 3)', true],
  ])('%s', (text, expected) => expect(valueOf(text)).toEqual(expected))

  it.each<[string, PlainValue]>([
    ['looksLike("13800001234", "1[3-9][0-9]{9}")', true],
    ['looksLike("x13800001234", "1[3-9][0-9]{9}")', false],
    ['digits("(0755) 8888-０１２３")', '075588880123'],
    ['digits(n)', '4'],
    ['maskPhone("13812345678")', '138****5678'],
    ['now()', '2026-03-01T00:30:05+08:00'],
    ['daysBetween("2026-02-27", born)', 2],
    ['daysBetween(now(), "2026-02-28T23:00:00Z")', -1],
    ['money(12.5)', '十二元五角'],
    ['money(d.text, "USD")', '四十二美元'],
    ['spoken(n)', '四'],
    ['spoken(born)', '二零二六年三月一日'],
    ['spoken("3-5")', '三到五'],
  ])('our own: %s', (text, expected) => expect(valueOf(text)).toEqual(expected))
})

describe('what goes wrong while it runs is told, without values', () => {
  it.each([
    ['m.x', 'missing', 'x'],
    ['m.x.y', 'missing', 'x'],
    ['m.none.y', 'missing', 'y'],
    ['l[3]', 'missing', '3'],
    ['l[0].x', 'wrongType', 'map ≠ number'],
    ['d.list.x', 'wrongType', 'map ≠ list'],
    ['d.list.?x', 'wrongType', 'map ≠ list'],
    ['m.?x.value()', 'missing', undefined],
    ['d.text + 1', 'wrongType', 'string + number'],
    ['d.text > 1', 'wrongType', 'string > number'],
    ['n / 0', 'divisionByZero', undefined],
    ['n % (n - 4)', 'divisionByZero', undefined],
    ['1e308 * 10.0', 'notANumber', undefined],
    ['double("x")', 'conversion', 'double(string)'],
    ['money("x")', 'conversion', 'money'],
    ['money(n, "XXX")', 'conversion', 'money'],
    ['spoken(l)', 'conversion', 'spoken(list)'],
    ['d.endless', 'notANumber', undefined],
    ['double("Infinity")', 'conversion', 'double(string)'],
    ['s.substring(99)', 'outOfRange', undefined],
    ['daysBetween("tomorrow", born)', 'wrongType', 'daysBetween: date ≠ string'],
    ['people.all(p, p.age > 0)', 'missing', 'age'],
    ['d.code ? 1 : 2', 'wrongType', 'bool ≠ number'],
  ])('%s', (text, code, detail) => expect(result(text)).toEqual(detail === undefined ? { ok: false, code } : { ok: false, code, detail }))

  it('a variable without a value is missing', () => {
    const compiled = compileExpression('n + 1', names)
    expect(compiled.ok && compiled.expression.evaluate(new Map(), context)).toEqual({ ok: false, code: 'missing', detail: 'n' })
  })

  it('a value of another type than was wanted', () => {
    expect(result('d.code', 'string')).toEqual({ ok: false, code: 'wrongType', detail: 'string ≠ number' })
    expect(result('d.text', 'date')).toEqual({ ok: false, code: 'wrongType', detail: 'date ≠ string' })
    expect(result('born', 'date')).toEqual({ ok: true, value: '2026-03-01' })
  })
})

it('tells the variables that it reads, and none of its own', () => {
  const compiled = compileExpression('people.filter(p, p.age > n).size() > 0 && has(m.x)', names)
  expect(compiled.ok && [...compiled.expression.names].toSorted()).toEqual(['m', 'n', 'people'])
})

describe('what is wrong with it as it stands has a place', () => {
  it.each<[string, object]>([
    ['', { code: 'empty', from: 0, to: 0 }],
    ['1 +', { code: 'unfinished', from: 3, to: 3 }],
    ['(n', { code: 'unfinished', from: 2, to: 2 }],
    ['n n', { code: 'syntax', from: 2, to: 3 }],
    ['n = 1', { code: 'syntax', from: 2, to: 3 }],
    ['"abc', { code: 'unclosedText', from: 0, to: 4 }],
    ['nope + 1', { code: 'unknownName', from: 0, to: 4, name: 'nope' }],
    ['cel.bind(x, 1, x)', { code: 'unknownName', from: 0, to: 3, name: 'cel' }],
    ['nope(1)', { code: 'unknownFunction', from: 0, to: 7, name: 'nope' }],
    ['timestamp("2026-01-01T00:00:00Z")', { code: 'unknownFunction', from: 0, to: 33, name: 'timestamp' }],
    ['s.trim(1)', { code: 'arguments', from: 0, to: 9, name: 'trim' }],
    ['s.contains(1)', { code: 'arguments', from: 0, to: 13, name: 'contains', found: 'number' }],
    ['s + n', { code: 'operator', from: 0, to: 5, name: '+', found: 'string, number' }],
    ['"1" == 1', { code: 'operator', from: 0, to: 8, name: '==', found: 'string, number' }],
    ['!s', { code: 'operator', from: 0, to: 2, name: '!', found: 'string' }],
    ['s ? 1 : 2', { code: 'wrongType', from: 0, to: 1, expected: 'bool', found: 'string' }],
    ['b && s', { code: 'wrongType', from: 0, to: 6, expected: 'bool', found: 'string' }],
    ['b ? 1 : s', { code: 'branches', from: 0, to: 9, found: 'number, string' }],
    ['l[n]', { code: 'index', from: 0, to: 4, found: 'number' }],
    ['n.map(x, x)', { code: 'wrongType', from: 0, to: 1, expected: 'list', found: 'number' }],
    ['l.map(x.y, 1)', { code: 'macroArgument', from: 8, to: 9 }],
    ['has(m)', { code: 'macroArgument', from: 0, to: 6, name: 'has' }],
    ['s.matches("a")', { code: 'matchesRefused', from: 0, to: 14, name: 'matches' }],
    ['looksLike(s, "(")', { code: 'pattern', from: 13, to: 16 }],
    ['looksLike(s, s)', { code: 'pattern', from: 13, to: 14 }],
    ['looksLike(s, "(.?){900}")', { code: 'pattern', from: 13, to: 24 }],
    ['9007199254740993', { code: 'numberTooBig', from: 0, to: 16 }],
    ['b"x" == b"x"', { code: 'notSupported', from: 0, to: 4 }],
    ['1u', { code: 'notSupported', from: 0, to: 2 }],
    ['m.constructor', { code: 'reservedName', from: 2, to: 13, name: 'constructor' }],
    ['m["__proto__"]', { code: 'reservedName', from: 2, to: 13, name: '__proto__' }],
    ['constructor', { code: 'reservedName', from: 0, to: 11, name: 'constructor' }],
    ['l.map(toString, 1)', { code: 'reservedName', from: 6, to: 14, name: 'toString' }],
    ['{"prototype": 1}', { code: 'reservedName', from: 1, to: 12, name: 'prototype' }],
    ['x'.repeat(1_001), { code: 'tooLong', from: 1_000, to: 1_001, expected: '1000', found: '1001' }],
    ['('.repeat(25), { code: 'tooComplex', from: 24, to: 24 }],
  ])('%s', (text, problem) => {
    const compiled = compileExpression(text, names)
    expect(compiled.ok ? compiled.expression.text : compiled.problems[0]).toEqual(problem)
  })

  it('and all names without meaning are told at once', () => {
    const compiled = compileExpression('x + y + nope(z)', names)
    expect(compiled.ok ? [] : compiled.problems.map(({ name }) => name)).toEqual(['x', 'y', 'z', 'nope'])
  })

  it('the whole of it has the wrong type', () => {
    expect(compileExpression('n + 1', names, 'bool')).toEqual({
      ok: false,
      problems: [{ code: 'wrongType', from: 0, to: 5, expected: 'bool', found: 'number' }],
    })
  })
})
