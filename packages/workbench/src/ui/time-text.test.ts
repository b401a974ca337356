import { expect, it } from 'vitest'
import { language } from '../i18n/language.ts'
import { durationText, timeText } from './time-text.ts'

it.each([
  [null, ''],
  [0, '00:00'],
  [222, '03:42'],
  [3_607, '1:00:07'],
  [-4, '00:00'],
])('%s seconds read as "%s"', (seconds, text) => {
  expect(durationText(seconds)).toBe(text)
})

it('writes days so that day and month cannot be taken for one another, in both languages', () => {
  const instant = new Date(2026, 10, 3, 8, 5, 9).toISOString()
  const texts = (['en', 'zh-CN'] as const).map((next) => {
    language.value = next
    return [timeText(instant), timeText(instant, 'day'), timeText(instant, 'clock')]
  })
  expect(texts).toEqual([
    ['2026-11-03 08:05:09', '2026-11-03', '08:05:09'],
    ['2026/11/03 08:05:09', '2026/11/03', '08:05:09'],
  ])
})
