// The agent leaves a call: of a three-party call the others go on, an offer is refused, everything else ends.
import { reject } from '../acd/answering.ts'
import { release } from '../acd/routing.ts'
import { servingAgent } from '../contact/state-facts.ts'
import { conferenceOf } from './linked-talks.ts'
import type { Talk } from './talk.ts'
import { completeTransfer } from './transfer.ts'
import type { VoiceState } from './voice-state.ts'

export function leaveCall(voice: VoiceState, talk: Talk, agentNumber: string, now: number): boolean {
  const { contact } = talk
  if (reject(voice.state, contact, agentNumber, now)) return true
  const consult = servingAgent(contact) === agentNumber ? conferenceOf(voice, talk) : undefined
  if (!consult) return release(voice.state, contact, 'agentHangUp', now)
  completeTransfer(voice, { talk, consult }, now)
  return true
}
