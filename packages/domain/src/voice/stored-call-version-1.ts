// Version 1 of a stored call, brought to version 2: there, legs stand in a room, and the contact knows nothing of them.
import type { Json } from '../stored-json.ts'

/** One object with two ends, and the state of its talk among the states of the call. */
interface CallV1 {
  readonly callId: string
  readonly purpose: string
  readonly roomId: string
  readonly mediaType: string
  readonly callerAgent: string | null
  readonly startedAt: number
  readonly state: StateV1
  readonly lineRefs: Readonly<Record<string, string>>
  readonly audio: { readonly customer: unknown; readonly agent: unknown }
  readonly muted: readonly string[]
  readonly video: unknown
  readonly videoSession: number
  readonly videoPossible: boolean
  readonly recording: string
  readonly recordings: number
  readonly releaseAt: number | null
  readonly digitsAtAnswer?: string | null
  readonly passedOver?: { readonly triedAt?: readonly string[] }
  readonly legs: unknown
}

interface StateV1 {
  readonly kind: string
  readonly agentNumber?: string
  readonly queueId?: number
  readonly since?: number
  readonly until?: number
  readonly offeredAt?: number
  readonly ringUntil?: number
  readonly rang?: true
  readonly back?: Json | null
  readonly summoning?: boolean
  readonly talkingSince?: number
  readonly by?: 'customer' | 'agent'
  readonly leg?: string
  readonly number?: string
  readonly mode?: string
}

/** Version 2 of the contact, and of the talk beside it. */
export function callFromVersion1(older: Json): Json {
  const call = older as unknown as CallV1
  const { roomId: _1, mediaType, callerAgent, lineRefs: _2, audio: _3, muted: _4, video: _5, videoSession: _6, ...others } = call
  const { videoPossible: _7, recording: _8, recordings: _9, releaseAt: _10, digitsAtAnswer: _11, legs, passedOver, ...facts } = others
  const contact = {
    ...facts,
    channel: mediaType === 'video' ? 'video' : 'voice',
    initiator: callerAgent,
    state: stateFromV1(call),
    participants: legs,
    ...(passedOver ? { passedOver: { triedAt: [], ...passedOver } } : {}),
  }
  return { version: 2, contact, talk: talkFromV1(call) }
}

function stateFromV1({ state, startedAt }: CallV1): Json {
  const { kind, agentNumber, queueId, since, until, offeredAt, ringUntil } = state
  const offer = { kind: 'offered', agentNumber, offeredAt, ringUntil }
  const active = { kind: 'active', agentNumber: agentNumber ?? null, external: state.number ?? null, isAnswered: true }
  switch (kind) {
    case 'offered':
      return { ...offer, via: 'queue', back: { queueId, since, until } }
    case 'directed':
      return { ...offer, via: 'direct', back: state.back ?? null }
    case 'dialling':
    case 'alerting':
      return { ...active, since: startedAt, isAnswered: false }
    case 'transferring':
      return { ...active, since, isAnswered: false }
    case 'held':
      return { ...active, since: state.talkingSince }
    case 'talking':
    case 'handedOff':
    case 'supervising':
      return { ...active, since }
    default:
      return { ...state }
  }
}

function talkFromV1(call: CallV1): Json {
  const { roomId, state, video, videoSession, recording, recordings, releaseAt, digitsAtAnswer = null } = call
  const { kind, until = null } = state
  const served = servedFromV1(call)
  const serving = servingFromV1(call)
  const holder = state.by === 'agent' ? serving : served
  const isDialled = kind === 'dialling' || kind === 'alerting' || kind === 'transferring'
  return {
    roomId,
    served,
    serving,
    heldBy: kind === 'held' && holder ? [holder['id']] : [],
    heldSince: kind === 'held' ? state.since : null,
    muted: call.muted.map((agentNumber) => `agent/${agentNumber}`),
    dialUntil: isDialled ? until : null,
    releaseAt,
    digitsAtAnswer,
    recording,
    recordings,
    video,
    videoSession,
  }
}

function legFromV1({ lineRefs }: CallV1, id: string, facts: Json): Json {
  return { id, lineRef: lineRefs[id] ?? null, showsVideo: false, mode: null, ...facts }
}

function servedFromV1(call: CallV1): Json | null {
  const { callId, purpose, callerAgent, state, audio, videoPossible } = call
  if (purpose === 'supervision' || state.summoning === true) return null
  const legStates: Readonly<Record<string, string>> = { dialling: 'invited', alerting: 'ringing' }
  const facts = { state: legStates[state.kind] ?? 'connected', presence: audio.customer, showsVideo: videoPossible }
  return callerAgent === null
    ? legFromV1(call, `phone/${callId}`, { role: 'customer', ...facts })
    : legFromV1(call, `agent/${callerAgent}`, { role: 'agent', ...facts })
}

function servingFromV1(call: CallV1): Json | null {
  const { state, audio } = call
  const { kind, agentNumber, leg, mode = null } = state
  const isOffered = kind === 'offered' || kind === 'directed'
  const isExpected = isOffered || kind === 'transferring' || state.summoning === true
  const facts = { state: isOffered && state.rang ? 'ringing' : isExpected ? 'invited' : 'connected', presence: audio.agent }
  if (leg !== undefined) return legFromV1(call, leg, { role: 'external', ...facts })
  if (agentNumber === undefined) return null
  return legFromV1(call, `agent/${agentNumber}`, { role: kind === 'supervising' ? 'inspector' : 'agent', mode, ...facts })
}
