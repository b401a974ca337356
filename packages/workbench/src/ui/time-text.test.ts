import { expect, it } from 'vitest'
import { durationText } from './time-text.ts'

it.each([
  [null, ''],
  [0, '00:00'],
  [222, '03:42'],
  [3_607, '1:00:07'],
  [-4, '00:00'],
])('%s seconds read as "%s"', (seconds, text) => {
  expect(durationText(seconds)).toBe(text)
})
