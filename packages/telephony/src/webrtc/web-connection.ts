// One browser's WebRTC connection by werift: SDP, ICE, DTLS-SRTP. RTP in, RTP out; no audio is touched here.
// The browser always offers, we answer (DTLS active, never ICE-lite: werift's DTLS hangs with it).

import {
  RTCPeerConnection,
  RtcpRrPacket,
  RtcpSrPacket,
  RTCRtpCodecParameters,
  RtpHeader,
  RtpPacket,
  type RtcpPacket,
  type RTCRtpTransceiver,
} from 'werift'
import type { LegFormat } from '../media/leg-format.ts'
import type { RtpIn, RtpOut } from '../media/rtp-packet.ts'
import { hasCandidate, keepCandidates, withoutCandidates } from './ice-candidates.ts'
import { offersG711 } from './offered-audio.ts'
import { PeerReport } from './peer-report.ts'
import type { PortWindow } from './port-window.ts'

export type WebConnectionState = 'connected' | 'disconnected' | 'failed'

type WebConnectionParts = {
  ports: PortWindow | undefined
  /** Exactly these are offered to the browser; undefined = all of the machine's own and 127.0.0.1. */
  addresses: readonly string[] | undefined
  onState: (state: WebConnectionState, layer: 'ice' | 'dtls') => void
  onPacket: (packet: RtpIn) => void
}

export type OfferOutcome =
  | { ok: true; answerSdp: string; format: LegFormat; ssrc: number }
  | { ok: false; fault: 'offer' | 'no-port'; detail: string }

const CODECS = [
  new RTCRtpCodecParameters({ mimeType: 'audio/PCMU', clockRate: 8000, channels: 1, payloadType: 0 }),
  new RTCRtpCodecParameters({ mimeType: 'audio/PCMA', clockRate: 8000, channels: 1, payloadType: 8 }),
  new RTCRtpCodecParameters({ mimeType: 'audio/telephone-event', clockRate: 8000, channels: 1 }),
]

export class WebConnection {
  readonly #parts: WebConnectionParts
  readonly #peer: RTCPeerConnection
  readonly peerReport = new PeerReport()
  #audio: RTCRtpTransceiver | undefined
  #closed = false

