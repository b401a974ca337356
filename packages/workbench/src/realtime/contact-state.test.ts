import { describe, expect, it } from 'vitest'
import {
  closeContact,
  closeMissed,
  emptyDesk,
  hasContact,
  liveCall,
  liveCalls,
  takeEvent,
  takeHangUp,
  takeSnapshot,
  type DeskState,
} from './contact-state.ts'
import { at, sampleCall, sampleConsult, samplePop, sampleSeat } from './sample-calls.ts'

const ringing = (): DeskState => takeEvent(emptyDesk, { type: 'call.ringing', call: sampleCall() }, 1)
const talking = (): DeskState => takeEvent(ringing(), { type: 'call.talking', call: sampleCall({ state: 'talking', answeredAt: at }) }, 2)
const ended = { type: 'call.ended', call: sampleCall({ state: 'ended', answeredAt: at, releaseCause: 'customerHangUp' }) } as const

describe('contacts on the desk', () => {
  it('appear with the ring and stay after the end until they are closed', () => {
    const state = takeEvent(talking(), ended, 3)
    expect(state.contacts).toHaveLength(1)
    expect(liveCall(state)).toBeNull()
    expect(closeContact(state, '1-1').contacts).toEqual([])
  })

  it('are over with our own hang-up, before the server could store it, and their wrap-up begins', () => {
    const before = { ...talking(), seat: sampleSeat({ state: 'talking', callId: '1-1' }) }
    const after = takeHangUp(before, '1-1', at)
    expect([liveCall(after), after.contacts[0]?.call.endedAt]).toEqual([null, at])
    expect(after.seat).toMatchObject({ state: 'wrapUp', since: at, until: null, callId: '1-1' })
    expect(takeHangUp(before, '9-9', at)).toEqual(before)
    expect(takeEvent(after, ended, 3).contacts[0]?.call.releaseCause).toBe('customerHangUp')
  })

  it('cannot be closed while the call goes on', () => {
    expect(closeContact(talking(), '1-1').contacts).toHaveLength(1)
  })

  it('leave nothing behind when the offer was not answered', () => {
    const call = sampleCall({ state: 'ended', releaseCause: 'noAnswer' })
    expect(takeEvent(ringing(), { type: 'call.ended', call }, 3).contacts).toEqual([])
  })

  const missed = (state: DeskState) => state.missed.map(({ callId, releaseCause }) => [callId, releaseCause])
  const outcome = (state: DeskState, change: Parameters<typeof sampleCall>[0]): DeskState =>
    takeEvent(state, { type: 'call.ended', call: sampleCall({ state: 'ended', ...change }) }, 3)

  it('are told as missed when they rang here and went by, until the agent has seen to it', () => {
    const state = outcome(ringing(), { releaseCause: 'noAnswer', endedAt: at })
    expect(state.missed).toMatchObject([{ callId: '1-1', releaseCause: 'noAnswer', at }])
    expect(missed(outcome(ringing(), { releaseCause: 'abandoned' }))).toEqual([['1-1', 'abandoned']])
    expect(missed(takeSnapshot(state, { seat: null, calls: [], pops: [] } as never, 4))).toEqual([['1-1', 'noAnswer']])
    expect(missed(closeMissed(state, '1-1'))).toEqual([])
  })

  it('are not missed when the agent declined or talked, called out, or the telephone did not ring', () => {
    expect(missed(outcome(ringing(), { releaseCause: 'rejected' }))).toEqual([])
    expect(missed(outcome(ringing(), { releaseCause: 'phoneUnreached' }))).toEqual([])
    expect(missed(takeEvent(talking(), ended, 3))).toEqual([])
    expect(missed(outcome(emptyDesk, { isCaller: true, releaseCause: 'noAnswer' }))).toEqual([])
    expect(missed(outcome(emptyDesk, { purpose: 'supervision', releaseCause: 'transferred' }))).toEqual([])
  })

  it('are missed no more once they come again, and only the newest are kept', () => {
    const again = takeEvent(outcome(ringing(), { releaseCause: 'noAnswer' }), { type: 'call.ringing', call: sampleCall() }, 4)
    expect(missed(again)).toEqual([])
    const many = Array.from({ length: 30 }, (_, n) => n).reduce(
      (state, n) => outcome(state, { callId: `2-${n}`, releaseCause: 'noAnswer' }),
      emptyDesk,
    )
    expect([many.missed.length, many.missed[0]?.callId]).toEqual([20, '2-29'])
  })

  it('keep an outbound call that nobody answered, with its cause', () => {
    const dialling = sampleCall({ direction: 'outbound', state: 'dialling', offeredAt: null })
    const state = takeEvent(emptyDesk, { type: 'call.dialling', call: dialling }, 1)
    const after = takeEvent(state, { type: 'call.ended', call: { ...dialling, state: 'ended', releaseCause: 'noAnswer' } }, 2)
    expect(after.contacts[0]?.call.releaseCause).toBe('noAnswer')
  })

  it('do not come back to life by a late update', () => {
    const state = takeEvent(
      takeEvent(talking(), ended, 3),
      { type: 'call.updated', call: sampleCall({ state: 'talking', answeredAt: at }) },
      4,
    )
    expect(state.contacts[0]?.call.state).toBe('ended')
  })

  it('take their pages in the administrator’s order, each once', () => {
    const first = takeEvent(ringing(), { type: 'pops.opened', callId: '1-1', pops: [samplePop(2)] }, 5)
    const state = takeEvent(first, { type: 'pops.opened', callId: '1-1', pops: [samplePop(1), samplePop(2)] }, 6)
    expect(state.contacts[0]?.pops.map(({ popId, receivedAt }) => [popId, receivedAt])).toEqual([
      [1, 6],
      [2, 5],
    ])
    expect(takeEvent(state, { type: 'pops.closed', callId: '1-1' }, 7).contacts[0]?.pops).toEqual([])
  })
})

