// Calls that come in by a line.
import type { MediaType } from '@openseat/contracts'
import { accessCodeIn } from '../acd/called-route.ts'
import { route } from '../acd/routing.ts'
import { callChannelOf } from '../config/channels.ts'
import { newContact, type Contact } from '../contact/contact.ts'
import { partyNumber, type PartyNumber } from '../numbers/party-number.ts'
import { audioSetUpMs } from './audio-presence.ts'
import { absent, newLeg, phoneLeg } from './leg.ts'
import type { VoiceState } from './voice-state.ts'

export interface CallArrival {
  readonly callId: string
  readonly mediaType: MediaType
  /** As the caller's side writes it; empty when it is withheld. */
  readonly callerNumber: string
  /** As dialled: access code, extension code, and what came after. */
  readonly dialled: string
  readonly attachedData: Readonly<Record<string, string>>
  /** The signalling side's own name for the caller's line. */
  readonly ref: string
  /** The caller's end can show video. */
  readonly videoPossible?: boolean
}

export function callArrived(voice: VoiceState, arrival: CallArrival, now: number): void {
  const { state } = voice
  const { callId, mediaType, dialled, attachedData, ref, videoPossible = false } = arrival
  const { shown: callerNumber, ...caller } = partyNumber(arrival.callerNumber, state.config.numbering)
  // Given again after a commit whose outcome was in doubt.
  if (state.knownContact(callId)) return
  const contact = newContact({
    callId,
    direction: 'inbound',
    channel: callChannelOf(mediaType),
    callerNumber,
    calledNumber: accessCodeIn(state.config, dialled),
    dialled,
    ...customerFacts(caller),
    attachedData,
    startedAt: now,
    revision: state.config.revision,
    participants: [{ party: 'customer', number: callerNumber, startedAt: now, answeredAt: null, endedAt: null }],
  })
  const presence = absent(now + audioSetUpMs)
  const id = phoneLeg(callId)
  const served = newLeg({ id, role: 'customer', state: 'connected', presence, lineRef: ref, showsVideo: videoPossible })
  state.add(contact)
  voice.begin({ contact, roomId: callId, served })
  route(state, contact, now)
}

/** What stays of the customer's number beside the form in which it is shown. */
export const customerFacts = ({ e164, extension }: Pick<PartyNumber, 'e164' | 'extension'>): Pick<Contact, 'e164' | 'extension'> => ({
  ...(e164 === null ? {} : { e164 }),
  ...(extension === null ? {} : { extension }),
})
