// A SIP peer in a room, inside a worker: its RTP and its offers and answers tied to its mixer leg, events and figures.

import { Leg } from '../media/leg.ts'
import type { RtpIn } from '../media/rtp-packet.ts'
import { RtpConnection } from '../rtp/rtp-connection.ts'
import { refusalOf } from '../sdp/audio-description.ts'
import { AudioNegotiation, type Agreed, type Answered } from '../sdp/audio-negotiation.ts'
import { withNumericAddresses } from '../rtp/numeric-addresses.ts'
import type { LegStats } from './leg-stats.ts'
import { MediaError } from '../media/media-error.ts'
import type { LegAddress, RtpAcceptRequest, RtpAnswerRequest, RtpOfferRequest } from './media-engine.ts'
import type { MediaEvent } from './media-event.ts'
import type { WorkerSettings } from './media-settings.ts'
import { QuietWatch } from './quiet-watch.ts'
import { UnreadPackets } from './unread-packets.ts'

type HostedRtpLegParts = { address: LegAddress; settings: WorkerSettings; emit: (event: MediaEvent) => void }

/** Until the peer's SDP says otherwise. */
const UNKNOWN_FORMAT = { law: 'alaw', eventPayloadType: null } as const

export class HostedRtpLeg {
  readonly media: Leg
  readonly #parts: HostedRtpLegParts
  readonly #connection: RtpConnection
  readonly #negotiation: AudioNegotiation
  readonly #quiet: QuietWatch
  readonly #unread = new UnreadPackets()
  /** Since when offer and answer are through. */
  #agreedAtMs: number | undefined
  #askedAtMs = 0

  private constructor(parts: HostedRtpLegParts, open: (onPacket: (packet: RtpIn) => void) => RtpConnection) {
    this.#parts = parts
    this.#connection = open((packet) => this.#onPacket(packet))
    const { settings } = parts
    this.#quiet = new QuietWatch(settings.quietAfterMs)
    const address = settings.rtpPublicAddress ?? settings.rtpAddress
    this.#negotiation = new AudioNegotiation({ address, port: this.#connection.port })
    this.media = new Leg({
      format: UNKNOWN_FORMAT,
      send: (packet) => this.#connection.send(packet),
      onDigit: (digit) => parts.emit({ type: 'digit', ...parts.address, digit }),
    })
    this.media.setPeerListens(false)
  }

  /** Rejects with `MEDIA_NO_CAPACITY` when no ports are free. */
  static async open(parts: HostedRtpLegParts): Promise<HostedRtpLeg> {
    const { rtpAddress, udpPorts } = parts.settings
    let receive: (packet: RtpIn) => void = () => undefined
    const opened = RtpConnection.open({ address: rtpAddress, ...(udpPorts && { ports: udpPorts }), onPacket: (packet) => receive(packet) })
    const connection = await opened.catch((error: unknown) => {
      throw new MediaError('MEDIA_NO_CAPACITY', String(error))
    })
    return new HostedRtpLeg(parts, (onPacket) => {
      receive = onPacket
      return connection
    })
  }

  offer({ direction, ...wishes }: Omit<RtpOfferRequest, 'room' | 'leg'>): string {
    return this.#negotiation.offer(direction, wishes)
  }

  /** Rejects with `MEDIA_OFFER_REFUSED`; the leg stays as it was. */
  async answer(p: Omit<RtpAnswerRequest, 'room' | 'leg'>): Promise<Answered> {
    const offer = await withNumericAddresses(p.offerSdp)
    const answered = this.#negotiation.answer(offer, p)
    if (answered === undefined) throw new MediaError('MEDIA_OFFER_REFUSED', refusalOf(offer))
    this.#use(answered, p.signallingHost)
    return answered
  }

  /** The same; another answer to the same offer may follow. */
  async accept(p: Omit<RtpAcceptRequest, 'room' | 'leg'>): Promise<void> {
    const answer = await withNumericAddresses(p.answerSdp)
    const agreed = this.#negotiation.accept(answer)
    if (agreed === undefined) throw new MediaError('MEDIA_OFFER_REFUSED', refusalOf(answer))
    this.#use(agreed, p.signallingHost)
  }

