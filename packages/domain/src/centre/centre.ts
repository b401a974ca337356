// What the tables of the centre work on: a tenant's contacts and agents, and what each wing has of them.
import { plainWing } from '../acd/plain-wing.ts'
import { TenantState } from '../acd/tenant-state.ts'
import { isCall } from '../config/channels.ts'
import type { RoutingConfig } from '../config/routing-config.ts'
import { VoiceState } from '../voice/voice-state.ts'
import { voiceWing } from '../voice/voice-wing.ts'

export interface Centre {
  readonly state: TenantState
  readonly voice: VoiceState
}

export function newCentre(config: RoutingConfig): Centre {
  const state: TenantState = new TenantState(config, (channel) => (isCall(channel) ? calls : texts))
  const voice = new VoiceState(state)
  const calls = voiceWing(voice)
  const texts = plainWing(state)
  return { state, voice }
}
