// What a contact is in its room: which legs talk in it, who holds whom, its recording and its video. Contacts that belong together
// (a consultation, a supervision) share a room, and the legs in it.
import type { RecordingState } from '@openseat/contracts'
import type { Contact } from '../contact/contact.ts'
import type { Leg } from './leg.ts'

/** Party's word on the wire and in the records: `customer` is whom the contact serves, `agent` whoever serves. */
export type Party = 'customer' | 'agent'

/** Video beside the audio, between the customer's browser and the agent's. */
export type CallVideo = { readonly kind: 'off' | 'on' } | { readonly kind: 'requested'; readonly by: Party }

export interface Talk {
  readonly contact: Contact
  /** A customer's call has a room of its own, named like the call. */
  readonly roomId: string
  /** Whom the contact serves: the customer, or the agent who made it. Null in a supervision, and while the agent's leg is first. */
  served: Leg | null
  /** Who serves: an agent, an inspector, or the number outside in the agent's place. Null while there is nobody. */
  serving: Leg | null
  /** Legs that hold the others. */
  heldBy: readonly Leg[]
  heldSince: number | null
  /** Legs whose voices are not passed on to the others of this talk. */
  muted: readonly Leg[]
  /** How long a number outside may ring. */
  dialUntil: number | null
  /** When it is released for its length. */
  releaseAt: number | null
  /** Dialled when the number that is being called has answered. */
  digitsAtAnswer: string | null
  recording: RecordingState
  /** Recordings begun so far; the number of the latest is part of its id. */
  recordings: number
  video: CallVideo
  /** Counts the pairings of browsers. */
  videoSession: number
}

export const newTalk = (facts: Pick<Talk, 'contact' | 'roomId'> & Partial<Talk>): Talk => ({
  served: null,
  serving: null,
  heldBy: [],
  heldSince: null,
  muted: [],
  dialUntil: null,
  releaseAt: null,
  digitsAtAnswer: null,
  recording: 'off',
  recordings: 0,
  video: { kind: 'off' },
  videoSession: 0,
  ...facts,
})

export const legsOf = ({ served, serving }: Talk): Leg[] => [served, serving].filter((leg) => leg !== null)

export const legIn = (talk: Talk, id: string): Leg | undefined => legsOf(talk).find((leg) => leg.id === id)

/** The leg at the other side. */
export const otherLeg = (talk: Talk, leg: Leg | undefined): Leg | null => (talk.serving === leg ? talk.served : talk.serving)

export const partyOf = (talk: Talk, leg: Leg): Party => (talk.serving === leg ? 'agent' : 'customer')

/** In a consultation, a talk with the agent's leg: the one consulted. */
export const consultedLeg = (consult: Talk, asking: Leg): Leg | null => otherLeg(consult, asking)
