import { expect, it } from 'vitest'
import { clockText } from './clock-text.ts'

it.each([
  ['09:00', '09:00'],
  ['9:00', '09:00'],
  ['9', '09:00'],
  ['0930', '09:30'],
  ['930', '09:30'],
  ['9.30', '09:30'],
  [' ９：３０ ', '09:30'],
  ['24:00', '24:00'],
  ['25:99', '25:99'],
  ['9 Uhr', '9 Uhr'],
  ['', ''],
])('%j is kept as %j', (typed, kept) => {
  expect(clockText(typed)).toBe(kept)
})
