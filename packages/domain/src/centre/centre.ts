// What the tables of the centre work on: a tenant's contacts and agents, and what each wing has of them.
import { plainWing } from '../acd/plain-wing.ts'
import { TenantState } from '../acd/tenant-state.ts'
import { isCall } from '../config/channels.ts'
import type { RoutingConfig } from '../config/routing-config.ts'
import { FlowWing } from '../in-flow/flow-wing.ts'
import { VoiceState } from '../voice/voice-state.ts'
import { voiceWing } from '../voice/voice-wing.ts'

export interface Centre {
  readonly state: TenantState
  readonly voice: VoiceState
  readonly flows: FlowWing
}

export function newCentre(config: RoutingConfig): Centre {
  const flows = new FlowWing({ state: () => state, voice: () => voice })
  const state: TenantState = new TenantState(config, { wingOf: (channel) => (isCall(channel) ? calls : texts), flows })
  const voice: VoiceState = new VoiceState(state)
  const calls = voiceWing(voice)
  const texts = plainWing(state)
  return { state, voice, flows }
}
