import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { dismissToast, showToast, toasts } from './toasts.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  toasts.splice(0)
})

it('shows a toast for a while, or until it is dismissed', () => {
  showToast({ text: 'one', tone: 'done' })
  showToast({ text: 'two', tone: 'failed' })
  dismissToast(toasts[0]?.id ?? 0)
  expect(toasts.map((toast) => toast.text)).toEqual(['two'])
  vi.advanceTimersByTime(60_000)
  expect(toasts).toEqual([])
})

it('keeps the newest three', () => {
  for (const text of ['a', 'b', 'c', 'd']) showToast({ text, tone: 'done' })
  expect(toasts.map((toast) => toast.text)).toEqual(['b', 'c', 'd'])
})
