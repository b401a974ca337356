import { afterEach, expect, it } from 'vitest'
import { i18n } from '../app/language.ts'
import { otherText } from '../realtime/other-text.ts'
import { numberText } from './number-text.ts'

const before = i18n.global.locale.value
afterEach(() => void (i18n.global.locale.value = before))

it.each([
  ['en', 'Withheld'],
  ['zh-CN', '号码未显示'],
] as const)('in %s a number that was not told is said to be, and never an empty place', (locale, words) => {
  i18n.global.locale.value = locale
  expect(numberText('')).toBe(words)
  expect(otherText({ kind: 'customer', number: '', name: '' })).toBe(words)
  expect(numberText('138****5678')).toBe('138****5678')
  expect(otherText({ kind: 'agent', number: '102', name: 'Li Na' })).toBe('102 Li Na')
})
