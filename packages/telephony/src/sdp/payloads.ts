// What the numbers of an audio m-line stand for: the laws and telephone-event, all else is no matter of ours. A number is what
// its a=rtpmap says; without one, 0 and 8 are the laws (RFC 3551).

import { lawOfPayloadType, type Law } from '../media/g711.ts'
import type { PayloadKind } from '../media/leg-format.ts'
import type { Media } from './session-description.ts'

export type Payload = { number: number; kind: PayloadKind; rate: number }

const KINDS: ReadonlyMap<string, PayloadKind> = new Map([
  ['PCMA', 'alaw'],
  ['PCMU', 'mulaw'],
  ['TELEPHONE-EVENT', 'event'],
])
const AUDIO_RATE = 8000
const HIGHEST = 127

/** In the peer's order. */
export const payloadsOf = (media: Media): Payload[] =>
  numbersOf(media).flatMap((number) => {
    const payload = payloadOf(media, number)
    return payload === undefined ? [] : [payload]
  })

const payloadOf = ({ rtp }: Media, number: number): Payload | undefined => {
  const mapped = rtp.find(({ payload }) => payload === number)
  if (mapped === undefined) {
    const law = lawOfPayloadType(number)
    return law && { number, kind: law, rate: AUDIO_RATE }
  }
  const kind = KINDS.get(mapped.codec.toUpperCase())
  const rate = mapped.rate ?? AUDIO_RATE
  const isMono = mapped.encoding === undefined || Number(mapped.encoding) === 1
  return kind === undefined || !isMono || (kind !== 'event' && rate !== AUDIO_RATE) ? undefined : { number, kind, rate }
}

/** The first law that is wanted, in the order of our wishes when they are given, in the peer's otherwise. */
export const lawAmong = (payloads: readonly Payload[], wishes?: readonly Law[]): (Payload & { kind: Law }) | undefined => {
  const laws = payloads.flatMap((payload) => (payload.kind === 'event' ? [] : [{ ...payload, kind: payload.kind }]))
  const wished = wishes?.flatMap((law) => laws.filter(({ kind }) => kind === law))[0]
  return wished ?? laws[0]
}

/** Events run on the clock of the audio; of another clock they are better than none (RFC 4733 section 2.1). */
export const eventsAmong = (payloads: readonly Payload[]): Payload | undefined => {
  const events = payloads.filter(({ kind }) => kind === 'event')
  return events.find(({ rate }) => rate === AUDIO_RATE) ?? events[0]
}

/** Of an RTP m-line; what is no number of RTP's is left out. */
export const numbersOf = ({ payloads = '' }: Media): number[] =>
  String(payloads)
    .split(/\s+/)
    .filter((text) => /^\d{1,3}$/.test(text))
    .map(Number)
    .filter((number) => number <= HIGHEST)

/** For words: what the peer would have. */
export const namesOf = (media: Media): string[] =>
  numbersOf(media).map((number) => media.rtp.find(({ payload }) => payload === number)?.codec ?? String(number))
