import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'

const folder = mkdtempSync(path.join(tmpdir(), 'customers-'))
afterAll(() => rmSync(folder, { recursive: true }))

const made = (name: string, ...more: string[]): string => {
  const file = path.join(folder, name)
  execFileSync(process.execPath, [path.join(import.meta.dirname, '../scripts/make-customers.ts'), file, ...more])
  return readFileSync(file, 'utf8')
}

it('makes 10,000 customers with numbers of their own, the same every time', () => {
  const text = made('a.csv')
  expect(made('b.csv')).toBe(text)
  expect(text.startsWith('\uFEFF手机,姓名,')).toBe(true)
  const numbers = text.split('\r\n').flatMap((line) => /^(?:\+?86)?(139\d{8}),/.exec(line)?.[1] ?? [])
  expect([numbers.length, new Set(numbers).size]).toEqual([10_000, 10_000])
})

it('makes as many as are asked for', () => {
  expect(made('c.csv', '3').split('\r\n')).toHaveLength(5)
})
