import type { WrapUp } from '@openseat/contracts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiFailure } from '../api/api-failure.ts'
import { Drafts, parsed, type WrapUpText } from './drafts.ts'
import { merged } from './merge-text.ts'
import { OpenWrapUp, pauseMs } from './wrap-up.ts'

/** A browser's storage, as far as drafts use it. */
function memory(): Storage {
  const items = new Map<string, string>()
  return {
    get length() {
      return items.size
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  }
}

const at = Date.parse('2026-11-22T08:00:00.000Z')
const stored = (text: WrapUpText, savedAt = at): WrapUp => ({
  agentNumber: '101',
  reasonPath: [],
  savedAt: new Date(savedAt).toISOString(),
  ...text,
})

let storage: Storage
let drafts: Drafts
/** The server: what it has, and whether it answers. */
let server: { has: WrapUp | null; fault: ApiFailure | null; saves: WrapUpText[] }

function open(callId = '1-1'): OpenWrapUp {
  const answer = <T>(value: () => T): Promise<T> => (server.fault ? Promise.reject(server.fault) : Promise.resolve(value()))
  return new OpenWrapUp({
    callId,
    drafts,
    load: () => answer(() => server.has),
    save: (text) =>
      answer(() => {
        server.saves.push(text)
        server.has = stored(text, Date.now())
        return server.has
      }),
    now: Date.now,
  })
}

beforeEach(() => {
  vi.useFakeTimers({ now: at })
  storage = memory()
  drafts = new Drafts(storage, '1.101')
  server = { has: null, fault: null, saves: [] }
})
afterEach(() => vi.useRealTimers())

const unreachable = new ApiFailure('unreachable')

describe('a wrap-up', () => {
  it('is saved once after a pause in typing, and the draft goes', async () => {
    const wrapUp = open()
    await wrapUp.open()
    for (const notes of ['r', 're', 'refund']) wrapUp.change({ notes })
    expect([wrapUp.state.value, drafts.read('1-1')?.notes]).toEqual(['typing', 'refund'])
    await vi.advanceTimersByTimeAsync(pauseMs)
    expect(server.saves).toEqual([{ reasonId: null, notes: 'refund' }])
    expect([wrapUp.state.value, drafts.callIds()]).toEqual(['clean', []])
    wrapUp.close()
  })

  it('typed without a connection is kept, tried again, and saved when the server answers', async () => {
    server.fault = unreachable
    const wrapUp = open()
    await wrapUp.open()
    wrapUp.change({ notes: 'typed offline', reasonId: 4 })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(wrapUp.state.value).toBe('failed')
    const afterReload = open()
    expect(afterReload.text.value).toMatchObject({ notes: 'typed offline', reasonId: 4 })
    server.fault = null
    await vi.advanceTimersByTimeAsync(30_000)
    expect([wrapUp.state.value, server.has?.notes, drafts.callIds()]).toEqual(['clean', 'typed offline', []])
  })

  it('that was not saved before a reload is saved after it', async () => {
    drafts.keep('1-1', { reasonId: 2, notes: 'before', at })
    const wrapUp = open()
    await wrapUp.open()
    expect(server.saves).toEqual([{ reasonId: 2, notes: 'before' }])
    expect(wrapUp.state.value).toBe('clean')
  })

  it('that is refused waits for a change and says why', async () => {
    const wrapUp = open()
    await wrapUp.open()
    server.fault = new ApiFailure('refused', { code: 'OBJECT_NOT_FOUND', detail: 'gone' })
    wrapUp.change({ notes: 'x' })
    await vi.advanceTimersByTimeAsync(60_000)
    expect([wrapUp.state.value, wrapUp.failure.value?.detail, vi.getTimerCount()]).toEqual(['failed', 'gone', 0])
    server.fault = null
    wrapUp.change({ notes: 'xy' })
    await vi.advanceTimersByTimeAsync(pauseMs)
    expect(wrapUp.state.value).toBe('clean')
  })

  it('typed on while it is being saved is saved once more', async () => {
    const wrapUp = open()
    await wrapUp.open()
    wrapUp.change({ notes: 'a' })
    const saving = wrapUp.flush()
    wrapUp.change({ notes: 'ab' })
    await saving
    await vi.advanceTimersByTimeAsync(pauseMs)
    expect(server.saves.map(({ notes }) => notes)).toEqual(['a', 'ab'])
  })

  it('takes over what another tab typed, unless something is typed here', async () => {
    const wrapUp = open()
    await wrapUp.open()
    wrapUp.adopt({ reasonId: 1, notes: 'other tab', at })
    expect([wrapUp.text.value.notes, wrapUp.state.value]).toEqual(['other tab', 'clean'])
    wrapUp.change({ notes: 'mine' })
    wrapUp.adopt({ reasonId: 1, notes: 'theirs', at })
    expect(wrapUp.text.value.notes).toBe('mine')
    wrapUp.close()
  })
})

describe('a draft', () => {
  it('is of one person alone', () => {
    drafts.keep('1-1', { reasonId: null, notes: 'mine', at })
    expect(new Drafts(storage, '1.102').callIds()).toEqual([])
    expect(drafts.callIds()).toEqual(['1-1'])
  })

  it.each([null, '', '{', '7', '{"notes":3,"at":1}'])('that reads %j is none', (text) => expect(parsed(text)).toBe(null))

  it('wins over an older text, and joins a later one from elsewhere', () => {
    const draft = { reasonId: null, notes: 'draft', at }
    expect(merged(draft, stored({ reasonId: 1, notes: 'older' }, at - 1))).toEqual({ reasonId: null, notes: 'draft' })
    expect(merged(draft, stored({ reasonId: 1, notes: 'later' }, at + 1))).toEqual({ reasonId: 1, notes: 'later\ndraft' })
    expect(merged({ ...draft, notes: 'later and more' }, stored({ reasonId: 1, notes: 'later' }, at + 1)).notes).toBe('later and more')
    expect(merged(null, null)).toEqual({ reasonId: null, notes: '' })
  })
})
