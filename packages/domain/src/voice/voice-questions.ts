// What may be asked of calls, by name, with plain data in and out.
import { agentsOf } from '../contact/state-facts.ts'
import { audioPlan, type AudioPlan } from './hearing-plan.ts'
import type { LegPhase } from './phase.ts'
import type { RoomLeg, VoiceState } from './voice-state.ts'

export interface LineFacts extends RoomLeg {
  readonly ref: string
}

/** The call of a browser telephone, as the telephone is told of it. */
export interface TelephoneCall {
  readonly phase: LegPhase
  /** Empty when it is withheld. */
  readonly otherNumber: string
  readonly video: AudioPlan['video']
}

export interface VoiceQuestions {
  /** The room of a live call that the agent is in; null when it is not the agent's. */
  room: { given: { readonly callId: string; readonly agentNumber: string }; answer: string | null }
  /** The plans of rooms as their calls are now. */
  plans: { given: { readonly rooms: readonly string[] }; answer: AudioPlan[] }
  /** Which lines answer for live legs. */
  lines: { given: Readonly<Record<string, never>>; answer: LineFacts[] }
  /** Null: this leg has no call any more. */
  telephoneCall: { given: RoomLeg; answer: TelephoneCall | null }
}

type VoiceAnswers = {
  readonly [N in keyof VoiceQuestions]: (
    of: { readonly voice: VoiceState },
    given: VoiceQuestions[N]['given'],
  ) => VoiceQuestions[N]['answer']
}

export const voiceAnswers: VoiceAnswers = {
  room({ voice }, { callId, agentNumber }) {
    const talk = voice.liveTalk(callId)
    return talk && agentsOf(talk.contact).includes(agentNumber) ? talk.roomId : null
  },
  plans: ({ voice }, { rooms }) => rooms.map((room) => audioPlan(voice, room)),
  lines: ({ voice }) => voice.lines(),
  telephoneCall({ voice }, { room, leg }) {
    const plan = audioPlan(voice, room)
    const phase = plan.legs.find((planned) => planned.leg === leg)?.phase
    const contact = voice.liveTalk(room)?.contact
    if (phase === undefined || contact === undefined) return null
    return { phase, otherNumber: contact.direction === 'inbound' ? contact.calledNumber : contact.callerNumber, video: plan.video }
  },
}
