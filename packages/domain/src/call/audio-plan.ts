// Who hears whom in a room, read off the states of its calls: the media side keeps the audio so, whatever happened before.
import type { ReleaseCause, VideoState } from '@openseat/contracts'
import type { Call, Party } from './call.ts'
import { agentLeg, consultedLeg, customerLeg, otherLeg, servingAgent } from './ends.ts'

export type Sound = 'silence' | 'waitTone' | 'holdTone' | 'ringBack'

/** How the one at a leg sees the call: waits for somebody, is rung, or talks. */
export type LegPhase = 'waiting' | 'ringing' | 'talking'

export interface LegPlan {
  readonly leg: string
  /** What is played to it beside the voices. */
  readonly sound: Sound
  readonly phase: LegPhase
  /** Its audio is there. */
  readonly connected: boolean
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

/** Video between the customer's browser and the agent's page. */
export interface VideoPlan {
  readonly state: VideoState
  readonly session: number
  readonly callId: string
  readonly agentNumber: string
}

export interface AudioPlan {
  readonly roomId: string
  /** False once all its calls are over: close everything. */
  readonly live: boolean
  /** Whose audio may be connected now; others are closed. */
  readonly legs: readonly LegPlan[]
  readonly hearing: readonly Hearing[]
  readonly recording: RecordingPlan | null
  /** As the customer's end sees it; null where the customer has no agent. */
  readonly video: VideoPlan | null
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

const phases: Readonly<Record<Call['state']['kind'], Readonly<Record<Party, LegPhase>>>> = {
  arrived: { customer: 'waiting', agent: 'waiting' },
  waiting: { customer: 'waiting', agent: 'waiting' },
  offered: { customer: 'waiting', agent: 'ringing' },
  directed: { customer: 'waiting', agent: 'ringing' },
  dialling: { customer: 'ringing', agent: 'waiting' },
  alerting: { customer: 'ringing', agent: 'waiting' },
  talking: { customer: 'talking', agent: 'talking' },
  held: { customer: 'talking', agent: 'talking' },
  transferring: { customer: 'waiting', agent: 'ringing' },
  handedOff: { customer: 'talking', agent: 'talking' },
  supervising: { customer: 'talking', agent: 'talking' },
  ended: { customer: 'talking', agent: 'talking' },
}

function phaseAt({ state }: Call, party: Party): LegPhase {
  if (state.kind === 'dialling' && state.summoning) return party === 'agent' ? 'ringing' : 'waiting'
  return phases[state.kind][party]
}

/** The one leg of an agent in two calls: what is heard of either, talking where one of them is. */
const merged = (a: LegPlan, b: LegPlan): LegPlan => ({
  leg: a.leg,
  sound: a.sound === 'silence' ? b.sound : a.sound,
  phase: a.phase === 'talking' ? a.phase : b.phase,
  connected: a.connected || b.connected,
})

function legPlans(calls: readonly Call[]): LegPlan[] {
  const plans = new Map<string, LegPlan>()
  for (const call of calls) {
    const sounds = soundsOf(call)
    const ends = [
      { leg: customerLeg(call), party: 'customer' },
      { leg: otherLeg(call), party: 'agent' },
    ] as const
    for (const { leg, party } of ends) {
      if (leg === null) continue
      const plan = { leg, sound: sounds[party], phase: phaseAt(call, party), connected: call.audio[party].kind === 'connected' }
      const known = plans.get(leg)
      plans.set(leg, known ? merged(known, plan) : plan)
    }
  }
  return [...plans.values()]
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

/** A request is `asked` by the one who made it and `wanted` by the other. Nobody is seen on hold. */
export function videoAt({ video, state }: Call, end: Party): VideoState {
  if (state.kind !== 'talking') return 'off'
  if (video.kind !== 'requested') return video.kind
  return video.by === end ? 'asked' : 'wanted'
}

function videoPlan(call: Call): VideoPlan | null {
  const agentNumber = servingAgent(call)
  if (!call.videoPossible || agentNumber === null || call.purpose !== 'customer') return null
  return { state: videoAt(call, 'customer'), session: call.videoSession, callId: call.callId, agentNumber }
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
    video: own ? videoPlan(own) : null,
    cause: own?.state.kind === 'ended' ? own.state.cause : null,
  }
}
