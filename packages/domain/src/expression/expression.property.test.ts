import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compileExpression, type ExpressionType, type PlainValue } from './expression.ts'
import { checkPlain } from './plain-value.ts'
import { compileTemplate } from './template.ts'

const names = new Map<string, ExpressionType>([
  ['l', 'list'],
  ['m', 'map'],
  ['n', 'number'],
  ['s', 'string'],
  ['v', 'any'],
])

const { text } = fc.letrec<{ text: string }>((tie) => {
  const inner = tie('text')
  const two = fc.tuple(inner, inner)
  return {
    text: fc.oneof(
      { maxDepth: 6, withCrossShrink: true },
      fc.constantFrom('1', '0.5', '"x"', 'true', 'null', 'l', 'm', 'n', 's', 'v', 'x', '[]', '{}', 'now()', '"é中😀"'),
      fc
        .tuple(fc.constantFrom('+', '-', '*', '/', '%', '==', '!=', '<', '>=', '&&', '||', 'in'), two)
        .map(([op, [a, b]]) => `(${a} ${op} ${b})`),
      fc.tuple(fc.constantFrom('map', 'filter', 'all', 'exists', 'exists_one'), two).map(([macro, [a, b]]) => `${a}.${macro}(x, ${b})`),
      fc
        .tuple(fc.constantFrom('size', 'string', 'double', 'int', 'digits', 'maskPhone', 'dyn', 'bool'), inner)
        .map(([name, a]) => `${name}(${a})`),
      fc.tuple(fc.constantFrom('split', 'join', 'contains', 'indexOf', 'orValue', 'or'), two).map(([name, [a, b]]) => `${a}.${name}(${b})`),
      fc
        .tuple(fc.constantFrom('.a', '.?a', '[0]', '[?0]', '["k"]', '.value()', '.hasValue()', '.trim()'), inner)
        .map(([end, a]) => `${a}${end}`),
      fc.tuple(inner, two).map(([a, [b, c]]) => `(${a} ? ${b} : ${c})`),
      fc.tuple(inner, inner).map(([a, b]) => `[${a}, ${b}, dyn(${a})]`),
      inner.map((a) => `{"k": ${a}, "a": dyn(${a})}`),
    ),
  }
})

const value = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<PlainValue>
const values = fc.record({ l: fc.array(value), m: fc.dictionary(fc.string(), value), n: fc.integer(), s: fc.string(), v: value })

it('any expression over any values ends in a plain value or a code, and never throws', () => {
  let compiled = 0
  fc.assert(
    fc.property(text, values, (written, given) => {
      const made = compileExpression(written, names)
      if (!made.ok) return made.problems.every(({ from, to }) => from >= 0 && from <= to && to <= written.length)
      compiled += 1
      const outcome = made.expression.evaluate(new Map(Object.entries(given)), { now: 0 })
      return !outcome.ok || checkPlain(outcome.value).ok
    }),
    { numRuns: 1_000 },
  )
  expect(compiled).toBeGreaterThan(100)
})

it('any text is an expression and a template, or has problems within it', () => {
  const signs = fc.string({ unit: fc.constantFrom(...'ab1 ."\'{}[]()?:+-*/<>=!&|,\\中\n$'), maxLength: 60 })
  fc.assert(
    fc.property(signs, (written) => {
      for (const made of [compileExpression(written, names), compileTemplate(written, names)]) {
        if (!made.ok) expect(made.problems.every(({ from, to }) => from >= 0 && from <= to && to <= written.length)).toBe(true)
      }
    }),
    { numRuns: 1_000 },
  )
})
