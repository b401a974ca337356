// One expression in a process of its own: what comes of it is written as JSON. Whoever starts it limits its memory and its CPU.
import { compileExpression, type ExpressionType, type PlainValue } from '../expression.ts'

interface Case {
  readonly text: string
  readonly repeat: number
  readonly values: string
}

const types: Readonly<Record<string, ExpressionType>> = { l: 'list', m: 'map', s: 'string', v: 'any' }

/** By name, so that a large one does not go through the command line. */
const large: Readonly<Record<string, () => Readonly<Record<string, PlainValue>>>> = {
  plain: () => ({ l: [1, 2, 3], m: { a: 1 }, s: 'abc', v: { code: 0 } }),
  'many items': () => ({ l: Array.from({ length: 100_000 }, (_each, at) => at) }),
  'long text': () => ({ l: Array.from({ length: 10_000 }, () => 'x'), s: 'x'.repeat(131_072) }),
  'many entries': () => {
    const l = Array.from({ length: 5_000 }, (_each, at) => at)
    const m = Object.fromEntries(l.map((at) => [`k${at}`, at]))
    return { l, m, v: { ...m, more: 0 } }
  },
  ligatures: () => ({ l: Array.from({ length: 1_000 }, () => 'x'), s: '\ufdfa'.repeat(131_072) }),
  'deep list': () => ({ v: nested(5_000) }),
  'constructor in the data': () => ({ v: parsed('{"constructor": {"prototype": 1}, "__proto__": {"isAdmin": true}}') }),
}

function nested(depth: number): PlainValue {
  let value: PlainValue = []
  for (let at = 0; at < depth; at += 1) value = [value]
  return value
}

function parsed(json: string): PlainValue {
  const value: PlainValue = JSON.parse(json)
  return value
}

function outcomeOf({ text, repeat, values }: Case): unknown {
  const compiled = compileExpression(text.repeat(repeat), new Map(Object.entries(types)))
  if (!compiled.ok) return compiled.problems.map(({ code }) => code)
  const given = new Map(Object.entries(large[values]?.() ?? {}))
  return compiled.expression.evaluate(given, { now: 0 })
}

const [text = '', repeat = '1', values = 'plain'] = process.argv.slice(2)
const outcome = outcomeOf({ text, repeat: Number(repeat), values })
const isPolluted = 'isAdmin' in {} || 'polluted' in {}
process.stdout.write(JSON.stringify({ outcome, isPolluted }))
