import { describe, expect, it } from 'vitest'
import { phoneAfter, switchedOff } from './phone-state.ts'

const call = { type: 'call', callId: '1-1', phase: 'waiting', otherNumber: '4466' } as const

describe('the telephone', () => {
  it('follows its call and forgets the last cause with the next call', () => {
    const waiting = phoneAfter({ ...switchedOff, lastCause: 'abandoned', refusal: 'x' }, call, 5)
    expect(waiting).toMatchObject({ call: { phase: 'waiting', since: 5 }, lastCause: null, refusal: '' })
    expect(phoneAfter(waiting, call, 9).call?.since).toBe(5)
    expect(phoneAfter(waiting, { ...call, phase: 'talking' }, 9).call?.since).toBe(9)
    expect(phoneAfter(waiting, { type: 'ended', callId: '1-1', cause: 'agentHangUp' }, 9)).toMatchObject({
      call: null,
      lastCause: 'agentHangUp',
    })
    expect(phoneAfter(waiting, { type: 'ended', callId: '0-9', cause: 'agentHangUp' }, 9).call).not.toBeNull()
  })

  it('finds its call again after a reload', () => {
    const frame = {
      type: 'registered',
      number: '138',
      token: 't',
      call: { callId: '1-1', phase: 'talking', otherNumber: '4466' },
      iceServers: [],
    } as const
    expect(phoneAfter(switchedOff, frame, 3)).toMatchObject({ registered: { number: '138' }, call: { callId: '1-1', since: 3 } })
  })
})

describe('the telephone’s video', () => {
  it('follows the server and is over with the call', () => {
    const seen = phoneAfter(phoneAfter(switchedOff, call, 5), { type: 'video', state: 'on', session: 3 }, 6)
    expect(seen.video).toEqual({ state: 'on', session: 3 })
    expect(phoneAfter(seen, { type: 'ended', callId: '1-1', cause: 'agentHangUp' }, 9).video.state).toBe('off')
    expect(phoneAfter(seen, { type: 'registered', number: '138', token: 't', call: null, iceServers: [] }, 9).video.state).toBe('off')
  })
})
