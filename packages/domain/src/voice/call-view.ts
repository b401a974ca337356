// A call as one of its agents is shown it: what every contact has, and what is of its sound and its picture.
import type { CallState, CallView, SupervisionMode } from '@openseat/contracts'
import { contactHead } from '../acd/contact-view.ts'
import { mediaTypeOf } from '../config/channels.ts'
import { isLive, type Contact } from '../contact/contact.ts'
import { agentLeg, type Leg } from './leg.ts'
import { isInConference, supervisionsOf } from './linked-talks.ts'
import { phaseFacts, phaseOf } from './phase.ts'
import { recordingPolicy } from './recording.ts'
import { legIn, otherLeg, type Talk } from './talk.ts'
import { isVideoPossible, videoAt } from './video.ts'
import type { VoiceState } from './voice-state.ts'

/** How inspectors are heard in the call; who only listens is not told of. */
function heardSupervision(voice: VoiceState, talk: Talk): SupervisionMode | null {
  const modes = supervisionsOf(voice, talk).map(({ serving }) => serving?.mode)
  if (modes.includes('bargeIn')) return 'bargeIn'
  return modes.includes('whisper') ? 'whisper' : null
}

type Holds = Pick<CallView, 'state' | 'heldSince' | 'heldByOther'>

/** Who holds the other sees the call as held, whoever is held as going on. */
function holdsFor(talk: Talk, own: Leg | undefined, word: CallState): Holds {
  const { heldBy, heldSince } = talk
  if (heldBy.length === 0) return { state: word, heldSince: null, heldByOther: false }
  const isOwn = own !== undefined && heldBy.includes(own)
  return {
    state: isOwn ? 'held' : 'talking',
    heldSince: heldSince === null ? null : new Date(heldSince).toISOString(),
    heldByOther: !isOwn,
  }
}

const isQuiet = (leg: Leg | null | undefined): boolean => leg?.presence.kind === 'connected' && leg.presence.quiet === true

/** Audio of an agent's telephone comes by itself; a browser is asked for it. */
function mediaWanted({ state }: VoiceState, { contact }: Talk, own: Leg | undefined, agentNumber: string): boolean {
  if (!isLive(contact) || state.sessions.get(agentNumber)?.device === 'phone') return false
  return own?.presence.kind === 'absent'
}

function isCustomerLost({ contact, served }: Talk): boolean {
  return contact.initiator === null && served?.presence.kind === 'absent' && served.presence.lost
}

/** The call for one of its agents; numbers masked unless that agent may see them. */
export function callView(voice: VoiceState, contact: Contact, agentNumber: string): CallView {
  const talk = voice.talkOf(contact)
  const phase = phaseOf(talk)
  const own = legIn(talk, agentLeg(agentNumber))
  const { shown } = phaseFacts(talk)
  // Told while people talk: whoever is held has no reason to speak.
  const tellsQuiet = phase === 'talking'
  return {
    ...contactHead(voice.state, contact, agentNumber),
    roomId: talk.roomId,
    mediaType: mediaTypeOf(contact.channel),
    ...holdsFor(talk, own, contact.initiator === agentNumber ? shown.initiator : shown.agent),
    muted: own !== undefined && talk.muted.includes(own),
    mediaWanted: mediaWanted(voice, talk, own, agentNumber),
    otherQuiet: tellsQuiet && isQuiet(otherLeg(talk, own)),
    ownQuiet: tellsQuiet && isQuiet(own),
    customerLost: isCustomerLost(talk),
    conference: isInConference(voice, talk),
    supervision: phase === 'supervising' ? (talk.serving?.mode ?? null) : heardSupervision(voice, talk),
    video: videoAt(talk, 'agent'),
    videoPossible: isVideoPossible(talk),
    videoSession: talk.videoSession,
    recording: talk.recording,
    recordingAllowed: recordingPolicy(voice, talk) !== 'never',
  }
}
