// Lines that are to be rung: an agent's telephone, the number of a customer, a number outside in the agent's place.
import { customerNumberOf } from '../contact/contact.ts'
import { dialledNumber } from '../numbers/dialled-number.ts'
import { agentLeg, phoneLeg } from './leg.ts'
import type { Talk } from './talk.ts'
import type { VoiceState } from './voice-state.ts'

/** How long an outside number may ring. */
export const dialTimeoutMs = 60_000

/** An agent who takes calls on a telephone: it rings. A browser asks for its audio by itself. */
export function ringAgentPhone(voice: VoiceState, { contact, roomId }: Talk, agentNumber: string): void {
  const { state } = voice
  const phone = state.agent(agentNumber)?.phone ?? ''
  if (state.sessions.get(agentNumber)?.device !== 'phone' || phone === '') return
  const number = dialledNumber(phone, state.config.numbering)
  const forms = typeof number === 'string' ? { number: null, e164: null } : { number: number.dialled, e164: number.e164 }
  voice.act({
    type: 'dialLine',
    room: roomId,
    leg: agentLeg(agentNumber),
    callId: contact.callId,
    target: { kind: 'agentPhone', agentNumber, phone, ...forms },
    callerNumber: contact.initiator === null ? customerNumberOf(contact) : contact.callerNumber,
    callerName: contact.queueName ?? '',
  })
}

/** Dials the number that the contact is with. */
export function dialNumber(voice: VoiceState, { contact, roomId: room }: Talk): void {
  const { callId, callerNumber, dialled, calledNumber, e164 = null } = contact
  const target = { kind: 'number', number: dialled ?? calledNumber, e164 } as const
  voice.act({ type: 'dialLine', room, leg: phoneLeg(callId), callId, target, callerNumber, callerName: '' })
}