  constructor(parts: WebConnectionParts) {
    this.#parts = parts
    this.#peer = new RTCPeerConnection({
      codecs: { audio: CODECS, video: [] },
      iceServers: [],
      iceUseIpv6: false,
      iceUseTcp: false,
      iceAdditionalHostAddresses: [...(parts.addresses ?? ['127.0.0.1'])],
      ...(parts.ports && { icePortRange: parts.ports.next() }),
    })
    this.#peer.connectionStateChange.subscribe((state) => this.#onState(state))
  }

  /** Answers the first offer, and every further one on the same connection (ICE restart, direction). */
  async answer(offerSdp: string): Promise<OfferOutcome> {
    if (!offersG711(offerSdp)) return { ok: false, fault: 'offer', detail: 'no live m=audio with PCMU or PCMA' }
    try {
      return await this.#negotiate(offerSdp)
    } catch (error) {
      await this.#rollBack()
      return { ok: false, fault: 'offer', detail: error instanceof Error ? error.message : String(error) }
    }
  }

  send(packet: RtpOut): void {
    const audio = this.#audio
    if (audio === undefined || this.#closed) return
    const { payload, ...numbers } = packet
    const header = new RtpHeader(numbers)
    // werift's sender stamps its codec's payload type on all it sends, so events go around it.
    const isAudio = packet.payloadType === audio.sender.codec?.payloadType
    if (isAudio) void audio.sender.sendRtp(new RtpPacket(header, payload))
    else if (audio.dtlsTransport.state === 'connected') void audio.dtlsTransport.sendRtp(payload, header)
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#peer.close()
  }

  async #negotiate(offerSdp: string): Promise<OfferOutcome> {
    await this.#peer.setRemoteDescription({ type: 'offer', sdp: withoutCandidates(offerSdp) })
    const audio = this.#adoptAudio()
    await this.#peer.setLocalDescription(await this.#peer.createAnswer())
    const answerSdp = keepCandidates(this.#peer.localDescription?.sdp ?? '', this.#parts.addresses)
    if (audio === undefined) return { ok: false, fault: 'offer', detail: 'no audio transceiver' }
    if (!hasCandidate(answerSdp)) return { ok: false, fault: 'no-port', detail: 'no free UDP port at an offered address' }
    resumeIceChecks(audio)
    const format = agreedFormat(audio)
    return { ok: true, answerSdp, format, ssrc: audio.sender.ssrc }
  }

  /** After a refused offer the connection takes the next one. */
  async #rollBack(): Promise<void> {
    if (this.#peer.signalingState === 'have-remote-offer') await this.#peer.setRemoteDescription({ type: 'rollback', sdp: '' })
  }

  #adoptAudio(): RTCRtpTransceiver | undefined {
    if (this.#audio !== undefined) return this.#audio
    const audio = this.#peer.getTransceivers().find((transceiver) => transceiver.kind === 'audio')
    if (audio === undefined) return undefined
    this.#audio = audio
    audio.setDirection('sendrecv')
    audio.dtlsTransport.onRtp.subscribe((packet) => this.#onRtp(packet))
    audio.dtlsTransport.onStateChange.subscribe((state) => this.#onDtlsState(state))
    audio.dtlsTransport.onRtcp.subscribe((packet) => this.#onRtcp(packet, audio))
    return audio
  }

  #onRtp({ header, payload }: RtpPacket): void {
    const { ssrc, payloadType, sequenceNumber, timestamp, marker } = header
    if (!this.#closed) this.#parts.onPacket({ ssrc, payloadType, sequenceNumber, timestamp, marker, payload })
  }

  /** Chromium reports in receiver reports; who does so inside sender reports is heard by werift's receiver only. */
  #onRtcp(packet: RtcpPacket, { sender }: RTCRtpTransceiver): void {
    if (packet instanceof RtcpSrPacket) sender.handleRtcpPacket(packet)
    if (!(packet instanceof RtcpSrPacket || packet instanceof RtcpRrPacket)) return
    const report = packet.reports.find(({ ssrc }) => ssrc === sender.ssrc)
    if (report !== undefined) this.peerReport.update(report, sender.collectStats(Date.now()))
  }

  #onState(state: RTCPeerConnection['connectionState']): void {
    if (this.#closed) return
    const layer = this.#peer.iceConnectionState === 'failed' ? 'ice' : 'dtls'
    if (state === 'connected' || state === 'failed' || state === 'disconnected') this.#parts.onState(state, layer)
  }

  /** A browser that closes its connection says so in DTLS, which werift does not make a state of the connection. */
  #onDtlsState(state: RTCRtpTransceiver['dtlsTransport']['state']): void {
    if (state === 'closed' && !this.#closed) this.#parts.onState('disconnected', 'dtls')
  }
}

/**
 * werift 0.25.2 skips ICE when DTLS is connected already, so after an ICE restart nothing would be nominated, and
 * we would hear the browser but no longer send. Delete when its `connect()` looks at ICE first.
 */
const resumeIceChecks = ({ dtlsTransport }: RTCRtpTransceiver): void => {
  const { iceTransport } = dtlsTransport
  const isRestarted = dtlsTransport.state === 'connected' && iceTransport.connection.nominated === undefined
  // A failure arrives as the connection's state.
  if (isRestarted) iceTransport.start().catch(() => undefined)
}

/** What was agreed; our own order of codecs decides the law, wherever the browser put telephone-event. */
const agreedFormat = ({ codecs }: RTCRtpTransceiver): LegFormat => {
  const codecNamed = (...names: string[]) => codecs.find(({ mimeType }) => names.includes(mimeType.toLowerCase()))
  return {
    law: codecNamed('audio/pcmu', 'audio/pcma')?.payloadType === 8 ? 'alaw' : 'mulaw',
    eventPayloadType: codecNamed('audio/telephone-event')?.payloadType ?? null,
  }
}
