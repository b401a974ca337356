// One leg's side of offer and answer (RFC 3264): G.711 both laws and telephone-event, 20 ms, one stream, plain or with SDES keys.
// The version of the origin rises with each change and never otherwise, so a repeated description is seen as a refresh.

import { randomInt } from 'node:crypto'
import { isIPv6 } from 'node:net'
import type { SrtpKey, SrtpSuite } from '../rtp/srtp/srtp-key.ts'
import { payloadTypeOfLaw, type Law } from '../media/g711.ts'
import { parseAudio, payloadTypesOf, PLAIN, SECURE, type RemoteAudio } from './audio-description.ts'
import { OwnKeys, writeCrypto, type CryptoLine } from './crypto-attribute.ts'
import { writeSession, type Direction, type Media, type Session } from './session-description.ts'

export type LocalAudio = {
  /** Numeric, reachable by the peer. */
  address: string
  port: number
}

export type Answered = { sdp: string; remote: RemoteAudio; direction: Direction }

const EVENT_PAYLOAD_TYPE = 101
const LAWS: readonly Law[] = ['alaw', 'mulaw']
const NAMES: Readonly<Record<Law, string>> = { alaw: 'PCMA', mulaw: 'PCMU' }

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
  #offered: { direction: Direction; secure: boolean } = { direction: 'sendrecv', secure: false }

  constructor(local: LocalAudio) {
    this.#local = local
  }

  /** `sendonly` puts the peer on hold. `secure` absent: as it is now. */
  offer(direction: Direction = 'sendrecv', more: { laws?: readonly Law[]; secure?: boolean } = {}): string {
    const { laws = LAWS, secure = this.#secure } = more
    const crypto = secure ? this.#keys.offered() : []
    const own = this.#audio({ laws, eventPayloadType: EVENT_PAYLOAD_TYPE, direction, crypto })
    const media = this.#media.map(refused)
    media[this.#index] = own
    this.#offered = { direction, secure }
    return this.#write(media)
  }

  /** Undefined when the offer has no audio for us: refuse it with 488. `direction` is what we would like to do. */
  answer(offer: string, wanted: { direction?: Direction; secure?: boolean } = {}): Answered | undefined {
    const parsed = parseAudio(offer, ({ crypto }) => crypto !== undefined || wanted.secure !== true)
    if (parsed === undefined) return undefined
    const { session, index, audio } = parsed
    const direction = answerDirection(audio.direction, wanted.direction ?? 'sendrecv')
    this.#media = session.media
    this.#index = index
    this.#secure = audio.crypto !== undefined
    const crypto = audio.crypto === undefined ? [] : [{ ...this.key(audio.crypto.suite), tag: audio.crypto.tag }]
    const media = session.media.map(refused)
    media[index] = this.#audio({ laws: [audio.law], eventPayloadType: audio.eventPayloadType, direction, crypto })
    return { sdp: this.#write(media), remote: audio, direction }
  }

  /** What the peer answered to our offer; undefined when it took no audio, or not as we offered it. */
  accept(answer: string): Answered['remote'] | undefined {
    const { direction, secure } = this.#offered
    const parsed = parseAudio(answer, ({ crypto }) => (crypto !== undefined) === secure)
    if (parsed === undefined) return undefined
    this.#index = parsed.index
    this.#media = parsed.session.media
    this.#secure = secure
    // A peer that we hold has no reason to send, whatever it says.
    return { ...parsed.audio, direction: answerDirection(direction, parsed.audio.direction) }
  }

  /** Ours for what we send. */
  key(suite: SrtpSuite): SrtpKey {
    return this.#keys.key(suite)
  }

  #audio(p: { laws: readonly Law[]; eventPayloadType: number | null; direction: Direction; crypto: readonly CryptoLine[] }): Media {
    const { laws, eventPayloadType, direction, crypto } = p
    const rtp = laws.map((law) => ({ payload: payloadTypeOfLaw(law) as number, codec: NAMES[law], rate: 8000 }))
    const events = eventPayloadType === null ? [] : [{ payload: eventPayloadType, codec: 'telephone-event', rate: 8000 }]
    return {
      type: 'audio',
      port: this.#local.port,
      protocol: crypto.length > 0 ? SECURE : PLAIN,
      payloads: [...rtp, ...events].map(({ payload }) => payload).join(' '),
      rtp: [...rtp, ...events],
      fmtp: events.map(({ payload }) => ({ payload, config: '0-15' })),
      ptime: 20,
      direction,
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
const refused = (media: Media): Media => ({
  type: media.type,
  port: 0,
  protocol: media.protocol,
  payloads: payloadTypesOf(media)
    .map((type) => (Number.isNaN(type) ? 0 : type))
    .join(' '),
  rtp: [],
  fmtp: [],
})
