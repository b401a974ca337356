// Whether the audio of legs is there: what the media side reports of them.
import { isConnected } from '../contact/contact.ts'
import type { TimelineKind } from '@openseat/contracts'
import { agentAt, agentLeg, phoneLeg, type AudioPresence, type Leg } from './leg.ts'
import { partyOf, type Talk } from './talk.ts'
import type { RoomLeg, VoiceState } from './voice-state.ts'

/** How long a new call may take until its audio is there. */
export const audioSetUpMs = 15_000
/** How long a caller whose audio was lost keeps the position. */
export const customerGraceMs = 30_000

/** From now on the audio of an agent's leg must be there within the grace. */
export function expectAudio({ state }: VoiceState, leg: Leg | null, now: number): void {
  if (leg?.presence.kind !== 'absent') return
  leg.presence = { ...leg.presence, until: now + state.config.parameters.reconnectGraceSeconds * 1000 }
}

interface Report {
  readonly presence: AudioPresence
  readonly kind: TimelineKind | null
  readonly data?: Readonly<Record<string, number>>
  /** Which of the leg's talks have it in their timeline. */
  readonly tells?: (talk: Talk) => boolean
}

function report(voice: VoiceState, at: RoomLeg, of: (leg: Leg) => Report | null, now: number): void {
  const found = voice.at(at)
  const told = found && of(found.leg)
  if (!found || !told) return
  found.leg.presence = told.presence
  for (const talk of found.talks) {
    const data = { party: partyOf(talk, found.leg), ...told.data }
    if (told.kind && (told.tells?.(talk) ?? true)) voice.state.addTimeline(talk.contact, now, { kind: told.kind, data })
    voice.touch(talk)
  }
}

export function audioConnected(voice: VoiceState, at: RoomLeg, now: number): void {
  const back = ({ presence: before }: Leg): Report | null => {
    if (before.kind === 'connected' && !before.quiet) return null
    return { presence: { kind: 'connected' }, kind: before.kind === 'absent' && before.lost ? 'mediaRestored' : null }
  }
  report(voice, at, back, now)
}

export function audioLost(voice: VoiceState, at: RoomLeg, now: number): void {
  const lost = (leg: Leg): Report | null =>
    leg.presence.kind === 'connected'
      ? { presence: { kind: 'absent', until: graceEnd(voice, leg, now), lost: true }, kind: 'mediaLost' }
      : null
  report(voice, at, lost, now)
}

/** An agent whose audio goes before the agent has answered has until the answer. */
function graceEnd({ state }: VoiceState, leg: Leg, now: number): number | null {
  if (leg.role === 'customer') return now + customerGraceMs
  if (agentAt(leg.id) !== null && leg.state !== 'connected') return null
  return now + state.config.parameters.reconnectGraceSeconds * 1000
}

/**
 * A telephone that sends no sound is not lost: silence suppression and a mute key do that. The people in the call are told, since
 * a telephone that is heard no more may also be a fault; nothing else comes of it.
 */
export function audioQuiet(voice: VoiceState, at: RoomLeg, seconds: number, now: number): void {
  const quiet = ({ presence }: Leg): Report | null =>
    presence.kind !== 'connected' || presence.quiet
      ? null
      : {
          presence: { kind: 'connected', quiet: true },
          kind: 'mediaQuiet',
          data: { seconds },
          tells: ({ contact }) => isConnected(contact),
        }
  report(voice, at, quiet, now)
}

export function audioHeard(voice: VoiceState, at: RoomLeg, now: number): void {
  const heard = ({ presence }: Leg): Report | null =>
    presence.kind === 'connected' && presence.quiet ? { presence: { kind: 'connected' }, kind: null } : null
  report(voice, at, heard, now)
}

export interface AudioQuality {
  readonly lossPercent: number
  readonly jitterMs: number
  /** Null when the far end reported none. */
  readonly roundTripMs: number | null
}

/** Comes when a leg is over, so its talks may be over too: it belongs to the room's own contact. */
export function audioMeasured({ state }: VoiceState, { room, leg }: RoomLeg, quality: AudioQuality, now: number): void {
  const contact = state.knownContact(room)
  if (!contact) return
  const { lossPercent, jitterMs, roundTripMs } = quality
  const agentNumber = agentAt(leg)
  const isServed = leg === (contact.initiator === null ? phoneLeg(contact.callId) : agentLeg(contact.initiator))
  const party = isServed ? 'customer' : agentNumber === null ? 'transferee' : 'agent'
  state.addTimeline(contact, now, { kind: 'mediaStats', data: { party, agentNumber, lossPercent, jitterMs, roundTripMs } })
}

/** Only how many keys were pressed: which ones may be a secret. What a flow asks for stands with its steps, if anywhere. */
export function digitsPressed(voice: VoiceState, at: RoomLeg, count: number, now: number): void {
  const found = voice.at(at)
  const talk = found?.talks[0]
  const isAsked = talk?.contact.flow !== null && talk?.served === found?.leg
  if (talk && !isAsked) voice.state.addTimeline(talk.contact, now, { kind: 'digits', data: { party: partyOf(talk, found.leg), count } })
}
