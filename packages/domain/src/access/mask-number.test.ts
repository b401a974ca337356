import { expect, it } from 'vitest'
import { maskNumber } from './mask-number.ts'

it.each([
  ['13812345678', '138****5678'],
  ['02188991234', '021****1234'],
  ['4466', '****66'],
  ['12', '**'],
  ['', ''],
])('%s is shown as %s', (number, shown) => {
  expect(maskNumber(number)).toBe(shown)
})
