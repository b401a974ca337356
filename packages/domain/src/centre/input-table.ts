// Everything that reaches the centre beside commands, one row each, as the wings bring them.
import { contactArrived, type Arrival } from '../acd/arrivals.ts'
import { agentConnected, agentDisconnected, configChanged } from '../acd/presence-inputs.ts'
import { release } from '../acd/routing.ts'
import type { RoutingConfig } from '../config/routing-config.ts'
import type { FlowEvent } from '../flow/run.ts'
import { endForbiddenSupervision } from '../voice/supervision.ts'
import { voiceInputs, type VoiceInput } from '../voice/voice-inputs.ts'
import type { Centre } from './centre.ts'
import { expireDue } from './expiry.ts'
import { resumed } from './restore.ts'
import { sessionEnded } from './session-ended.ts'

type CentreInput =
  | ({ readonly type: 'contactArrived' } & Arrival)
  /** The customer has ended a written contact. */
  | { readonly type: 'customerLeft'; readonly callId: string }
  /** Something that the contact's `n`-th flow waits for. */
  | { readonly type: 'flowTold'; readonly callId: string; readonly n: number; readonly event: FlowEvent }
  | { readonly type: 'seatConnected'; readonly agentNumber: string }
  | { readonly type: 'seatDisconnected'; readonly agentNumber: string }
  /** The last page went because the agent's log-in has ended. */
  | { readonly type: 'seatEnded'; readonly agentNumber: string }
  | { readonly type: 'configChanged'; readonly config: RoutingConfig }
  | { readonly type: 'deadlines' }
  /** For some time nobody could be told of anything. */
  | { readonly type: 'resumed' }

export type AcdInput = CentreInput | VoiceInput

type InputRows = { readonly [T in CentreInput['type']]: (centre: Centre, input: Extract<CentreInput, { type: T }>, now: number) => void }

const centreInputs: InputRows = {
  contactArrived: ({ state }, { type: _type, ...arrival }, now) => contactArrived(state, arrival, now),
  customerLeft: ({ state }, { callId }, now) => {
    const contact = state.contacts.get(callId)
    if (contact) release(state, contact, contact.answeredAt === null ? 'abandoned' : 'customerHangUp', now)
  },
  flowTold: ({ state, flows }, { callId, n, event }, now) => {
    const contact = state.contacts.get(callId)
    if (contact) flows.tell(contact, event, now, n)
  },
  seatConnected: ({ state }, { agentNumber }, now) => agentConnected(state, agentNumber, now),
  seatDisconnected: ({ state }, { agentNumber }, now) => agentDisconnected(state, agentNumber, now),
  seatEnded: ({ state }, { agentNumber }, now) => sessionEnded(state, agentNumber, now),
  configChanged: ({ state, voice }, { config }, now) => {
    configChanged(state, config, now)
    endForbiddenSupervision(voice, now)
  },
  deadlines: ({ state }, _input, now) => expireDue(state, now),
  resumed: ({ state }, _input, now) => resumed(state, now),
}

type AnyRow<S> = (of: S, input: AcdInput, now: number) => void

export function take(centre: Centre, input: AcdInput, now: number): void {
  if (input.type in voiceInputs) (voiceInputs[input.type as VoiceInput['type']] as AnyRow<Centre['voice']>)(centre.voice, input, now)
  else (centreInputs[input.type as CentreInput['type']] as AnyRow<Centre>)(centre, input, now)
}