  sendDigits(digits: string): void {
    this.media.sendDigits(digits)
  }

  /** Called about once a second. */
  checkTimeouts(nowMs: number): void {
    const quietMs = this.#quiet.check(nowMs)
    if (quietMs !== undefined) this.#parts.emit({ type: 'legQuiet', ...this.#parts.address, quietSeconds: Math.round(quietMs / 1000) })
    this.#checkSigns(nowMs)
    this.#checkUnread()
  }

  /** Whether or not the peer has said anything yet: its dialog is what tells that it is there. */
  get connected(): boolean {
    return this.#agreedAtMs !== undefined
  }

  stats(): LegStats {
    const { received, jitterQueue, levelIn, levelOut, packetsSent, bytesSent } = this.media
    const { roundTripMs, lossFraction, jitterMs } = this.#connection.rtcp
    return {
      connected: this.connected,
      packetsReceived: received.packetsReceived,
      packetsSent,
      bytesReceived: received.bytesReceived,
      bytesSent,
      packetsLost: received.packetsLost,
      lossFraction: received.lossFraction,
      jitterMs: received.jitterMs,
      roundTripMs,
      remoteLossFraction: lossFraction,
      remoteJitterMs: jitterMs,
      packetsRefused: this.#connection.packetsRefused,
      framesDropped: jitterQueue.framesDropped,
      framesMissing: jitterQueue.framesMissing,
      levelInDb: levelIn.levelDb,
      levelOutDb: levelOut.levelDb,
    }
  }

  async close(): Promise<void> {
    this.#quiet.expect(false, performance.now())
    this.#agreedAtMs = undefined
    this.#connection.close()
  }

  /** A peer that only listens, or holds us, is not expected to send. */
  #use({ remote, format }: Agreed, signallingHost: string | undefined): void {
    const { address, port, rtcp, direction, crypto } = remote
    this.#connection.setKeys(crypto && { ours: this.#negotiation.key(crypto.suite), theirs: crypto })
    this.media.setFormat(format)
    this.#connection.setRemote({ address, port, rtcp, ...(signallingHost !== undefined && { signalling: signallingHost }) })
    this.media.setPeerListens(direction === 'sendrecv' || direction === 'recvonly')
    const { emit, address: own } = this.#parts
    if (this.#quiet.expect(direction === 'sendrecv', performance.now())) emit({ type: 'legHeard', ...own })
    if (!this.connected) emit({ type: 'legConnected', ...own })
    this.#agreedAtMs ??= performance.now()
  }

  #checkUnread(): void {
    const { foreign } = this.media
    const { stray, packetsRefused } = this.#connection
    const details = { codec: `payload type ${foreign.payloadType}`, encryption: 'another key, or none', address: stray.address }
    const counted = { codec: foreign.packets, encryption: packetsRefused, address: stray.packets }
    for (const reason of this.#unread.newAmong(counted))
      this.#parts.emit({ type: 'legUnread', ...this.#parts.address, reason, detail: details[reason] })
  }

  /** Neither audio nor reports: also of a peer that holds us, and again and again. */
  #checkSigns(nowMs: number): void {
    if (this.#agreedAtMs === undefined) return
    const last = Math.max(this.#agreedAtMs, this.#askedAtMs, this.#connection.lastSignAtMs ?? 0)
    if (nowMs - last < this.#parts.settings.quietAfterMs) return
    this.#askedAtMs = nowMs
    this.#parts.emit({ type: 'legSilent', ...this.#parts.address })
  }

  #onPacket(packet: RtpIn): void {
    const nowMs = performance.now()
    this.media.receive(packet, nowMs)
    if (this.#quiet.heard(nowMs)) this.#parts.emit({ type: 'legHeard', ...this.#parts.address })
  }
}
