import type { AgentEvent, CallView, SeatView, Snapshot } from '@openseat/contracts'
import { describe, expect, it } from 'vitest'
import { Acd } from '../centre/acd.ts'
import { testConfig } from '../centre/test-support/testing.ts'
import { GatewayEvents, type GatewayEvent } from './gateway-events.ts'

/** What the centre tells an agent who is rung for a call. */
function told(): Snapshot {
  const acd = new Acd(testConfig())
  acd.handle({ type: 'seatConnected', agentNumber: '101' }, 0)
  acd.command({ agentNumber: '101', browserId: 'browser', newCallId: '' }, { kind: 'signIn', queueIds: [1], device: 'browser' }, 0)
  const arrival = { mediaType: 'audio', callerNumber: '13800135678', dialled: '4466', attachedData: {}, ref: '' } as const
  acd.handle({ type: 'callArrived', callId: '1-1', ...arrival }, 0)
  return acd.ask('snapshot', { agentNumber: '101' }, 0)
}

const at = '2026-11-22T08:00:00.000Z'
const { seat, calls } = told()
const [call] = calls
if (!call) throw new Error('no call rings')
const sampleCall = (change: Partial<CallView>): CallView => ({ ...call, ...change })
const sampleSeat = (change: Partial<SeatView>): SeatView => ({ ...seat, state: 'idle', callId: null, since: at, ...change })
const updated = (change: Partial<CallView>): AgentEvent => ({ type: 'call.updated', call: sampleCall({ callId: '9-1', ...change }) })
const names = (events: readonly AgentEvent[]): string => {
  const gateway = new GatewayEvents()
  return events
    .flatMap((event) => gateway.take(event))
    .map(({ eventType }) => eventType.replace('AgentEvent_', ''))
    .join(' ')
}
const first = (event: AgentEvent): GatewayEvent | undefined => new GatewayEvents().take(event)[0]
const outbound = { direction: 'outbound', callerNumber: '4466', calledNumber: '13900000001' } as const

describe('connection events', () => {
  it('are told once each: ring, talk, hold, talk, conference, release', () => {
    const states = ['ringing', 'ringing', 'talking', 'talking', 'held', 'talking'] as const
    const steps = states.map((state) => updated({ state, answeredAt: at }))
    const end = updated({ state: 'ended', answeredAt: at, releaseCause: 'agentHangUp' })
    expect(names([...steps, updated({ state: 'talking', conference: true }), end])).toBe(
      'Ringing Talking Hold Talking Conference Call_Release',
    )
  })

  it('say that the customer was taken back before three talk', () => {
    const steps = [
      updated({ state: 'talking', answeredAt: at }),
      updated({ state: 'held' }),
      updated({ state: 'talking', conference: true }),
    ]
    expect(names(steps)).toBe('Talking Hold Talking Conference')
  })

  it('tell who left', () => {
    const end = { state: 'ended', answeredAt: at } as const
    expect(names([updated({ ...end, releaseCause: 'customerHangUp' })])).toBe('Customer_Release Call_Release')
    expect(first(updated({ ...end, releaseCause: 'customerHangUp' }))?.content).toEqual({ callid: '9-1', number: '13800135678' })
  })

  it('tell of an outbound call that it rings, and that nobody answered', () => {
    const end = updated({ ...outbound, state: 'ended', releaseCause: 'noAnswer' })
    expect(names([updated({ ...outbound, state: 'alerting' }), end])).toBe('Customer_Alerting Call_Out_Fail Call_Release')
    expect(first(updated({ ...outbound, state: 'alerting' }))?.content).toEqual({
      callid: '9-1',
      otherPhone: '13900000001',
      otherPhoneWorkno: '',
      type: 'main',
    })
  })

  it('have their contents as strings', () => {
    expect(first(updated({ state: 'ringing' }))?.content).toEqual({
      caller: '13800135678',
      called: '4466',
      callid: '9-1',
      feature: '0',
      type: 'main',
      mediaAbility: '1',
      transfer: 'no',
      transfrom: '',
      mediaType: '5',
    })
    const content = { caller: '4466', called: '13900000001', callid: '9-1', feature: '7', type: 'main', mediaAbility: '2' }
    expect(first(updated({ ...outbound, state: 'talking', mediaType: 'video' }))?.content).toEqual(content)
  })

  it('tell the agent’s states', () => {
    const seat = (state: 'signedOut' | 'idle' | 'busy' | 'wrapUp', since = at): AgentEvent => ({
      type: 'seat.changed',
      seat: sampleSeat({ state, since, reason: state === 'busy' ? 201 : null }),
    })
    expect(names([seat('idle'), seat('idle'), seat('busy'), seat('wrapUp'), seat('signedOut')])).toBe(
      'AgentOther_InService AgentState_Ready AgentState_SetNotReady_Success AgentState_Work AgentOther_ShutdownService',
    )
    expect(new GatewayEvents().take(seat('busy')).at(-1)?.content).toEqual({ reason: '201' })
  })

  it('after a time in which nothing was heard: what became of each call, and nothing twice', () => {
    const events = new GatewayEvents()
    const known = sampleCall({ callId: '9-1', state: 'talking' })
    const told = (calls: readonly CallView[]) => events.takeAll(sampleSeat({ state: 'talking' }), calls).map(({ eventType }) => eventType)
    events.take({ type: 'call.talking', call: known })
    events.take({ type: 'call.talking', call: { ...known, callId: '9-2' } })
    expect(
      told([
        { ...known, state: 'held' },
        { ...known, callId: '9-3', state: 'ended' },
      ]),
    ).toEqual(['AgentEvent_Call_Release', 'AgentEvent_Hold', 'AgentOther_InService'])
    expect(told([{ ...known, state: 'held' }])).toEqual([])
    expect(told([{ ...known, state: 'ended', releaseCause: 'customerHangUp' }])).toEqual([
      'AgentEvent_Customer_Release',
      'AgentEvent_Call_Release',
    ])
  })

  it('are not told of a supervision', () => {
    expect(names([updated({ purpose: 'supervision', state: 'talking' })])).toBe('')
  })
})
