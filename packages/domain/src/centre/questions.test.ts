import { beforeAll, describe, expect, it } from 'vitest'
import { Acd } from './acd.ts'
import type { Given, QuestionName } from './questions.ts'
import { testConfig } from './test-support/testing.ts'

const acd = new Acd(testConfig())
const at = 1_700_000_000_000

beforeAll(() => {
  for (const agentNumber of ['101', '102']) {
    acd.handle({ type: 'seatConnected', agentNumber }, at)
    acd.command({ agentNumber, browserId: 'browser', newCallId: '' }, { kind: 'signIn', queueIds: [1], device: 'browser' }, at)
  }
  for (const callId of ['1-1', '1-2', '1-3']) {
    const caller = { callerNumber: '13812345678', dialled: '4466', attachedData: { customer: '张三' }, ref: `line-${callId}` }
    acd.handle({ type: 'callArrived', callId, mediaType: 'audio', ...caller }, at)
    acd.handle({ type: 'audioConnected', room: callId, leg: `phone/${callId}` }, at)
  }
  acd.command({ agentNumber: '101', browserId: 'browser', newCallId: '' }, { kind: 'answer', callId: '1-1' }, at + 2_000)
})

/** One of each: a question that is not here does not compile. */
const every: { readonly [N in QuestionName]: Given<N> } = {
  agentState: { agentNumber: '101' },
  holder: { agentNumber: '101' },
  snapshot: { agentNumber: '101' },
  destinations: { agentNumber: '101' },
  board: { seesNumbers: false, changed: { agentNumbers: ['101'], callIds: ['1-1', 'gone'] } },
  callersIn: { queueId: 1 },
  contacts: {},
  callData: { callId: '1-1', agentNumber: '101' },
  contactPage: { callId: '1-1', popId: 7, agentNumber: '101' },
  room: { callId: '1-1', agentNumber: '101' },
  plans: { rooms: ['1-1', '1-3'] },
  lines: {},
  telephoneCall: { room: '1-1', leg: 'phone/1-1' },
}

describe('questions to a desk', () => {
  it.each(Object.keys(every) as QuestionName[])('%s is plain data, asked and answered', (name) => {
    const given: unknown = JSON.parse(JSON.stringify(every[name]))
    expect(given).toEqual(every[name])
    const answer = acd.ask(name, given as Given<typeof name>, at + 3_000)
    expect(JSON.parse(JSON.stringify({ answer }))).toStrictEqual({ answer })
  })

  it('change nothing', () => {
    acd.takeChanges()
    for (const name of Object.keys(every) as QuestionName[]) acd.ask(name, every[name], at + 3_000)
    const { contacts, sessions, events, timeline } = acd.takeChanges()
    expect([...contacts, ...sessions, ...events, ...timeline]).toEqual([])
  })

  it('say how things are', () => {
    expect(acd.ask('contacts', {}, at)).toEqual([
      { callId: '1-1', state: 'active' },
      { callId: '1-2', state: 'offered' },
      { callId: '1-3', state: 'waiting' },
    ])
    expect(acd.ask('callersIn', { queueId: 1 }, at)).toBe(2)
    expect(acd.ask('agentState', { agentNumber: '101' }, at)).toBe('talking')
    expect(acd.ask('agentState', { agentNumber: '999' }, at)).toBe('signedOut')
    expect(acd.ask('holder', { agentNumber: '999' }, at)).toBeNull()
    expect(acd.ask('lines', {}, at)).toContainEqual({ room: '1-3', leg: 'phone/1-3', ref: 'line-1-3' })
  })

  it('of another’s contact tell nothing', () => {
    expect(acd.ask('contactPage', { callId: '1-1', popId: 7, agentNumber: '102' }, at)).toMatchObject({ pop: null, callData: null })
    expect(acd.ask('room', { callId: '1-1', agentNumber: '102' }, at)).toBeNull()
    expect(acd.ask('callData', { callId: 'none', agentNumber: '101' }, at)).toBeNull()
    expect(acd.ask('telephoneCall', { room: '1-1', leg: 'phone/none' }, at)).toBeNull()
  })

  it('that are none are refused', () => {
    expect(() => acd.ask('constructor' as QuestionName, {} as never, at)).toThrow('no such question: constructor')
  })
})
