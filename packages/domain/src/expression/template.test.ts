import { describe, expect, it } from 'vitest'
import type { ExpressionType, PlainValue } from './expression.ts'
import { compileTemplate, type TemplateDestination } from './template.ts'
import { rewriteDollarBraces } from './template-parts.ts'

const names = new Map<string, ExpressionType>([
  ['name', 'string'],
  ['n', 'number'],
  ['calldata', 'map'],
])
const values = (name: PlainValue = '王 <b>&"\'') =>
  new Map<string, PlainValue>([
    ['name', name],
    ['n', 12.5],
    ['calldata', { level: 'gold', list: [1, 'x'] }],
  ])

function rendered(text: string, destination: TemplateDestination = 'text', given = values()) {
  const compiled = compileTemplate(text, names)
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  const outcome = compiled.template.render(given, destination, { now: 0 })
  return outcome.ok ? outcome.text : outcome
}

describe('a template', () => {
  it.each([
    ['', ''],
    ['no values { } }}', 'no values { } }}'],
    ['{{n}} and {{ n + 1 }}', '12.5 and 13.5'],
    ['{{ calldata.level }}{{ calldata.list }}', 'gold[1,"x"]'],
    ['{{ calldata.?none }}|', '|'],
    ['{{ {"a": {"b": 1}}.a.b }}!', '1!'],
    ['{{ "}}" }}{{ \'{{ "\' }}', '}}{{ "'],
    ['{{ "\\"}}" }}', '"}}'],
  ])('%s', (text, expected) => expect(rendered(text)).toBe(expected))

  it.each<[TemplateDestination, string]>([
    ['text', '王 <b>&"\''],
    ['html', '王 &lt;b&gt;&amp;&quot;&#39;'],
    ['json', '王 <b>&\\"\''],
    ['url', '%E7%8E%8B%20%3Cb%3E%26%22%27'],
  ])('escapes what the values say for where it goes: %s', (destination, expected) => {
    expect(rendered('{{ name }}', destination)).toBe(expected)
    expect(rendered('<i>', destination)).toBe('<i>')
  })

  it('takes half a character for a mark that it is none', () => expect(rendered('{{ name }}', 'url', values('\ud800'))).toBe('%EF%BF%BD'))

  it('never reads a value as a template', () => expect(rendered('{{ name }}', 'text', values('{{ n }}'))).toBe('{{ n }}'))

  it('fails with the code of the expression that fails', () =>
    expect(rendered('{{ calldata.x }}')).toEqual({ ok: false, code: 'missing', detail: 'x' }))

  it('is at most 32 KB, and its expressions share what they may spend', () => {
    expect(rendered('{{ name }}{{ name }}', 'text', values('x'.repeat(16_384)))).toHaveLength(32_768)
    expect(rendered('{{ name }}{{ name }}!', 'text', values('x'.repeat(16_384)))).toEqual({ ok: false, code: 'tooBig' })
    const busy = '{{ calldata.list.map(x, calldata.list.map(y, y)).size() }}'.repeat(60)
    const list = Array.from({ length: 200 }, (_each, at) => at)
    expect(rendered(busy, 'text', new Map([...values(), ['calldata', { list }]]))).toEqual({ ok: false, code: 'tooMuchWork' })
  })

  it('tells its names, and its problems where they stand in the whole text', () => {
    const compiled = compileTemplate('{{ name }} {{ calldata.x }}', names)
    expect(compiled.ok && [...compiled.template.names]).toEqual(['name', 'calldata'])
    expect(compileTemplate('Dear {{  nope }}: {{ n + }}', names)).toEqual({
      ok: false,
      problems: [
        { code: 'unknownName', from: 9, to: 13, name: 'nope' },
        { code: 'unfinished', from: 24, to: 24 },
      ],
    })
    expect(compileTemplate('a {{ n', names)).toEqual({ ok: false, problems: [{ code: 'unclosedBraces', from: 2, to: 4 }] })
    expect(compileTemplate('a {{ }}', names)).toMatchObject({ ok: false, problems: [{ code: 'empty' }] })
    expect(compileTemplate('x'.repeat(4_097), names)).toMatchObject({ ok: false, problems: [{ code: 'tooLong' }] })
  })
})

it.each([
  ['Your balance is ${balance}.', 'Your balance is {{ balance }}.'],
  ['${ calldata.level }${a_1}', '{{ calldata.level }}{{ a_1 }}'],
  ['$ {x} ${1x} ${} ${a b} $x {x}', '$ {x} ${1x} ${} ${a b} $x {x}'],
])('writes the braces of other makers as ours: %s', (text, expected) => expect(rewriteDollarBraces(text)).toBe(expected))
