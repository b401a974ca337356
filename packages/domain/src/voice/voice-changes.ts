// What calls add to the changes of an input: what is to be done outside, and how the rooms are to sound.
import { isCall } from '../config/channels.ts'
import type { Contact } from '../contact/contact.ts'
import { audioPlan, type AudioPlan } from './hearing-plan.ts'
import type { VoiceAction, VoiceState } from './voice-state.ts'

export interface VoiceChanges {
  /** What the outside is to do once the change is stored. */
  readonly actions: readonly VoiceAction[]
  /** Rooms of the changed calls, as they are now. */
  readonly plans: readonly AudioPlan[]
}

export function takeVoiceChanges(voice: VoiceState, contacts: Iterable<Contact>): VoiceChanges {
  const rooms = new Set([...contacts].flatMap((contact) => (isCall(contact.channel) ? [voice.talkOf(contact).roomId] : [])))
  return { actions: voice.takeActions(), plans: [...rooms].map((room) => audioPlan(voice, room)) }
}
