import { describe, expect, it } from 'vitest'
import { at, sampleCall, sampleSeat } from '../../realtime/sample-calls.ts'
import { callControls, isNext, mayDialOut, stateChoices } from './call-controls.ts'
import { seatClock } from './seat-clock.ts'
import { shortcutOf } from './shortcuts.ts'
import { tidyNumber } from '../../ui/dialled-text.ts'

const now = Date.parse(at) + 90_500
const until = (seconds: number): string => new Date(now + seconds * 1000).toISOString()
const kinds = (seat: ReturnType<typeof sampleSeat>) => stateChoices(seat, [{ code: 200, name: 'lunch' }]).choices.map(({ kind }) => kind)

describe('the clock beside the state', () => {
  it('counts up, down, and over the end of a rest', () => {
    expect(seatClock(sampleSeat(), now)).toEqual({ kind: 'up', seconds: 90 })
    expect(seatClock(sampleSeat({ state: 'wrapUp', until: until(20.2) }), now)).toEqual({ kind: 'down', seconds: 21 })
    expect(seatClock(sampleSeat({ state: 'rest', until: until(-61) }), now)).toEqual({ kind: 'over', seconds: 61 })
    expect(seatClock(sampleSeat({ state: 'wrapUp', until: until(-3) }), now)).toEqual({ kind: 'down', seconds: 0 })
  })

  it('never runs backwards when this computer is behind', () => {
    expect(seatClock(sampleSeat({ since: until(5) }), now)).toEqual({ kind: 'up', seconds: 0 })
  })
})

describe('the controls', () => {
  it('follow the call', () => {
    expect(callControls(null)).toEqual([])
    expect(callControls(sampleCall())).toEqual(['reject', 'answer'])
    expect(callControls(sampleCall({ state: 'talking' }))).toEqual(['hold', 'mute', 'keyPad', 'hangUp'])
    expect(callControls(sampleCall({ state: 'held' }))).toContain('retrieve')
  })

  it('let an agent call out when idle, busy or in wrap-up', () => {
    expect(
      (['signedOut', 'idle', 'busy', 'rest', 'ringing', 'talking', 'wrapUp'] as const).filter((state) => mayDialOut(sampleSeat({ state }))),
    ).toEqual(['idle', 'busy', 'wrapUp'])
  })
})

describe('the state menu', () => {
  it('offers what differs from the present state', () => {
    expect(kinds(sampleSeat())).toEqual(['busy', 'busy', 'rest', 'signOut'])
    expect(kinds(sampleSeat({ state: 'busy', reason: 200 }))).toEqual(['idle', 'busy', 'rest', 'signOut'])
    expect(kinds(sampleSeat({ state: 'wrapUp' }))).toEqual(['finishWrapUp', 'extendWrapUp', 'busy', 'busy', 'rest', 'signOut'])
  })

  it('offers the state after the call while in a call', () => {
    const seat = sampleSeat({ state: 'talking', next: { kind: 'busy', reason: 200 } })
    expect(stateChoices(seat, []).afterCall).toBe(true)
    expect(kinds(seat)).toEqual(['idle', 'busy', 'busy', 'rest'])
    expect(isNext(seat, { kind: 'busy', reason: 200, name: '' })).toBe(true)
    expect(isNext(seat, { kind: 'idle' })).toBe(false)
    expect(isNext(sampleSeat({ state: 'talking' }), { kind: 'idle' })).toBe(true)
  })
})

describe('shortcuts', () => {
  const key = (code: string, change = {}) => ({ code, key: '', ctrlKey: true, shiftKey: true, altKey: false, metaKey: false, ...change })
  it.each([
    ['KeyA', 'answer'],
    ['KeyE', 'end'],
    ['KeyH', 'hold'],
    ['KeyM', 'mute'],
    ['KeyK', 'keyPad'],
    ['KeyS', 'stateMenu'],
    ['KeyQ', null],
  ])('Ctrl+Shift+%s is %s', (code, action) => {
    expect(shortcutOf(key(code), false)).toBe(action)
  })

  it('shows the list on ? but never while someone types', () => {
    const question = key('Slash', { key: '?', ctrlKey: false })
    expect(shortcutOf(question, false)).toBe('list')
    expect(shortcutOf(question, true)).toBeNull()
    expect(shortcutOf(key('KeyA'), true)).toBe('answer')
    expect(shortcutOf(key('KeyA', { altKey: true }), false)).toBeNull()
  })
})

describe('a number as typed', () => {
  it.each([
    ['138 0013-5678', '13800135678'],
    [' tel:+86 (10) 88.88 ', '86108888'],
    ['*99#', '*99#'],
    ['12a', null],
    ['', null],
    ['1'.repeat(25), null],
  ])('%s is %s', (text, number) => {
    expect(tidyNumber(text)).toBe(number)
  })
})
