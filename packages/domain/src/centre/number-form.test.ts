import { beforeEach, describe, expect, it } from 'vitest'
import { Acd } from './acd.ts'
import { testConfig } from './test-support/testing.ts'

const now = 1_000
const numbering = { country: 'CN', internationalPrefix: '00', trunkPrefix: '0', numberForm: 'e164' } as const
const from = { agentNumber: '101', browserId: 'browser-1', newCallId: 'out-1' }
let acd: Acd

beforeEach(() => {
  acd = new Acd(testConfig({ numbering }))
  acd.handle({ type: 'seatConnected', agentNumber: '101' }, now)
  acd.command(from, { kind: 'signIn', queueIds: [1], device: 'browser' }, now)
})

describe('where a tenant is shown numbers as E.164', () => {
  it('a caller is, in the call and in what pages are told', () => {
    const arrived = { type: 'callArrived', callId: 'a', mediaType: 'audio', dialled: '44661', attachedData: {}, ref: 'l' } as const
    acd.handle({ ...arrived, callerNumber: '013812345678' }, now)
    expect(acd.centre.state.contacts.get('a')).toMatchObject({ callerNumber: '+8613812345678', calledNumber: '4466', dialled: '44661' })
    expect(acd.ask('callData', { callId: 'a', agentNumber: '101' }, now)?.callerNum).toBe('+8613812345678')
  })

  it('the access code is what was called, whatever was dialled behind it', () => {
    const arrived = { type: 'callArrived', mediaType: 'audio', callerNumber: '', attachedData: {}, ref: 'l' } as const
    acd.handle({ ...arrived, callId: 'known', dialled: '446627' }, now)
    acd.handle({ ...arrived, callId: 'unknown', dialled: '555' }, now)
    const arrivals = acd.takeChanges()
    const called = arrivals.contacts.map(({ contact: { callId, calledNumber } }) => [callId, calledNumber])
    expect(called).toEqual([
      ['known', '4466'],
      ['unknown', '555'],
    ])
    const told = arrivals.timeline.filter(({ item }) => item.kind === 'arrived').map(({ item }) => item.data)
    expect(told).toEqual([{ calledNumber: '446627' }, { calledNumber: '555' }])
  })

  it('a caller who withholds the number has none, and no country', () => {
    const arrived = { type: 'callArrived', callId: 'a', mediaType: 'audio', dialled: '4466', attachedData: {}, ref: 'l' } as const
    acd.handle({ ...arrived, callerNumber: 'Anonymous' }, now)
    expect(acd.centre.state.contacts.get('a')).toMatchObject({ callerNumber: '' })
    expect(acd.centre.state.contacts.get('a')).not.toHaveProperty('e164')
  })

  it('a called number is, and yet it is dialled as the agent wrote it', () => {
    const reply = acd.command(
      from,
      { kind: 'dial', number: '013812345678', queueId: null, mediaType: 'audio', pageOrigin: null, attachedData: {} } as never,
      now,
    )
    expect(reply).toMatchObject({ ok: true })
    expect(acd.centre.state.contacts.get('out-1')?.calledNumber).toBe('+8613812345678')
    const dialled = acd.takeChanges().actions.filter((action) => action.type === 'dialLine')
    expect(dialled).toMatchObject([{ target: { kind: 'number', number: '013812345678' } }])
  })
})
