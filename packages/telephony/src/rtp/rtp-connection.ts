// One SIP peer's plain RTP and RTCP: two sockets, a latch, reports. The mixer's Leg sees packets only.

import type { RemoteInfo } from 'node:dgram'
import type { RtpIn, RtpOut } from '../media/rtp-packet.ts'
import { isUnspecified } from './numeric-addresses.ts'
import { Latch } from './latch.ts'
import { openPortPair, type PortPair } from './rtp-port-pair.ts'
import { RtcpSession } from './rtcp-session.ts'
import { isRtcp, parseRtp, writeRtp } from './wire/rtp-wire.ts'
import type { SrtpKey } from './srtp/srtp-key.ts'
import { Protection } from './srtp/protection.ts'

type RtpConnectionParts = {
  /** To listen on. */
  address: string
  /** Inclusive; undefined = any free pair. */
  ports?: readonly [number, number]
  onPacket: (packet: RtpIn) => void
}

export type RtpRemote = {
  address: string
  port: number
  /** `isMuxed`: among the audio, on its port. */
  rtcp: { address: string; port: number; isMuxed: boolean }
  /** The peer's address in signalling. */
  signalling?: string
}

const REPORT_MS = 5000

export class RtpConnection {
  readonly rtcp = new RtcpSession()
  readonly #parts: RtpConnectionParts
  readonly #pair: PortPair
  readonly #timer: NodeJS.Timeout
  readonly #protection = new Protection()
  #remote: RtpRemote | undefined
  #latch: Latch | undefined
  #open = true
  /** When something of the peer's last came: audio, or a report. */
  lastSignAtMs: number | undefined
  /** RTP that was not believed for where it came from: how much, and from where the last of it. */
  stray = { packets: 0, address: '' }

  private constructor(parts: RtpConnectionParts, pair: PortPair) {
    this.#parts = parts
    this.#pair = pair
    pair.rtp.on('message', (bytes, source) => this.#onRtp(bytes, source))
    pair.rtcp.on('message', (bytes, source) => this.#onRtcp(bytes, source))
    this.#timer = setInterval(() => this.#sendReport(), REPORT_MS * (0.5 + Math.random()))
  }

  /** Rejects when no port pair is free. */
  static async open(parts: RtpConnectionParts): Promise<RtpConnection> {
    return new RtpConnection(parts, await openPortPair(parts.address, parts.ports))
  }

  /** For the SDP. */
  get port(): number {
    return this.#pair.port
  }

  /** Of SRTP: packets that were forged, damaged or repeated. */
  get packetsRefused(): number {
    return this.#protection.packetsRefused
  }

  /** After each offer and answer; undefined = plain RTP. */
  setKeys(keys: { ours: SrtpKey; theirs: SrtpKey } | undefined): void {
    this.#protection.setKeys(keys)
  }

  /**
   * After each offer and answer. A changed address makes the stream latch anew; the same one keeps its target until
   * packets come from elsewhere. No address at all (0.0.0.0, a hold of old) says nothing of where the peer is.
   */
  setRemote(remote: RtpRemote): void {
    if (isUnspecified(remote.address)) return
    const last = this.#remote
    this.#remote = remote
    if (last?.address === remote.address && last.port === remote.port) this.#latch?.release()
    else this.#latch = new Latch(remote, remote.signalling, this.#latch)
  }

  /** Dropped before there is a remote, and towards somebody who never spoke. */
  send(packet: RtpOut): void {
    const target = this.#latch?.target
    if (!this.#open || target === undefined || this.#latch?.maySend() !== true) return
    this.rtcp.onSent(packet)
    this.#pair.rtp.send(this.#protection.protect(writeRtp(packet)), target.port, target.address, () => undefined)
  }

  close(): void {
    if (!this.#open) return
    this.#open = false
    clearInterval(this.#timer)
    this.#pair.rtp.close()
    this.#pair.rtcp.close()
  }

  #onRtp(bytes: Buffer, source: RemoteInfo): void {
    if (isRtcp(bytes)) return this.#onRtcp(bytes, source)
    const plain = this.#protection.unprotect(bytes)
    const packet = plain && parseRtp(plain)
    if (packet === undefined || this.#latch === undefined) return
    if (!this.#latch.admit(source, packet, this.#protection.isOn)) {
      this.stray = { packets: this.stray.packets + 1, address: source.address }
      return
    }
    this.lastSignAtMs = performance.now()
    this.rtcp.onReceived(packet, this.lastSignAtMs)
    this.#parts.onPacket(packet)
  }

  #onRtcp(bytes: Buffer, source: RemoteInfo): void {
    const plain = this.#protection.unprotectRtcp(bytes)
    if (plain === undefined || this.#latch === undefined) return
    const isAnnounced = source.address === this.#remote?.rtcp.address
    if (!isAnnounced && !this.#latch.admitReport(source.address, this.#protection.isOn)) return
    this.lastSignAtMs = performance.now()
    this.rtcp.receive(plain, performance.timeOrigin + this.lastSignAtMs)
  }

  /** To the announced place, or to the one beside where RTP really comes from. */
  #sendReport(): void {
    const report = this.rtcp.report(performance.timeOrigin + performance.now())
    const target = this.#latch?.target
    const remote = this.#remote
    if (report === undefined || target === undefined || remote === undefined || this.#latch?.maySend() !== true) return
    const bytes = this.#protection.protectRtcp(report)
    if (remote.rtcp.isMuxed) return this.#pair.rtp.send(bytes, target.port, target.address, () => undefined)
    const isAnnounced = target.port === remote.port && target.address === remote.address
    const to = isAnnounced ? remote.rtcp : { port: Math.min(65_535, target.port + 1), address: target.address }
    this.#pair.rtcp.send(bytes, to.port, to.address, () => undefined)
  }
}
