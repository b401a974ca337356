import { expect, it } from 'vitest'
import { i18n, language } from '../../../i18n/language.ts'
import { daysText } from './hours-text.ts'

it('days in a row are one, others stand alone, in their order', () => {
  i18n.global.locale.value = 'en'
  language.value = 'en'
  expect(daysText([1, 2, 3, 4, 5])).toBe('Mon–Fri')
  expect(daysText([7, 1, 3])).toBe('Mon, Wed, Sun')
  expect(daysText([1, 2, 3, 4, 5, 6, 7])).toBe('Mon–Sun')
  expect(daysText([])).toBe('')
})
