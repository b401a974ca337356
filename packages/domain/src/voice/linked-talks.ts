// The talks that are linked to a customer's call: a consultation, the inspectors in it.
import { isTalking } from './phase.ts'
import type { Talk } from './talk.ts'
import type { VoiceState } from './voice-state.ts'

const linkedTo = (voice: VoiceState, { contact, roomId }: Talk, purpose: 'consult' | 'supervision'): Talk[] =>
  voice.inRoom(roomId).filter((each) => each.contact.parentCallId === contact.callId && each.contact.purpose === purpose)

/** The consultation that an agent has from within the call, if one goes on. */
export const consultOf = (voice: VoiceState, talk: Talk): Talk | undefined => linkedTo(voice, talk, 'consult')[0]

export const supervisionsOf = (voice: VoiceState, talk: Talk): Talk[] => linkedTo(voice, talk, 'supervision')

/** The consultation of a three-party call: agent, customer and the one consulted hear each other, since nobody holds anybody. */
export function conferenceOf(voice: VoiceState, talk: Talk): Talk | undefined {
  const consult = isTalking(talk) ? consultOf(voice, talk) : undefined
  return consult && isTalking(consult) ? consult : undefined
}

/** Whether the talk, or the one that it is a consultation of, is a three-party call. */
export function isInConference(voice: VoiceState, talk: Talk): boolean {
  const { purpose, parentCallId } = talk.contact
  const parent = purpose === 'consult' ? voice.liveTalk(parentCallId) : talk
  return parent !== undefined && conferenceOf(voice, parent) !== undefined
}