describe('a snapshot', () => {
  const snapshot = (calls = [sampleCall({ state: 'talking', answeredAt: at })]) => ({
    seq: 9,
    seat: sampleSeat(),
    calls,
    pops: [samplePop(1)],
  })

  it('marks pages of a page reloaded in mid-contact as restored', () => {
    expect(takeSnapshot(emptyDesk, snapshot(), 5).contacts[0]?.pops[0]).toMatchObject({ restored: true })
  })

  it('leaves pages alone that are already open', () => {
    const open = takeEvent(talking(), { type: 'pops.opened', callId: '1-1', pops: [samplePop(1)] }, 5)
    expect(takeSnapshot(open, snapshot(), 9).contacts[0]?.pops[0]).toMatchObject({ restored: false, receivedAt: 5 })
  })

  it('ends what is no longer there and drops an offer that is gone', () => {
    expect(takeSnapshot(talking(), snapshot([]), 9).contacts[0]?.call.state).toBe('ended')
    expect(takeSnapshot(ringing(), snapshot([]), 9).contacts).toEqual([])
  })
})

describe('several calls', () => {
  const consulting = (): DeskState => takeEvent(talking(), { type: 'call.talking', call: sampleConsult() }, 3)

  it('have the customer’s call first, whatever came last', () => {
    expect(liveCalls(consulting()).map(({ callId }) => callId)).toEqual(['1-1', '1-2'])
    expect(liveCall(consulting())?.purpose).toBe('customer')
  })

  it('show no contact for one’s own consultation, but one to the agent who is asked', () => {
    expect(hasContact(sampleConsult())).toBe(false)
    expect(hasContact(sampleConsult({ isCaller: false }))).toBe(true)
    expect(hasContact(sampleCall({ purpose: 'supervision' }))).toBe(false)
  })

  it('leave nothing of a consultation behind', () => {
    const state = takeEvent(consulting(), { type: 'call.ended', call: sampleConsult({ state: 'ended', releaseCause: 'transferred' }) }, 4)
    expect(state.contacts.map(({ callId }) => callId)).toEqual(['1-1'])
  })

  it('bring a contact back to life that is transferred to the agent once more, and keep its pages', () => {
    const open = takeEvent(talking(), { type: 'pops.opened', callId: '1-1', pops: [samplePop(1)] }, 3)
    const away = takeEvent(open, { ...ended, call: { ...ended.call, releaseCause: 'transferred' } }, 4)
    const again = takeEvent(away, { type: 'call.ringing', call: sampleCall() }, 5)
    expect(liveCall(again)?.state).toBe('ringing')
    const unanswered = { type: 'call.ended', call: sampleCall({ state: 'ended', releaseCause: 'noAnswer' }) } as const
    const after = takeEvent(takeEvent(again, unanswered, 6), { type: 'pops.closed', callId: '1-1' }, 7)
    expect(after.contacts).toMatchObject([{ call: { state: 'ended' }, pops: [{ popId: 1 }] }])
  })
})
