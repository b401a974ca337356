import { expect, it } from 'vitest'
import { numberOf } from './whole-number.ts'

it.each([
  ['30', 30],
  [' 30 ', 30],
  ['３０', 30],
  ['', null],
  ['  ', null],
  ['1.5', 1.5],
  ['-1', -1],
  ['1e3', '1e3'],
  ['1,000', '1,000'],
  ['30s', '30s'],
  ['三十', '三十'],
  ['1'.repeat(60), '1'.repeat(40)],
])('%j is read as %j: nothing that was typed becomes another number', (text, value) => expect(numberOf(text)).toBe(value))
