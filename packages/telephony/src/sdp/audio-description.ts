// Reads the audio of a SIP peer's SDP: where to send, what its numbers stand for, direction, keys (RFC 4566, 3264, 4568).

import { isIP } from 'node:net'
import { usableCrypto, type CryptoLine } from './crypto-attribute.ts'
import { isUnspecified } from '../rtp/numeric-addresses.ts'
import { lawAmong, namesOf, payloadsOf, type Payload } from './payloads.ts'
import { plainSdp } from './sdp-text.ts'
import { readSession, type Direction, type Media, type Session } from './session-description.ts'

export type RemoteAudio = {
  /** Numeric. */
  address: string
  port: number
  /** Where its reports are taken: at an address of their own, or beside the audio (RFC 5761). */
  rtcp: { address: string; port: number; isMuxed: boolean }
  /** In its order: what it takes, and how it numbers it. */
  payloads: readonly Payload[]
  /** Numbers that it uses for codecs which are not ours. */
  foreign: readonly number[]
  /** Milliseconds of audio that it would have in a packet. */
  packetMs: number
  /** As the peer says of itself: `sendonly` means that it holds us. */
  direction: Direction
  /** For the secure profiles, and only then: the peer's key. */
  crypto?: CryptoLine
}

export type ParsedOffer = { session: Session; index: number; audio: RemoteAudio }

export const PLAIN = 'RTP/AVP'
export const SECURE = 'RTP/SAVP'
/** Early feedback (RFC 4585) is a right, not a duty: whoever only reports keeps to these profiles as well. */
const isFeedback = (protocol: string): boolean => protocol.endsWith('F')
const isSecure = (protocol: string): boolean => protocol === SECURE || protocol === `${SECURE}F`
const isUnderstood = (protocol: string): boolean => isSecure(protocol) || protocol === PLAIN || protocol === `${PLAIN}F`

const MAX_MEDIA = 16
const USUAL_PACKET_MS = 20
const [LEAST_PACKET_MS, MOST_PACKET_MS] = [10, 60]

/** The first live audio line with G.711; undefined when there is none or the text is no SDP. */
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
  const session = parseSession(sdp)
  if (session === undefined) return 'no SDP'
  const lines = session.media.filter(({ type }) => type === 'audio')
  const audio = lines.find(({ port }) => port !== 0)
  if (audio === undefined) return lines.length > 0 ? 'no audio: its port is 0' : 'no audio'
  const { protocol } = audio
  if (isSecure(protocol) && usableCrypto(audio.crypto) === undefined) return `${protocol} without a usable a=crypto (RFC 4568)`
  if (!isUnderstood(protocol)) return `audio over ${protocol}; ${PLAIN} and ${SECURE} are understood, with feedback or without`
  if (lawAmong(payloadsOf(audio)) === undefined) return `no G.711 (PCMA, PCMU) among ${namesOf(audio).join(', ') || 'no codecs'}`
  const address = addressOf(session, audio)
  if (isIP(address) === 0) return `the address ${address === '' ? 'is missing' : `${address} is not numeric and could not be resolved`}`
  return isPort(audio.port) ? 'not encrypted as asked, or of the other IP version' : `no port ${String(audio.port)}`
}

/** True when the SDP closes the audio of a session, as RFC 3264 section 8.2 has it: none of its lines is live. */
export const closesAudio = (sdp: string): boolean => {
  const lines = parseSession(sdp)?.media.filter(({ type }) => type === 'audio') ?? []
  return lines.length > 0 && lines.every(({ port }) => port === 0)
}

export const parseSession = (sdp: string): Session | undefined => {
  const plain = plainSdp(sdp)
  if (plain === undefined) return undefined
  const session = readSession(plain)
  return session.media.length <= MAX_MEDIA ? session : undefined
}

export const hasFeedback = ({ protocol }: Media): boolean => isFeedback(protocol)

const addressOf = (session: Session, media: Media): string => (media.connection ?? session.connection)?.ip.replace(/\/.*$/s, '') ?? ''

const audioOf = (session: Session, media: Media): RemoteAudio | undefined => {
  if (media.type !== 'audio' || !isUnderstood(media.protocol)) return undefined
  const address = addressOf(session, media)
  const { port } = media
  const payloads = payloadsOf(media)
  const foreign = media.rtp.map(({ payload }) => payload).filter((number) => payloads.every((payload) => payload.number !== number))
  const keys = keysOf(media)
  if (!isPort(port) || isIP(address) === 0 || lawAmong(payloads) === undefined || keys === undefined) return undefined
  const direction = orHeld(media.direction ?? session.direction ?? 'sendrecv', address)
  return { address, port, rtcp: rtcpOf(media, { address, port }), payloads, foreign, packetMs: packetMsOf(media), direction, ...keys }
}

const rtcpOf = ({ rtcp, rtcpMux }: Media, { address, port }: { address: string; port: number }): RemoteAudio['rtcp'] => {
  const isMuxed = rtcpMux !== undefined
  if (isMuxed) return { address, port, isMuxed }
  const own = isIP(rtcp?.address ?? '') === 0 ? address : (rtcp?.address ?? address)
  return { address: own, port: isPort(rtcp?.port) ? rtcp.port : port + 1, isMuxed }
}

/** RFC 2543 put a call on hold by the address 0.0.0.0: whoever has no address hears nothing. */
const orHeld = (direction: Direction, address: string): Direction => {
  if (!isUnspecified(address)) return direction
  return direction === 'sendrecv' || direction === 'sendonly' ? 'sendonly' : 'inactive'
}

/** Whole tens of milliseconds; what a peer asks for beyond our range gets the end of it. */
const packetMsOf = ({ ptime = USUAL_PACKET_MS, maxptime = MOST_PACKET_MS }: Media): number => {
  const wanted = Math.min(Number(ptime) || USUAL_PACKET_MS, Number(maxptime) || MOST_PACKET_MS)
  return Math.max(LEAST_PACKET_MS, Math.min(MOST_PACKET_MS, Math.floor(wanted / 10) * 10))
}

/** Undefined: a stream of which we could hear nothing. */
const keysOf = ({ protocol, crypto: attributes }: Media): Pick<RemoteAudio, 'crypto'> | undefined => {
  if (!isSecure(protocol)) return {}
  const crypto = usableCrypto(attributes)
  return crypto && { crypto }
}

const isPort = (port: unknown): port is number => typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536
