// What is due of a call by itself: audio that does not come back, a number outside that does not answer, a call that is too long.
import { release } from '../acd/routing.ts'
import { servingAgent } from '../contact/state-facts.ts'
import { leaveCall } from './leaving.ts'
import type { Leg } from './leg.ts'
import { conferenceOf } from './linked-talks.ts'
import { isAgentLegFirst, phaseOf } from './phase.ts'
import { legsOf, type Talk } from './talk.ts'
import { transferFailed } from './transfer.ts'
import type { VoiceState } from './voice-state.ts'

const graceEndOf = ({ presence }: Leg): number | null => (presence.kind === 'absent' ? presence.until : null)

export function talkDeadline(talk: Talk): number | null {
  const times = [talk.releaseAt, talk.dialUntil, ...legsOf(talk).map(graceEndOf)].filter((time) => time !== null)
  return times.length === 0 ? null : Math.min(...times)
}

const isDue = (at: number | null, now: number): boolean => at !== null && at <= now
const isGone = (leg: Leg | null, now: number): boolean => leg !== null && isDue(graceEndOf(leg), now)

/** Does one thing that is due; false where nothing is. */
export function expireTalk(voice: VoiceState, talk: Talk, now: number): boolean {
  if (isGone(talk.served, now)) servedGone(voice, talk, now)
  else if (isGone(talk.serving, now)) servingGone(voice, talk, now)
  else if (isDue(talk.releaseAt, now)) release(voice.state, talk.contact, 'tooLong', now)
  else if (isDue(talk.dialUntil, now)) notAnswered(voice, talk, now)
  else return false
  return true
}

function servedGone({ state }: VoiceState, { contact, served }: Talk, now: number): void {
  const wasThere = served?.presence.kind === 'absent' && served.presence.lost
  if (!wasThere) release(state, contact, 'mediaFailed', now)
  else release(state, contact, contact.answeredAt === null ? 'abandoned' : 'connectionLost', now)
}

/** Of a three-party call the other two go on. */
function servingGone(voice: VoiceState, talk: Talk, now: number): void {
  const agentNumber = servingAgent(talk.contact)
  if (conferenceOf(voice, talk) && agentNumber !== null) leaveCall(voice, talk, agentNumber, now)
  else release(voice.state, talk.contact, 'connectionLost', now)
}

function notAnswered(voice: VoiceState, talk: Talk, now: number): void {
  if (phaseOf(talk) === 'transferring') transferFailed(voice, talk, 'noAnswer', now)
  else release(voice.state, talk.contact, isAgentLegFirst(talk) ? 'phoneUnreached' : 'noAnswer', now)
}
