// A voice command on its way.
import type { AgentCommand } from '@openseat/contracts'
import { refuse, type CommandContext, type Reply } from '../acd/command.ts'
import type { Contact } from '../contact/contact.ts'
import { agentLeg, type Leg } from './leg.ts'
import { refusedWord } from './phase.ts'
import { legIn, type Talk } from './talk.ts'
import type { VoiceState } from './voice-state.ts'

export interface VoiceContext extends CommandContext {
  readonly voice: VoiceState
}

export interface CallContext extends VoiceContext {
  readonly contact: Contact
}

export const refuseState = (talk: Talk, action: AgentCommand['kind']): Reply => refuse('CALL_STATE', { state: refusedWord(talk), action })

export const ownLeg = (talk: Talk, agentNumber: string): Leg | undefined => legIn(talk, agentLeg(agentNumber))
