// One leg's side of offer and answer (RFC 3264): G.711 both laws and telephone-event, one stream, plain or with SDES keys.
// The version of the origin rises with each change and never otherwise, so a repeated description is seen as a refresh.

import { randomInt } from 'node:crypto'
import { isIPv4, isIPv6 } from 'node:net'
import type { SrtpKey, SrtpSuite } from '../rtp/srtp/srtp-key.ts'
import { payloadTypeOfLaw, type Law } from '../media/g711.ts'
import type { LegFormat } from '../media/leg-format.ts'
import {
  closesAudio,
  hasFeedback,
  parseAudio,
  parseSession,
  PLAIN,
  SECURE,
  type ParsedOffer,
  type RemoteAudio,
} from './audio-description.ts'
import { OwnKeys, writeCrypto, type CryptoLine } from './crypto-attribute.ts'
import { formatOf } from './leg-format-of.ts'
import { eventsAmong, lawAmong, type Payload } from './payloads.ts'
import { writeSession, type Direction, type Media, type Session } from './session-description.ts'

export type LocalAudio = {
  /** Numeric, reachable by the peer. */
  address: string
  port: number
}

/** `laws`: which we would have, in our order; absent: as the peer likes. */
export type Wishes = { direction?: Direction; secure?: boolean; laws?: readonly Law[] }

/** `remote.direction` is what the peer will do now, as far as we let it. */
export type Agreed = { remote: RemoteAudio; format: LegFormat }
export type Answered = Agreed & { sdp: string; direction: Direction }

type Stream = { payloads: readonly Payload[]; direction: Direction; crypto: readonly CryptoLine[]; isMuxed?: boolean }

const EVENT_PAYLOAD_TYPE = 101
const [LOWEST_DYNAMIC, HIGHEST_DYNAMIC] = [96, 127]
const LAWS: readonly Law[] = ['alaw', 'mulaw']
const NAMES = { alaw: 'PCMA', mulaw: 'PCMU', event: 'telephone-event' } as const

export class AudioNegotiation {
  readonly #local: LocalAudio
  readonly #sessionId = randomInt(1, 2 ** 47)
  #version = 0
  #last = ''
  /** Of m-lines that the peer has used; each stays in its place for the whole session. */
  #media: Media[] = []
  #index = 0
  readonly #keys = new OwnKeys()
  #secure = false
  #agreed: Agreed | undefined
  #offered: Pick<Stream, 'payloads' | 'direction'> & { secure: boolean } = { payloads: [], direction: 'sendrecv', secure: false }

  constructor(local: LocalAudio) {
    this.#local = local
  }

