// Who hears whom in a room, read off the states of its calls: the media side keeps the audio so, whatever happened before.
import type { ReleaseCause } from '@openseat/contracts'
import type { Call, Party } from './call.ts'
import { agentLeg, consultedLeg, customerLeg, otherLeg, servingAgent } from './ends.ts'

export type Sound = 'silence' | 'waitTone' | 'holdTone' | 'ringBack'

export interface LegPlan {
  readonly leg: string
  /** What is played to it beside the voices. */
  readonly sound: Sound
}

/** `listener` hears `source`. */
export interface Hearing {
  readonly listener: string
  readonly source: string
}

export interface RecordingPlan {
  readonly recordingId: string
  readonly paused: boolean
  /** The customer's voice while somebody hears it, and the voices that the customer hears. */
  readonly left: readonly string[]
  readonly right: readonly string[]
}

export interface AudioPlan {
  readonly roomId: string
  /** False once all its calls are over: close everything. */
  readonly live: boolean
  /** Whose audio may be connected now; others are closed. */
  readonly legs: readonly LegPlan[]
  readonly hearing: readonly Hearing[]
  readonly recording: RecordingPlan | null
  /** Why the room's own call ended. */
  readonly cause: ReleaseCause | null
}

type Sounds = Readonly<Record<Party, Sound>>

const quiet: Sounds = { customer: 'silence', agent: 'silence' }

function soundsOf(call: Call): Sounds {
  const { state } = call
  switch (state.kind) {
    case 'arrived':
    case 'waiting':
    case 'offered':
    case 'directed':
      return { ...quiet, customer: call.callerAgent === null ? 'waitTone' : 'ringBack' }
    case 'dialling':
      return { ...quiet, agent: state.summoning ? 'silence' : 'ringBack' }
    case 'alerting':
      return { ...quiet, agent: 'ringBack' }
    case 'transferring':
      return { ...quiet, customer: 'ringBack' }
    case 'talking':
      return call.callerAgent === null && call.audio.agent.kind === 'absent' ? { ...quiet, customer: 'holdTone' } : quiet
    case 'held':
      return state.by === 'agent' ? { ...quiet, customer: 'holdTone' } : { ...quiet, agent: 'holdTone' }
    case 'handedOff':
    case 'supervising':
    case 'ended':
      return quiet
  }
}

const both = (a: string | null, b: string | null): Hearing[] =>
  a === null || b === null
    ? []
    : [
        { listener: a, source: b },
        { listener: b, source: a },
      ]

const isTalking = (call: Call): boolean => call.state.kind === 'talking' || call.state.kind === 'handedOff'

/** The voices within one call, muted ones left out. */
function voices(call: Call): Hearing[] {
  const muted = new Set(call.muted.map(agentLeg))
  return isTalking(call) ? both(customerLeg(call), otherLeg(call)).filter(({ source }) => !muted.has(source)) : []
}

const isConference = (call: Call): boolean => call.state.kind === 'talking' && call.state.conference

/** The third party of a three-party call: whom the agent consulted. */
function thirdLeg(call: Call, room: readonly Call[]): string | null {
  const agentNumber = servingAgent(call)
  const consult = room.find(
    ({ parentCallId, purpose, state }) => parentCallId === call.callId && purpose === 'consult' && state.kind === 'talking',
  )
  return isConference(call) && consult && agentNumber !== null ? consultedLeg(consult, agentNumber) : null
}

function conferenceVoices(call: Call, room: readonly Call[]): Hearing[] {
  const third = thirdLeg(call, room)
  const mutedThird = room.some((other) => other.parentCallId === call.callId && other.muted.some((agent) => agentLeg(agent) === third))
  return both(customerLeg(call), third).filter(({ source }) => !(mutedThird && source === third))
}

function supervisionVoices(supervision: Call, room: readonly Call[]): Hearing[] {
  const { state } = supervision
  const target = room.find(({ callId }) => callId === supervision.parentCallId)
  if (state.kind !== 'supervising' || !target || servingAgent(target) === null) return []
  const inspector = agentLeg(state.agentNumber)
  const agent = otherLeg(target)
  const others = [customerLeg(target), thirdLeg(target, room)]
  const heard = [agent, ...others].filter((leg) => leg !== null).map((source) => ({ listener: inspector, source }))
  if (state.mode === 'listen') return heard
  const listeners = state.mode === 'bargeIn' && isTalking(target) ? [agent, ...others] : [agent]
  return [...heard, ...listeners.filter((leg) => leg !== null).map((listener) => ({ listener, source: inspector }))]
}

function legPlans(calls: readonly Call[]): LegPlan[] {
  const sounds = new Map<string, Sound>()
  for (const call of calls) {
    const { customer, agent } = soundsOf(call)
    const ends = [
      { leg: customerLeg(call), sound: customer },
      { leg: otherLeg(call), sound: agent },
    ]
    for (const { leg, sound } of ends) if (leg !== null && (sounds.get(leg) ?? 'silence') === 'silence') sounds.set(leg, sound)
  }
  return [...sounds].map(([leg, sound]) => ({ leg, sound }))
}

/** Name of a call's latest recording. */
export const recordingIdOf = (call: Call): string => `${call.callId}-${call.recordings}`

function recordingPlan(call: Call | undefined, hearing: readonly Hearing[]): RecordingPlan | null {
  const customer = call && customerLeg(call)
  if (!call || call.recording === 'off' || !customer) return null
  const right = [...new Set(hearing.filter(({ listener }) => listener === customer).map(({ source }) => source))]
  const isHeard = hearing.some(({ listener, source }) => source === customer && listener === otherLeg(call))
  return { recordingId: recordingIdOf(call), paused: call.recording === 'paused', left: isHeard ? [customer] : [], right }
}

/** The plan of a room as its calls are now. `room`: all of them, ended ones too where they are still known. */
export function audioPlan(roomId: string, room: readonly Call[]): AudioPlan {
  const live = room.filter(({ state }) => state.kind !== 'ended')
  const own = room.find(({ callId }) => callId === roomId)
  const hearing = live.flatMap((call) => [...voices(call), ...conferenceVoices(call, live), ...supervisionVoices(call, live)])
  return {
    roomId,
    live: live.length > 0,
    legs: legPlans(live),
    hearing,
    recording: recordingPlan(own && own.state.kind !== 'ended' ? own : undefined, hearing),
    cause: own?.state.kind === 'ended' ? own.state.cause : null,
  }
}
