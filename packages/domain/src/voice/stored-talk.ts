// A talk as it is stored with its contact, and how it comes back after the server was stopped or killed: nobody's audio is there
// yet, and everyone has a grace to come back to it.
import type { Contact } from '../contact/contact.ts'
import { customerGraceMs } from './audio-presence.ts'
import { absent, agentAt, type AudioPresence, type Leg } from './leg.ts'
import { isAgentLegFirst, phaseOf } from './phase.ts'
import { dialNumber, ringAgentPhone } from './ring.ts'
import { legIn, legsOf, type Talk } from './talk.ts'
import type { VoiceState } from './voice-state.ts'

/** Legs that several talks have are stored with each of them, and are one again when they come back. */
export interface StoredTalk extends Omit<Talk, 'contact' | 'heldBy' | 'muted'> {
  /** Ids of legs. */
  readonly heldBy: readonly string[]
  readonly muted: readonly string[]
}

/** What a stored talk cannot be without. */
export const storedTalkFields = ['roomId', 'heldBy', 'muted', 'recording', 'video'] as const satisfies readonly (keyof StoredTalk)[]

export function storedTalk({ contact: _contact, heldBy, muted, ...talk }: Talk): StoredTalk {
  return { ...talk, heldBy: heldBy.map(({ id }) => id), muted: muted.map(({ id }) => id) }
}

/** Takes the talk of a stored contact over. All that it had is on its way back, or is rung anew. */
export function restoreTalk(voice: VoiceState, contact: Contact, stored: StoredTalk, now: number): void {
  const { state } = voice
  const { roomId } = stored
  const isKnown = (leg: Leg): boolean => voice.legIn(roomId, leg.id) !== undefined
  const own = [stored.served, stored.serving].filter((leg) => leg !== null && !isKnown(leg))
  const sharedLeg = (leg: Leg | null): Leg | null => leg && (voice.legIn(roomId, leg.id) ?? leg)
  const legs = { served: sharedLeg(stored.served), serving: sharedLeg(stored.serving) }
  const talk = voice.begin({ ...stored, contact, ...legs, heldBy: [], muted: [] })
  talk.heldBy = stored.heldBy.flatMap((id) => legIn(talk, id) ?? [])
  talk.muted = stored.muted.flatMap((id) => legIn(talk, id) ?? [])
  const graceMs = state.config.parameters.reconnectGraceSeconds * 1000
  for (const leg of legsOf(talk)) if (own.includes(leg)) leg.presence = presenceAfterStop(talk, leg, { graceMs, now })
  const phase = phaseOf(talk)
  // What was written until the stop is complete; the rest is a recording of its own.
  if (talk.recording !== 'off') talk.recordings += 1
  state.addTimeline(contact, now, { kind: 'mediaLost', data: { party: 'server' } })
  if (isAgentLegFirst(talk)) ringAgentPhone(voice, talk, contact.agentNumber ?? '')
  else if (phase === 'dialling' || phase === 'alerting') dialNumber(voice, talk)
}

interface Stop {
  readonly graceMs: number
  readonly now: number
}

function presenceAfterStop(talk: Talk, leg: Leg, { graceMs, now }: Stop): AudioPresence {
  const phase = phaseOf(talk)
  const lostUntil = (ms: number): AudioPresence => ({ kind: 'absent', until: now + ms, lost: true })
  if (talk.served === leg) {
    if (phase === 'dialling' || phase === 'alerting') return absent(null)
    return lostUntil(agentAt(leg.id) === null ? customerGraceMs : graceMs)
  }
  const isInCall = phase === 'talking' || phase === 'held' || phase === 'handedOff' || phase === 'supervising'
  return isInCall ? lostUntil(graceMs) : absent(null)
}
