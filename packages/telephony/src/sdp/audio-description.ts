// Reads the audio of a SIP peer's SDP: where to send, which G.711 law, telephone-event, direction, keys (RFC 4566, 3264, 4568).

import { isIP } from 'node:net'
import { lawOfPayloadType, type Law } from '../media/g711.ts'
import { usableCrypto, type CryptoLine } from './crypto-attribute.ts'
import { readSession, type Direction, type Media, type Session } from './session-description.ts'

export type RemoteAudio = {
  /** Numeric. */
  address: string
  port: number
  rtcpPort: number
  /** The first law that the peer prefers; it may send the other one too. */
  law: Law
  /** Null when the peer takes no telephone-event. */
  eventPayloadType: number | null
  /** As the peer says of itself: `sendonly` means that it holds us. */
  direction: Direction
  /** For RTP/SAVP, and only then: the peer's key. */
  crypto?: CryptoLine
}

export type ParsedOffer = { session: Session; index: number; audio: RemoteAudio }

export const PLAIN = 'RTP/AVP'
export const SECURE = 'RTP/SAVP'
const MAX_SDP_BYTES = 8192
const MAX_LINE = 1024
const MAX_MEDIA = 16

/** The first live m=audio over RTP/AVP or RTP/SAVP with G.711; undefined when there is none or the text is no SDP. */
export const parseAudio = (sdp: string, isWanted: (audio: RemoteAudio) => boolean = () => true): ParsedOffer | undefined => {
  const session = parseSession(sdp)
  if (session === undefined) return undefined
  for (const [index, media] of session.media.entries()) {
    const audio = audioOf(session, media)
    if (audio !== undefined && isWanted(audio)) return { session, index, audio }
  }
  return undefined
}

/** Why `parseAudio` found nothing, for a log and the peer's administrator. */
export const refusalOf = (sdp: string): string => {
  const audio = parseSession(sdp)?.media.find(({ type, port }) => type === 'audio' && port !== 0)
  if (audio === undefined) return 'no audio'
  if (audio.protocol === SECURE && usableCrypto(audio.crypto) === undefined) return `${SECURE} without a usable a=crypto (RFC 4568)`
  if (audio.protocol !== PLAIN && audio.protocol !== SECURE) return `audio over ${audio.protocol}; ${PLAIN} and ${SECURE} are understood`
  return 'no G.711 at a numeric address, encrypted as asked'
}

/** The library's expressions meet short lines only. */
const parseSession = (sdp: string): Session | undefined => {
  if (!sdp.startsWith('v=0') || sdp.length > MAX_SDP_BYTES || sdp.split('\n').some((line) => line.length > MAX_LINE)) return undefined
  try {
    const session = readSession(sdp)
    return session.media.length <= MAX_MEDIA ? session : undefined
  } catch {
    return undefined
  }
}

const audioOf = (session: Session, media: Media): RemoteAudio | undefined => {
  const address = (media.connection ?? session.connection)?.ip ?? ''
  const { port } = media
  const law = lawOf(media)
  const keys = keysOf(media)
  if (!isPort(port) || isIP(address) === 0 || law === undefined || keys === undefined) return undefined
  const rtcpPort = isPort(media.rtcp?.port) ? media.rtcp.port : port + 1
  const direction = media.direction ?? session.direction ?? 'sendrecv'
  return { address, port, rtcpPort, law, eventPayloadType: eventPayloadType(media), direction: orHeld(direction, address), ...keys }
}

/** RFC 2543 put a call on hold by the address 0.0.0.0. */
const orHeld = (direction: Direction, address: string): Direction => (address === '0.0.0.0' ? 'sendonly' : direction)

/** Undefined: a stream of which we could hear nothing. */
const keysOf = ({ protocol, crypto: attributes }: Media): Pick<RemoteAudio, 'crypto'> | undefined => {
  if (protocol !== SECURE) return {}
  const crypto = usableCrypto(attributes)
  return crypto && { crypto }
}

const lawOf = (media: Media): Law | undefined => {
  if (media.type !== 'audio' || (media.protocol !== PLAIN && media.protocol !== SECURE)) return undefined
  return payloadTypesOf(media)
    .map(lawOfPayloadType)
    .find((law) => law !== undefined)
}

const eventPayloadType = ({ rtp }: Media): number | null =>
  rtp.find(({ codec, rate }) => codec.toLowerCase() === 'telephone-event' && rate === 8000)?.payload ?? null

/** A single payload type is read as a number by the library. */
export const payloadTypesOf = ({ payloads = '' }: Media): number[] => String(payloads).split(' ').map(Number)

const isPort = (port: unknown): port is number => typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536
