import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Comeback } from './comeback.ts'

const away = { kind: 'blocked', reason: 'unreachable' } as const
const reopen = vi.fn()
const left = vi.fn()
let page: Comeback

beforeEach(() => {
  vi.useFakeTimers()
  reopen.mockReset()
  left.mockReset()
  page = new Comeback({ reopen, left })
})
afterEach(() => {
  page.stop()
  vi.useRealTimers()
})

/** As a frame does whose server stays away. */
const stays = (): void => void reopen.mockImplementation(() => queueMicrotask(() => page.status(away)))

it('a page that is away is tried again, less and less often, for as long as it takes', async () => {
  stays()
  page.status(away)
  const times: number[] = []
  for (let second = 1; second <= 300; second++) {
    const before = reopen.mock.calls.length
    await vi.advanceTimersByTimeAsync(1_000)
    if (reopen.mock.calls.length > before) times.push(second)
  }
  expect(times).toEqual([2, 6, 14, 30, 62, 122, 182, 242])
})

it('a contact that needs it does not wait; one that stands is left alone', () => {
  page.status({ kind: 'late' })
  page.contact(true)
  expect(reopen).toHaveBeenCalledTimes(1)
  page.status({ kind: 'ready' })
  page.contact(false)
  vi.advanceTimersByTime(600_000)
  expect(reopen).toHaveBeenCalledTimes(1)
})

it('a page that has gone without another one’s hello is told, and comes back with the next contact, unless somebody types in it', () => {
  page.status({ kind: 'ready' })
  page.connected(true)
  page.connected(false)
  vi.advanceTimersByTime(4_000)
  page.connected(true)
  vi.advanceTimersByTime(60_000)
  expect(left).not.toHaveBeenCalled()
  page.connected(false)
  vi.advanceTimersByTime(5_000)
  expect(left).toHaveBeenCalledTimes(1)
  expect(reopen).not.toHaveBeenCalled()
  page.contact(true)
  expect(reopen).not.toHaveBeenCalled()
  page.contact(false)
  expect(reopen).toHaveBeenCalledTimes(1)
})

it('the pauses are short again once it was there', async () => {
  stays()
  page.status(away)
  await vi.advanceTimersByTimeAsync(120_000)
  reopen.mockReset()
  page.status({ kind: 'ready' })
  page.connected(true)
  page.status(away)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(reopen).toHaveBeenCalledTimes(1)
})
