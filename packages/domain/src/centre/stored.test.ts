import { describe, expect, it } from 'vitest'
import { newSession } from '../agent/agent-session.ts'
import { newContact } from '../contact/contact.ts'
import { contactText, readContact, readSession, sessionText, StoredStateError } from './stored.ts'

/** A call of version 1, with what all of them had. */
const call = (facts: object) => ({
  callId: 'c',
  purpose: 'customer',
  parentCallId: null,
  roomId: 'c',
  direction: 'inbound',
  mediaType: 'audio',
  callerNumber: '139',
  calledNumber: '4466',
  callerAgent: null,
  attachedData: {},
  startedAt: 1,
  revision: 1,
  lineRefs: { 'phone/c': 'line' },
  audio: { customer: { kind: 'connected' }, agent: { kind: 'connected' } },
  muted: [],
  video: { kind: 'off' },
  videoSession: 0,
  videoPossible: false,
  recording: 'off',
  recordings: 0,
  releaseAt: 99,
  queueTransfers: 0,
  legs: [{ party: 'customer', number: '139', startedAt: 1, answeredAt: null, endedAt: null }],
  pops: {},
  ...facts,
})

const place = { queueId: 1, since: 5, until: 65 }
const ring = { agentNumber: '101', offeredAt: 6, ringUntil: 26 }
const served = { kind: 'active', agentNumber: '101', external: null, isAnswered: true }

describe('a call that version 1 stored', () => {
  it.each([
    [{ kind: 'waiting', ...place }, { kind: 'waiting', ...place }, 'phone/c', undefined],
    [{ kind: 'offered', ...place, ...ring, rang: true }, { kind: 'offered', via: 'queue', back: place, ...ring }, 'phone/c', 'ringing'],
    [{ kind: 'directed', back: null, ...ring }, { kind: 'offered', via: 'direct', back: null, ...ring }, 'phone/c', 'invited'],
    [{ kind: 'talking', agentNumber: '101', since: 7, conference: false }, { ...served, since: 7 }, 'phone/c', 'connected'],
    [{ kind: 'held', agentNumber: '101', since: 9, talkingSince: 7, by: 'agent' }, { ...served, since: 7 }, 'phone/c', 'connected'],
    [
      { kind: 'dialling', agentNumber: '101', until: 60, summoning: true },
      { ...served, since: 1, isAnswered: false },
      undefined,
      'invited',
    ],
    [{ kind: 'alerting', agentNumber: '101', until: 60 }, { ...served, since: 1, isAnswered: false }, 'phone/c', 'connected'],
    [
      { kind: 'transferring', leg: 'phone/c/2', number: '555', since: 8, until: 60 },
      { ...served, agentNumber: null, external: '555', since: 8, isAnswered: false },
      'phone/c',
      'invited',
    ],
    [
      { kind: 'handedOff', leg: 'phone/c/2', number: '555', since: 8 },
      { ...served, agentNumber: null, external: '555', since: 8 },
      'phone/c',
      'connected',
    ],
  ])('in the state %j goes on', (state, expected, servedLeg, servingState) => {
    const { contact, talk } = readContact(call({ state }))
    expect(contact.state).toEqual(expected)
    expect([talk?.served?.id, talk?.serving?.state]).toEqual([servedLeg, servingState])
    expect(talk?.heldBy).toEqual(state.kind === 'held' ? ['agent/101'] : [])
  })

  it('keeps its line, its participants and what a supervision was', () => {
    const { contact, talk } = readContact(call({ state: { kind: 'arrived' }, videoPossible: true, muted: ['101'] }))
    expect(contact).toMatchObject({ channel: 'voice', initiator: null, participants: [{ number: '139' }] })
    expect(talk).toMatchObject({ roomId: 'c', releaseAt: 99, muted: ['agent/101'], served: { lineRef: 'line', showsVideo: true } })
    const state = { kind: 'supervising', agentNumber: '105', mode: 'whisper', since: 3 }
    expect(readContact(call({ purpose: 'supervision', state })).talk).toMatchObject({
      served: null,
      serving: { id: 'agent/105', role: 'inspector', mode: 'whisper' },
    })
  })
})

describe('a session that version 1 stored', () => {
  const seat = (state: object, next: object | null = null) => ({ ...newSession('101', 0), presence: undefined, state, next })

  it.each([
    [{ kind: 'idle', since: 3, idleSince: 2 }, null, { kind: 'ready' }, []],
    [{ kind: 'busy', since: 3, reason: 201 }, null, { kind: 'busy', reason: 201 }, []],
    [{ kind: 'rest', since: 0, until: 900_000 }, null, { kind: 'rest', minutes: 15 }, []],
    [{ kind: 'ringing', since: 3, callId: 'c', idleSince: 2 }, null, { kind: 'ready' }, [['c', 'offered']]],
    [
      { kind: 'talking', since: 3, callId: 'c', owed: { callId: 'b', seconds: 5 } },
      { kind: 'busy', reason: 1 },
      { kind: 'busy', reason: 1 },
      [
        ['c', 'active'],
        ['b', 'wrapUp'],
      ],
    ],
    [{ kind: 'wrapUp', since: 3, until: 5_003, callId: 'c' }, null, { kind: 'ready' }, [['c', 'wrapUp']]],
  ])('as %j goes on', (state, next, presence, assignments) => {
    const session = readSession(seat(state, next))
    expect(session.presence).toEqual(presence)
    expect(session.assignments.map(({ callId, state: { kind } }) => [callId, kind])).toEqual(assignments)
    expect(session.since).toBe(state.since)
  })
})

describe('a stored state', () => {
  const contact = newContact({
    callId: 'c',
    channel: 'web',
    direction: 'inbound',
    callerNumber: '',
    calledNumber: '',
    startedAt: 0,
    revision: 1,
  })

  it('of today comes back as it was', () => {
    expect(readContact(JSON.parse(contactText({ contact, talk: null })))).toEqual({ contact, talk: null })
    expect(readSession(JSON.parse(sessionText(newSession('101', 5))))).toEqual(newSession('101', 5))
  })

  it.each([
    ['of a newer version', { version: 4, contact, talk: null }, 'version 4'],
    ['that is none', 'text', 'no object'],
    ['with half of it', { version: 2, contact: { callId: 'c' }, talk: null }, 'has no channel'],
    ['in a state that nobody knows', { version: 2, contact: { ...contact, state: { kind: 'lost' } }, talk: null }, 'state lost'],
    ['with half a talk', { version: 2, contact, talk: { roomId: 'c' } }, 'has no heldBy'],
  ])('%s is refused, and not guessed at', (_what, row, message) => {
    expect(() => readContact(row)).toThrow(StoredStateError)
    expect(() => readContact(row)).toThrow(message)
  })
})
