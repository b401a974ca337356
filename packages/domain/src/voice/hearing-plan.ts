// Who hears whom in a room, read off its talks and legs: the media side keeps the audio so, whatever happened before.
import type { ReleaseCause, VideoState } from '@openseat/contracts'
import { isLive } from '../contact/contact.ts'
import { servingAgent } from '../contact/state-facts.ts'
import type { Leg } from './leg.ts'
import { conferenceOf } from './linked-talks.ts'
import { isTalking, phaseFacts, phaseOf, type LegPhase, type Sound } from './phase.ts'
import { promptFor, type PromptKey } from './queue-sounds.ts'
import { recordingIdOf } from './recording.ts'
import { consultedLeg, type Talk } from './talk.ts'
import { isVideoPossible, videoAt } from './video.ts'
import type { VoiceState } from './voice-state.ts'

export interface LegPlan {
  readonly leg: string
  /** What is played to it beside the voices. */
  readonly sound: Sound
  /** A prompt of the tenant's instead of that sound. */
  readonly prompt?: PromptKey
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

const hears = (listener: Leg | null, source: Leg | null): Hearing[] =>
  listener === null || source === null ? [] : [{ listener: listener.id, source: source.id }]

/** Both hear each other, those apart who are muted in a talk. */
const both = (a: Leg | null, b: Leg | null, { muted }: Pick<Talk, 'muted'>): Hearing[] =>
  [...hears(a, b), ...hears(b, a)].filter(({ source }) => !muted.some(({ id }) => id === source))

const voices = (talk: Talk): Hearing[] => (isTalking(talk) || phaseOf(talk) === 'handedOff' ? both(talk.served, talk.serving, talk) : [])

/** The third party of a three-party call: whom the agent consulted. */
function thirdLeg(voice: VoiceState, talk: Talk): Leg | null {
  const consult = conferenceOf(voice, talk)
  return consult && talk.serving ? consultedLeg(consult, talk.serving) : null
}

function conferenceVoices(voice: VoiceState, talk: Talk): Hearing[] {
  const consult = conferenceOf(voice, talk)
  return consult ? both(talk.served, thirdLeg(voice, talk), consult) : []
}

function supervisionVoices(voice: VoiceState, supervision: Talk): Hearing[] {
  const inspector = supervision.serving
  const target = voice.liveTalk(supervision.contact.parentCallId)
  if (phaseOf(supervision) !== 'supervising' || !inspector || !target || servingAgent(target.contact) === null) return []
  const agent = target.serving
  const others = [target.served, thirdLeg(voice, target)]
  const heard = [agent, ...others].flatMap((leg) => hears(inspector, leg))
  if (inspector.mode === 'listen') return heard
  const listeners = inspector.mode === 'bargeIn' && isTalking(target) ? [agent, ...others] : [agent]
  return [...heard, ...listeners.flatMap((leg) => hears(leg, inspector))]
}

/** The one leg of an agent in two talks: what is heard of either, talking where one of them is. */
const merged = (a: LegPlan, b: LegPlan): LegPlan => ({
  ...(a.sound === 'silence' ? b : a),
  phase: a.phase === 'talking' ? a.phase : b.phase,
})

function planOf(voice: VoiceState, { talk, side }: { talk: Talk; side: 'served' | 'serving' }, { id, presence }: Leg): LegPlan {
  const { sounds, legs } = phaseFacts(talk)
  const sound = sounds(talk)[side]
  const prompt = promptFor(voice, talk, sound)
  return { leg: id, sound, ...(prompt === undefined ? {} : { prompt }), phase: legs[side], connected: presence.kind === 'connected' }
}

function legPlans(voice: VoiceState, talks: readonly Talk[]): LegPlan[] {
  const plans = new Map<string, LegPlan>()
  for (const talk of talks) {
    for (const side of ['served', 'serving'] as const) {
      const leg = talk[side]
      if (leg === null) continue
      const plan = planOf(voice, { talk, side }, leg)
      const known = plans.get(leg.id)
      plans.set(leg.id, known ? merged(known, plan) : plan)
    }
  }
  return [...plans.values()]
}

function recordingPlan(talk: Talk | undefined, hearing: readonly Hearing[]): RecordingPlan | null {
  const customer = talk?.served?.id
  if (!talk || talk.recording === 'off' || customer === undefined) return null
  const right = [...new Set(hearing.filter(({ listener }) => listener === customer).map(({ source }) => source))]
  const isHeard = hearing.some(({ listener, source }) => source === customer && listener === talk.serving?.id)
  return { recordingId: recordingIdOf(talk), paused: talk.recording === 'paused', left: isHeard ? [customer] : [], right }
}

function videoPlan(talk: Talk): VideoPlan | null {
  const agentNumber = servingAgent(talk.contact)
  if (!isVideoPossible(talk) || agentNumber === null) return null
  return { state: videoAt(talk, 'customer'), session: talk.videoSession, callId: talk.contact.callId, agentNumber }
}

/** The plan of a room as its talks are now; of one that is over, while its own contact is remembered, why it ended. */
export function audioPlan(voice: VoiceState, roomId: string): AudioPlan {
  const talks = voice.inRoom(roomId)
  const contact = voice.state.knownContact(roomId)
  const own = contact && isLive(contact) ? voice.talkOf(contact) : undefined
  const hearing = talks.flatMap((talk) => [
    ...voices(talk),
    ...(talk.contact.purpose === 'supervision' ? supervisionVoices(voice, talk) : conferenceVoices(voice, talk)),
  ])
  return {
    roomId,
    live: talks.length > 0,
    legs: legPlans(voice, talks),
    hearing,
    recording: recordingPlan(own, hearing),
    video: own ? videoPlan(own) : null,
    cause: contact?.state.kind === 'ended' ? contact.state.cause : null,
  }
}
