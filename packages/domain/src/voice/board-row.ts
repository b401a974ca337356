// A call as a row of the inspectors' live board.
import type { BoardCall } from '@openseat/contracts'
import { maskNumber } from '../access/mask-number.ts'
import type { BoardViewer } from '../acd/wing.ts'
import { mediaTypeOf } from '../config/channels.ts'
import type { Contact } from '../contact/contact.ts'
import { agentsOf, factsOf } from '../contact/state-facts.ts'
import { agentAt } from './leg.ts'
import { conferenceOf, supervisionsOf } from './linked-talks.ts'
import { phaseFacts, phaseOf } from './phase.ts'
import type { Talk } from './talk.ts'
import type { VoiceState } from './voice-state.ts'

/** Since when the call is in its phase. */
function sinceOf(talk: Talk): number {
  const { contact, heldSince } = talk
  const phase = phaseOf(talk)
  if (phase === 'held' && heldSince !== null) return heldSince
  return factsOf(contact.state).since ?? contact.startedAt
}

/** Null for a supervision: it stands with the call that it is of. */
export function boardRow(voice: VoiceState, contact: Contact, { seesNumbers }: BoardViewer): BoardCall | null {
  if (contact.purpose === 'supervision') return null
  const talk = voice.talkOf(contact)
  const iso = (at: number): string => new Date(at).toISOString()
  const shown = (number: string, isCustomers: boolean): string => (seesNumbers || !isCustomers ? number : maskNumber(number))
  const supervisors = supervisionsOf(voice, talk).flatMap(({ serving }) =>
    serving?.mode ? [{ agentNumber: agentAt(serving.id) ?? '', mode: serving.mode }] : [],
  )
  return {
    callId: contact.callId,
    purpose: contact.purpose,
    parentCallId: contact.parentCallId,
    direction: contact.direction,
    mediaType: mediaTypeOf(contact.channel),
    state: phaseFacts(talk).board,
    since: iso(sinceOf(talk)),
    startedAt: iso(contact.startedAt),
    callerNumber: shown(contact.callerNumber, contact.direction === 'inbound'),
    calledNumber: shown(contact.calledNumber, contact.direction === 'outbound'),
    queueId: contact.queueId,
    queueName: contact.queueName,
    agentNumbers: agentsOf(contact),
    conference: conferenceOf(voice, talk) !== undefined,
    recording: talk.recording,
    supervisors,
  }
}
