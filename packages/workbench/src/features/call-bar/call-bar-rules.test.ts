import { describe, expect, it } from 'vitest'
import { at, sampleCall, sampleConsult, sampleSeat } from '../../realtime/sample-calls.ts'
import { callControls, commandOf, mayDialOut, type CallControl, type CallContext } from './call-controls.ts'
import { seatClock } from './seat-clock.ts'
import { shortcutOf } from './shortcuts.ts'
import { isNext, stateChoices } from './state-choices.ts'
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

const context = (
  main: CallContext['main'],
  consult: CallContext['consult'] = null,
  device: CallContext['device'] = 'browser',
): CallContext => ({
  main,
  consult,
  device,
})
const talking = sampleCall({ state: 'talking', answeredAt: at })
const held = sampleCall({ state: 'held', answeredAt: at })

describe('the controls', () => {
  it.each<[string, CallContext, CallControl[]]>([
    ['no call', context(null), []],
    ['an offer', context(sampleCall()), ['reject', 'answer']],
    ['an offer on the agent’s telephone', context(sampleCall(), null, 'phone'), ['reject']],
    ['a call out that rings', context(sampleCall({ state: 'alerting' })), ['hangUp']],
    ['a talk', context(talking), ['hold', 'mute', 'keyPad', 'transfer', 'videoRequest', 'hangUp']],
    ['a talk with video', context({ ...talking, video: 'on' }), ['hold', 'mute', 'keyPad', 'transfer', 'videoStop', 'hangUp']],
    ['a talk whose customer wants video', context({ ...talking, video: 'wanted' }), ['hold', 'mute', 'keyPad', 'transfer', 'hangUp']],
    ['a talk that the other end holds', context({ ...talking, heldByOther: true }), ['mute', 'keyPad', 'hangUp']],
    ['a call between agents', context({ ...talking, purpose: 'internal' }), ['hold', 'mute', 'keyPad', 'hangUp']],
    ['a held customer', context(held), ['retrieve', 'mute', 'transfer', 'hangUp']],
    ['a consultation that rings', context(held, sampleConsult({ state: 'alerting' })), ['takeBack']],
    ['a consultation', context(held, sampleConsult()), ['completeTransfer', 'conference', 'swap', 'takeBack', 'mute', 'keyPad', 'hangUp']],
    [
      'a three-party call',
      context({ ...talking, conference: true }, sampleConsult({ conference: true })),
      ['takeBack', 'mute', 'keyPad', 'hangUp'],
    ],
    [
      'a three-party call for the one who was consulted',
      context(sampleConsult({ isCaller: false, conference: true })),
      ['mute', 'keyPad', 'hangUp'],
    ],
    ['an inspector who listens', context(sampleConsult({ purpose: 'supervision', supervision: 'listen' })), ['hangUp']],
    ['an inspector who barges in', context(sampleConsult({ purpose: 'supervision', supervision: 'bargeIn' })), ['mute', 'hangUp']],
  ])('of %s', (_, present, controls) => {
    expect(callControls(present)).toEqual(controls)
  })

  it.each([
    ['off', ['recordStart']],
    ['on', ['recordPause', 'recordStop']],
    ['paused', ['recordResume', 'recordStop']],
  ] as const)('switch a recording that is %s, where the agent may', (recording, controls) => {
    const shown = callControls(context({ ...talking, recording, recordingAllowed: true }))
    expect(shown.filter((control) => control.startsWith('record'))).toEqual(controls)
    expect(callControls(context({ ...talking, recording })).some((control) => control.startsWith('record'))).toBe(false)
  })

  it('name the customer’s call in a consultation, but mute and hang up whom the agent talks with', () => {
    const consultation = context(held, sampleConsult())
    expect(commandOf('swap', consultation)).toEqual({ kind: 'swap', callId: '1-1' })
    expect(commandOf('completeTransfer', consultation)).toEqual({ kind: 'completeTransfer', callId: '1-1' })
    expect(commandOf('mute', consultation)).toEqual({ kind: 'mute', callId: '1-2', on: true })
    expect(commandOf('hangUp', consultation)).toEqual({ kind: 'hangUp', callId: '1-2' })
    expect(commandOf('hangUp', context(talking, sampleConsult({ state: 'held' })))).toEqual({ kind: 'hangUp', callId: '1-1' })
    expect(commandOf('recordPause', consultation)).toEqual({ kind: 'record', callId: '1-1', action: 'pause' })
    expect(commandOf('transfer', consultation)).toBeNull()
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
    ['KeyF', 'transfer'],
    ['KeyX', 'swap'],
    ['KeyU', 'record'],
    ['KeyQ', null],
  ])('Ctrl+Shift+%s is %s', (code, action) => {
    expect(shortcutOf(key(code), false)).toBe(action)
  })

  it('shows the list on ? but never while someone types', () => {
    const question = key('Slash', { key: '?', ctrlKey: false })
    expect(shortcutOf(question, false)).toBe('list')
    expect(shortcutOf(question, true)).toBeNull()
    expect(shortcutOf(key('KeyA'), true)).toBe('answer')
    expect(shortcutOf(key('KeyF'), true)).toBeNull()
    expect(shortcutOf(key('KeyA', { altKey: true }), false)).toBeNull()
  })
})

describe('a number as typed', () => {
  it.each([
    ['138 0013-5678', '13800135678'],
    [' tel:+86 (10) 88.88 ', '+86108888'],
    ['１３８００１３８０００', '13800138000'],
    ['1.38E+10', null],
    ['*99#', '*99#'],
    ['12a', null],
    ['', null],
    ['1'.repeat(65), null],
  ])('%s is %s', (text, number) => {
    expect(tidyNumber(text)).toBe(number)
  })
})
