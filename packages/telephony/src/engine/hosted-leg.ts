// A browser in a room, inside a worker: its WebRTC connection tied to its mixer leg, its events and its figures.

import { Leg } from '../media/leg.ts'
import type { RtpIn } from '../media/rtp-packet.ts'
import type { PortWindow } from '../webrtc/port-window.ts'
import { WebConnection, type OfferOutcome, type WebConnectionState } from '../webrtc/web-connection.ts'
import type { LegStats } from './leg-stats.ts'
import { MediaError } from '../media/media-error.ts'
import type { LegAddress } from './media-engine.ts'
import type { MediaEvent } from './media-event.ts'
import type { WorkerSettings } from './media-settings.ts'

export type HostedLegParts = {
  address: LegAddress
  settings: WorkerSettings
  ports: PortWindow | undefined
  emit: (event: MediaEvent) => void
}

type Phase = { name: 'connecting' | 'connected'; sinceMs: number } | { name: 'disconnected' | 'failed' | 'closed' }

export class HostedLeg {
  readonly #parts: HostedLegParts
  readonly #connection: WebConnection
  #media: Leg | undefined
  #phase: Phase = { name: 'connecting', sinceMs: performance.now() }
  #timeoutReported = false

  constructor(parts: HostedLegParts) {
    this.#parts = parts
    this.#connection = new WebConnection({
      ports: parts.ports,
      addresses: parts.settings.addresses,
      onState: (state, layer) => this.#onState(state, layer),
      onPacket: (packet) => this.#onPacket(packet),
    })
  }

  /** First and further offers. Rejects with `MEDIA_OFFER_REFUSED` or `MEDIA_NO_CAPACITY`. */
  async answer(offerSdp: string): Promise<{ answerSdp: string; media: Leg }> {
    const outcome = await this.#connection.answer(offerSdp)
    if (!outcome.ok) {
      throw new MediaError(outcome.fault === 'offer' ? 'MEDIA_OFFER_REFUSED' : 'MEDIA_NO_CAPACITY', outcome.detail)
    }
    if (this.#phase.name !== 'connected') this.#phase = { name: 'connecting', sinceMs: performance.now() }
    this.#media ??= this.#createMedia(outcome)
    this.#media.setFormat(outcome.format)
    return { answerSdp: outcome.answerSdp, media: this.#media }
  }

  sendDigits(digits: string): void {
    this.#media?.sendDigits(digits)
  }

  /** Called about once a second: what did not happen in time. */
  checkTimeouts(nowMs: number): void {
    const { settings, address, emit } = this.#parts
    if (this.#phase.name === 'connecting' && nowMs - this.#phase.sinceMs > settings.connectTimeoutMs) {
      this.#phase = { name: 'failed' }
      void this.#connection.close()
      emit({ type: 'legFailed', ...address, reason: 'timeout' })
    }
    if (this.#phase.name !== 'connected' || this.#timeoutReported) return
    const silentMs = nowMs - Math.max(this.#phase.sinceMs, this.#media?.lastPacketAtMs ?? 0)
    if (silentMs <= settings.mediaTimeoutMs) return
    this.#timeoutReported = true
    emit({ type: 'mediaTimeout', ...address, silentSeconds: Math.round(silentMs / 1000) })
  }

  get connected(): boolean {
    return this.#phase.name === 'connected'
  }

  stats(): LegStats {
    const media = this.#media
    if (media === undefined) throw new MediaError('MEDIA_LEG_UNKNOWN', 'not answered yet')
    const { received, jitterQueue } = media
    const { peerReport } = this.#connection
    return {
      connected: this.connected,
      packetsReceived: received.packetsReceived,
      packetsSent: media.packetsSent,
      bytesReceived: received.bytesReceived,
      bytesSent: media.bytesSent,
      packetsLost: received.packetsLost,
      lossFraction: received.lossFraction,
      jitterMs: received.jitterMs,
      roundTripMs: peerReport.roundTripMs,
      remoteLossFraction: peerReport.lossFraction,
      remoteJitterMs: peerReport.jitterMs,
      packetsRefused: 0,
      framesDropped: jitterQueue.framesDropped,
      framesMissing: jitterQueue.framesMissing,
      levelInDb: media.levelIn.levelDb,
      levelOutDb: media.levelOut.levelDb,
    }
  }

  async close(): Promise<void> {
    this.#phase = { name: 'closed' }
    await this.#connection.close()
  }

  #createMedia({ format, ssrc }: Extract<OfferOutcome, { ok: true }>): Leg {
    return new Leg({
      format,
      ssrc,
      send: (packet) => {
        if (this.connected) this.#connection.send(packet)
      },
      onDigit: (digit) => this.#parts.emit({ type: 'digit', ...this.#parts.address, digit }),
    })
  }

  #onPacket(packet: RtpIn): void {
    if (this.#timeoutReported) this.#heardAgain()
    // werift does not say that a connection came back by itself; its packets do.
    if (this.#phase.name === 'disconnected') this.#onState('connected', 'ice')
    this.#media?.receive(packet, performance.now())
  }

  #heardAgain(): void {
    this.#timeoutReported = false
    if (this.connected) this.#parts.emit({ type: 'legConnected', ...this.#parts.address })
  }

  #onState(state: WebConnectionState, layer: 'ice' | 'dtls'): void {
    if (this.#phase.name === 'closed' || this.#phase.name === state) return
    const { address, emit } = this.#parts
    this.#phase = state === 'connected' ? { name: state, sinceMs: performance.now() } : { name: state }
    if (state === 'connected') emit({ type: 'legConnected', ...address })
    else if (state === 'disconnected') emit({ type: 'legDisconnected', ...address })
    else emit({ type: 'legFailed', ...address, reason: layer })
  }
}
