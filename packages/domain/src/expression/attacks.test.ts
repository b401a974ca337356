// Expressions that want to leave the language, to run for ever or to fill the memory. Each has a process of its own with
// 200 MB and 3 s of CPU, its start among them: what goes beyond that is ended from outside, and seen here.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const entry = fileURLToPath(new URL('test-support/run-case.ts', import.meta.url))
const run = promisify(execFile)

async function outcomeOf(text: string, values = 'plain', repeat = 1): Promise<unknown> {
  const command = 'ulimit -t 3; exec "$0" --max-old-space-size=200 "$@"'
  const { stdout } = await run('/bin/sh', ['-c', command, process.execPath, entry, text, String(repeat), values], { env: {} })
  const { outcome, isPolluted } = JSON.parse(stdout) as { outcome: unknown; isPolluted: boolean }
  expect(isPolluted).toBe(false)
  return outcome
}

/** Of the clock on the wall, which others use as well: what counts is the limit of CPU. */
const timeout = 60_000

const fault = (code: string) => ({ ok: false, code })

describe.concurrent('an expression does not leave the language', { timeout }, () => {
  it.each<[string, unknown]>([
    ['v["constructor"]', ['reservedName']],
    ['v.constructor.constructor("return process")()', ['syntax']],
    ['v["con" + "structor"]', { ok: false, code: 'missing', detail: 'constructor' }],
    ['v["__pro" + "to__"]', { ok: false, code: 'missing', detail: '__proto__' }],
    ['v.?__proto__', ['reservedName']],
    ['has(v.toString)', ['reservedName']],
    ['{"__pro" + "to__": {"polluted": true}}', { ok: false, code: 'wrongType', detail: '__proto__' }],
    ['l.map(constructor, constructor)', ['reservedName']],
    ['l.push(1)', ['unknownFunction']],
    ['s.constructor', ['reservedName']],
    ['[].length', ['index']],
    ['l["len" + "gth"]', ['index']],
    ['process.exit()', ['unknownName', 'unknownFunction']],
    ['globalThis', ['unknownName']],
    ['bytes("x").json()', ['unknownFunction', 'unknownFunction']],
  ])('%s', async (text, expected) => expect(await outcomeOf(text)).toEqual(expected))

  it('nor does what the data are called', async () => {
    const data = 'constructor in the data'
    expect(await outcomeOf('v', data)).toEqual({ ok: true, value: expect.anything() })
    expect(await outcomeOf('v["isAd" + "min"]', data)).toEqual({ ok: false, code: 'missing', detail: 'isAdmin' })
    expect(await outcomeOf('v["con" + "structor"]', data)).toEqual({ ok: false, code: 'missing', detail: 'constructor' })
  })
})

describe.concurrent('an expression ends', { timeout }, () => {
  const s32 = Array.from({ length: 32 }, () => 's').join('+')
  it.each<[string, string, unknown]>([
    ['l.map(x, l.map(y, l.map(z, z)))', 'many items', fault('tooMuchWork')],
    ['l.all(x, l.all(y, x >= 0 || y >= 0))', 'many items', fault('tooMuchWork')],
    ['l.filter(x, s.size() > 0)', 'long text', fault('tooMuchWork')],
    ['l.filter(x, s.lowerAscii() == "q")', 'long text', fault('tooMuchWork')],
    ['l.filter(x, s.contains("q"))', 'long text', fault('tooMuchWork')],
    [`l.filter(x, (${s32}).contains("q"))`, 'long text', fault('tooMuchWork')],
    ['l.map(x, s).join("")', 'long text', fault('tooMuchWork')],
    ['l.map(x, x).join(s)', 'long text', fault('tooMuchWork')],
    ['l.map(x, s)', 'long text', fault('tooBig')],
    [`(${s32}).split("")`, 'long text', fault('tooMuchWork')],
    ['l.map(x, s.split(""))', 'long text', fault('tooMuchWork')],
    ['l.map(x, l)', 'long text', fault('tooBig')],
    ['l.map(x, l) == l.map(x, l)', 'long text', { ok: true, value: true }],
    ['l.map(x, l) == l.map(x, l + l)', 'long text', fault('tooMuchWork')],
    [`l.map(x, ${Array.from({ length: 32 }, () => 'l').join('+')})`, 'long text', fault('tooMuchWork')],
    ['(l + ["q"]) in l.map(x, l + ["p"])', 'long text', fault('tooMuchWork')],
    ['s < s && s <= s', 'long text', { ok: true, value: false }],
    ['l.all(x, m.size() > 0)', 'many entries', fault('tooMuchWork')],
    ['l.all(x, m != v)', 'many entries', fault('tooMuchWork')],
    ['l.all(x, m.exists(k, true))', 'many entries', fault('tooMuchWork')],
    ['m == v', 'many entries', { ok: true, value: false }],
    ['l.all(x, now() != "" && money(x) != "")', 'many entries', fault('tooMuchWork')],
    ['v', 'deep list', fault('tooBig')],
    ['v == v', 'deep list', { ok: true, value: true }],
    ['v == [v][0]', 'deep list', { ok: true, value: true }],
    ['[v] == [[v][0]]', 'deep list', { ok: true, value: true }],
    ['looksLike(s, "^(a+)+$")', 'plain', { ok: true, value: false }],
    ['looksLike(s.substring(0, 4096), "(x+x+)+y")', 'long text', { ok: true, value: false }],
    ['l.filter(i, looksLike(s.substring(0, 4096), "(.?){120}"))', 'long text', fault('tooMuchWork')],
    ['looksLike(s, "(\\\\pL{256}){256}")', 'plain', ['pattern']],
    ['looksLike(s, "((((a{9}){9}){9}){9}){9}")', 'plain', ['pattern']],
    ['looksLike(s, "(?i)\\\\pL{128}\\\\pN{128}")', 'plain', { ok: true, value: false }],
    ['digits(s + s + s + s)', 'ligatures', fault('tooMuchWork')],
    ['spoken(s)', 'ligatures', { ...fault('tooBig'), detail: 'spoken' }],
    ['l.map(x, spoken(s.substring(0, 4096)))', 'ligatures', fault('tooMuchWork')],
  ])('%s', async (text, values, expected) => expect(await outcomeOf(text, values)).toEqual(expected))

  it.each<[string, number, string]>([
    ['(', 20_000, 'tooLong'],
    ['(', 1_000, 'tooComplex'],
    ['!', 1_000, 'unfinished'],
    ['[', 1_000, 'tooComplex'],
    ['-', 999, 'unfinished'],
    ['s+', 500, 'tooComplex'],
    ['v.a', 300, 'tooComplex'],
    ['"', 999, 'syntax'],
    ['1,', 500, 'syntax'],
    ['v?v:', 250, 'tooComplex'],
  ])('%s, again and again', async (text, repeat, code) => expect(await outcomeOf(text, 'plain', repeat)).toContain(code))
})
