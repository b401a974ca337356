// Loss and jitter of a received stream: RFC 3550 sections 6.4.1, A.1 (extended sequence), A.3 and A.8.

import { SAMPLE_RATE, sequenceDistance } from './frame.ts'
import type { RtpIn } from './rtp-packet.ts'

type Arrival = { atMs: number; timestamp: number }

export class RtpReceiveStats {
  packetsReceived = 0
  bytesReceived = 0
  #expectedBefore = 0
  #firstExtended: number | undefined
  #highestExtended = 0
  #jitterUnits = 0
  #last: Arrival | undefined

  add(packet: RtpIn, atMs: number): void {
    this.packetsReceived++
    this.bytesReceived += packet.payload.length
    if (this.#firstExtended === undefined) {
      this.#firstExtended = packet.sequenceNumber
      this.#highestExtended = packet.sequenceNumber
    } else {
      const ahead = sequenceDistance(packet.sequenceNumber, this.#highestExtended & 0xffff)
      if (ahead > 0) this.#highestExtended += ahead
    }
    this.#addJitter({ atMs, timestamp: packet.timestamp })
  }

  /** A new SSRC has its own numbering; what was counted so far stays counted. */
  restart(): void {
    this.#expectedBefore = this.#expected
    this.#firstExtended = undefined
    this.#last = undefined
  }

  get packetsLost(): number {
    return Math.max(0, this.#expected - this.packetsReceived)
  }

  get lossFraction(): number {
    return this.#expected === 0 ? 0 : this.packetsLost / this.#expected
  }

  get jitterMs(): number {
    return (this.#jitterUnits * 1000) / SAMPLE_RATE
  }

  get #expected(): number {
    const current = this.#firstExtended === undefined ? 0 : this.#highestExtended - this.#firstExtended + 1
    return this.#expectedBefore + current
  }

  /** Packets of one DTMF event share a timestamp, which says nothing of transit time: only the first counts. */
  #addJitter(arrival: Arrival): void {
    const last = this.#last
    if (last?.timestamp === arrival.timestamp) return
    this.#last = arrival
    if (last === undefined) return
    const elapsedUnits = ((arrival.atMs - last.atMs) * SAMPLE_RATE) / 1000
    const difference = Math.abs(elapsedUnits - ((arrival.timestamp - last.timestamp) | 0))
    this.#jitterUnits += (difference - this.#jitterUnits) / 16
  }
}
