// One party's end of the sound of a room: an agent's browser or telephone, a customer's line, a number outside.
// A leg belongs to its room; the talks of the room share it. A leg that no live talk has is gone.
import type { SupervisionMode } from '@openseat/contracts'

/**
 * Whether a leg's audio is there; `quiet`: it is a telephone that has sent nothing for a while, as it may. `until` ends its grace
 * (null while nothing presses), `lost` once it had been there.
 */
export type AudioPresence =
  | { readonly kind: 'connected'; readonly quiet?: true }
  | { readonly kind: 'absent'; readonly until: number | null; readonly lost: boolean }

export type LegRole = 'customer' | 'agent' | 'inspector' | 'external'

export interface Leg {
  readonly id: string
  role: LegRole
  /** `invited`: asked to come, nothing was heard of it · `ringing`: its telephone says that it rings · `connected`: it has answered. */
  state: 'invited' | 'ringing' | 'connected'
  presence: AudioPresence
  /** The signalling side's own name for its line. */
  lineRef: string | null
  /** It can show video. */
  showsVideo: boolean
  /** An inspector's. */
  mode: SupervisionMode | null
}

/** Audio that has not been there yet. */
export const absent = (until: number | null): AudioPresence => ({ kind: 'absent', until, lost: false })

export const newLeg = (facts: Pick<Leg, 'id' | 'role'> & Partial<Leg>): Leg => ({
  state: 'invited',
  presence: absent(null),
  lineRef: null,
  showsVideo: false,
  mode: null,
  ...facts,
})

export const agentLeg = (agentNumber: string): string => `agent/${agentNumber}`

/** The leg of the customer, or of the number outside, that the contact is with. */
export const phoneLeg = (callId: string): string => `phone/${callId}`

/** The leg of the outside number that a contact is transferred to without a consultation. */
export const transfereeLeg = (callId: string): string => `phone/${callId}/2`

/** The agent whose leg it is; null where it is somebody else's. */
export const agentAt = (leg: string): string | null => (leg.startsWith('agent/') ? leg.slice('agent/'.length) : null)
