// What the director knows of one room: its plan, and what of it is done.
import type { AudioPlan, PromptKey } from '@openseat/domain'
import type { GeneratedSound, LegStats } from '@openseat/telephony'
import { KeyPresses } from './key-presses.ts'
import type { OfferGate } from './offer-gate.ts'
import type { RoomRecorder } from './room-recorder.ts'

interface Playing {
  /** A generated sound, or a prompt of the tenant's. */
  readonly sound: GeneratedSound | `prompt ${PromptKey}`
  readonly playId: string
}

export interface RoomState {
  readonly tenantId: number
  plan: AudioPlan
  open: boolean
  hearing: string
  readonly legs: Set<string>
  /** By leg. */
  readonly gates: Map<string, OfferGate>
  readonly playing: Map<string, Playing>
  readonly stats: Map<string, LegStats>
  readonly recorder: RoomRecorder
  readonly keys: KeyPresses
  /** Everything about one room happens one after the other. */
  work: Promise<unknown>
}

export const newRoomState = (start: Pick<RoomState, 'tenantId' | 'plan' | 'recorder'>): RoomState => ({
  open: false,
  hearing: '',
  legs: new Set(),
  gates: new Map(),
  playing: new Map(),
  stats: new Map(),
  keys: new KeyPresses(),
  work: Promise.resolve(),
  ...start,
})

export const isPlanned = ({ plan }: RoomState, leg: string): boolean => plan.legs.some((planned) => planned.leg === leg)
