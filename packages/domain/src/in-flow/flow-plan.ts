// What the outside is to do for contacts in flows, as it is now: whoever does it compares, so that a restart needs nothing of its own.
import { isCall } from '../config/channels.ts'
import type { Contact } from '../contact/contact.ts'
import type { FlowRef } from '../flow/run.ts'
import type { RoomLeg, VoiceState } from '../voice/voice-state.ts'
import { isOutside, type OutsideEffect } from './flow-effects.ts'

export interface FlowPlan {
  readonly callId: string
  /** Which of the contact's flows it is; an effect is known by this and its `effectId`. */
  readonly n: number
  /** Null once the contact is in no flow any more. */
  readonly ref: FlowRef | null
  /** The customer's leg; null where there is none. */
  readonly leg: RoomLeg | null
  /** Its audio is there. */
  readonly isAudible: boolean
  /** All that the flow waits for. What else was begun for the contact is to be ended. */
  readonly effects: readonly OutsideEffect[]
}

/** Of those among the contacts that a flow has, or had. */
export const flowPlans = (voice: VoiceState, contacts: Iterable<Contact>): FlowPlan[] =>
  [...contacts].filter(({ flowsBegun }) => flowsBegun > 0).map((contact) => flowPlan(voice, contact))

function flowPlan(voice: VoiceState, contact: Contact): FlowPlan {
  const { callId, flow, flowsBegun: n } = contact
  const talk = isCall(contact.channel) ? voice.talkOf(contact) : null
  const leg = talk?.served ?? null
  return {
    callId,
    n,
    ref: flow?.ref ?? null,
    leg: talk && leg ? { room: talk.roomId, leg: leg.id } : null,
    isAudible: leg?.presence.kind === 'connected',
    effects: flow?.pending.filter(isOutside) ?? [],
  }
}