  /** A whole offer, whatever was agreed before. `sendonly` puts the peer on hold. `secure` absent: as it is now. */
  offer(direction: Direction = 'sendrecv', more: Omit<Wishes, 'direction'> = {}): string {
    const { laws = LAWS, secure = this.#secure } = more
    const payloads = this.#ownPayloads(laws)
    const media = this.#media.map(refused)
    media[this.#index] = this.#audio({ payloads, direction, crypto: secure ? this.#keys.offered() : [] })
    this.#offered = { payloads, direction, secure }
    return this.#write(media)
  }

  /** Undefined when the offer has no audio for us: refuse it with 488. */
  answer(offer: string, wanted: Wishes = {}): Answered | undefined {
    const parsed = parseAudio(offer, (audio) => this.#reaches(audio) && (audio.crypto !== undefined || wanted.secure !== true))
    if (parsed === undefined) return this.#answerClosing(offer)
    const { session, index, audio } = parsed
    const law = lawAmong(audio.payloads, wanted.laws)
    if (law === undefined) return undefined
    const events = eventsAmong(audio.payloads)
    const payloads = events === undefined ? [law] : [law, events]
    const direction = answerDirection(audio.direction, wanted.direction ?? 'sendrecv')
    const crypto = audio.crypto === undefined ? [] : [{ ...this.key(audio.crypto.suite), tag: audio.crypto.tag }]
    const media = session.media.map(refused)
    media[index] = this.#audio({ payloads, direction, crypto, isMuxed: audio.rtcp.isMuxed }, session.media[index])
    const agreed = this.#agree(parsed, { remote: audio, format: formatOf({ own: payloads, audio, law, events }) })
    return { sdp: this.#write(media), direction, ...agreed }
  }

  /** What the peer answered to our offer; undefined when it took no audio, or not as we offered it. Another answer may follow. */
  accept(answer: string): Agreed | undefined {
    const { direction, secure, payloads: own } = this.#offered
    const parsed = parseAudio(answer, (audio) => this.#reaches(audio) && (audio.crypto !== undefined) === secure)
    const law = parsed && lawAmong(parsed.audio.payloads)
    if (parsed === undefined || law === undefined) return undefined
    const { audio } = parsed
    // A peer that we hold has no reason to send, whatever it says.
    const remote = { ...audio, direction: answerDirection(direction, audio.direction) }
    return this.#agree(parsed, { remote, format: formatOf({ own, audio, law, events: eventsAmong(audio.payloads) }) })
  }

  /** Ours for what we send. */
  key(suite: SrtpSuite): SrtpKey {
    return this.#keys.key(suite)
  }

  #agree({ session, index }: ParsedOffer, agreed: Agreed): Agreed {
    this.#media = session.media
    this.#index = index
    this.#secure = agreed.remote.crypto !== undefined
    this.#agreed = agreed
    return agreed
  }

  /** A peer that takes the audio out of a session that had it: nobody sends until it offers again. */
  #answerClosing(offer: string): Answered | undefined {
    const session = closesAudio(offer) ? parseSession(offer) : undefined
    if (this.#agreed === undefined || session === undefined) return undefined
    this.#media = session.media
    const direction = 'inactive'
    this.#agreed = { ...this.#agreed, remote: { ...this.#agreed.remote, direction } }
    return { sdp: this.#write(session.media.map(refused)), direction, ...this.#agreed }
  }

  /** Our socket is of one IP version. */
  #reaches({ address }: RemoteAudio): boolean {
    return !isIPv4(this.#local.address) || isIPv4(address)
  }

  /** A number that the session has given away keeps its meaning (RFC 3264 section 8.3.2). */
  #ownPayloads(laws: readonly Law[]): Payload[] {
    const given = this.#media[this.#index]?.rtp ?? []
    const own = laws.map((law) => ({ number: payloadTypeOfLaw(law), kind: law, rate: 8000 }))
    const event = eventsAmong(this.#agreed?.remote.payloads ?? [])
    const isFree = (number: number): boolean => given.every(({ payload }) => payload !== number)
    const dynamic = Array.from({ length: HIGHEST_DYNAMIC - LOWEST_DYNAMIC + 1 }, (_, i) => LOWEST_DYNAMIC + i)
    const number = event?.number ?? [EVENT_PAYLOAD_TYPE, ...dynamic].find(isFree) ?? EVENT_PAYLOAD_TYPE
    return [...own, { number, kind: 'event', rate: event?.rate ?? 8000 }]
  }

  /** `theirs`: the line that is answered. */
  #audio({ payloads, direction, crypto, isMuxed = false }: Stream, theirs = this.#media[this.#index]): Media {
    const feedback = theirs !== undefined && hasFeedback(theirs) ? 'F' : ''
    return {
      type: 'audio',
      port: this.#local.port,
      protocol: `${crypto.length > 0 ? SECURE : PLAIN}${feedback}`,
      payloads: payloads.map(({ number }) => number).join(' '),
      rtp: payloads.map(({ number, kind, rate }) => ({ payload: number, codec: NAMES[kind], rate })),
      fmtp: payloads.flatMap(({ number, kind }) => (kind === 'event' ? [{ payload: number, config: '0-15' }] : [])),
      ptime: 20,
      direction,
      ...(isMuxed && { rtcpMux: 'rtcp-mux' }),
      ...(crypto.length > 0 && { crypto: crypto.map(writeCrypto) }),
    }
  }

  #write(media: Media[]): string {
    const text = writeSession(this.#session(media, this.#version))
    if (text === this.#last) return text
    this.#last = writeSession(this.#session(media, ++this.#version))
    return this.#last
  }

  #session(media: Media[], sessionVersion: number): Session {
    const { address } = this.#local
    const ipVer = isIPv6(address) ? 6 : 4
    return {
      version: 0,
      origin: { username: '-', sessionId: this.#sessionId, sessionVersion, netType: 'IN', ipVer, address },
      name: '-',
      connection: { version: ipVer, ip: address },
      timing: { start: 0, stop: 0 },
      media,
    }
  }
}

/** RFC 3264 section 6.1: the mirror of the offer, at most what we want. */
const answerDirection = (offered: Direction, wanted: Direction): Direction => {
  const sends = (offered === 'sendrecv' || offered === 'recvonly') && (wanted === 'sendrecv' || wanted === 'sendonly')
  const receives = (offered === 'sendrecv' || offered === 'sendonly') && (wanted === 'sendrecv' || wanted === 'recvonly')
  if (sends) return receives ? 'sendrecv' : 'sendonly'
  return receives ? 'recvonly' : 'inactive'
}

/** Port 0, all else as offered: video, a second audio, fax. */
const refused = ({ type, protocol, payloads = '' }: Media): Media => ({
  type,
  port: 0,
  protocol,
  payloads: String(payloads).trim() || '0',
  rtp: [],
  fmtp: [],
})
