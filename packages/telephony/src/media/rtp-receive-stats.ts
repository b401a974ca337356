// Loss and jitter of a received stream: RFC 3550 sections 6.4.1, A.1 (extended sequence), A.3 and A.8. Pauses of a peer that
// suppresses silence are neither.

import { SAMPLE_RATE, sequenceDistance } from './frame.ts'
import type { RtpIn } from './rtp-packet.ts'

type Arrival = { atMs: number; timestamp: number }
type Run = { ssrc: number; first: number; highest: number }

/** RFC 3550 section A.1: a sequence that leaps further is numbered anew. */
const MAX_DROPOUT = 3000
const MAX_MISORDER = 100
const MAX_RUNS = 8
/** A timestamp that steps further from the clock than a second was set, not delayed. */
const CLOCK_STEP = SAMPLE_RATE

export class RtpReceiveStats {
  packetsReceived = 0
  bytesReceived = 0
  #expectedBefore = 0
  /** The latest last; a peer may send events and audio as two sources at once. */
  #runs: Run[] = []
  #jitterUnits = 0
  #last: (Arrival & { ssrc: number }) | undefined

  add(packet: RtpIn, atMs: number): void {
    this.packetsReceived++
    this.bytesReceived += packet.payload.length
    this.#count(packet)
    this.#addJitter(packet, atMs)
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

  #count({ ssrc, sequenceNumber }: RtpIn): void {
    const run = this.#runs.findLast((known) => known.ssrc === ssrc)
    const ahead = run === undefined ? Number.NaN : sequenceDistance(sequenceNumber, run.highest & 0xffff)
    if (run !== undefined && ahead >= -MAX_MISORDER && ahead <= MAX_DROPOUT) run.highest += Math.max(0, ahead)
    else this.#begin({ ssrc, first: sequenceNumber, highest: sequenceNumber })
  }

  #begin(run: Run): void {
    this.#runs.push(run)
    const oldest = this.#runs.length > MAX_RUNS ? this.#runs.shift() : undefined
    if (oldest !== undefined) this.#expectedBefore += lengthOf(oldest)
  }

  get #expected(): number {
    return this.#runs.reduce((sum, run) => sum + lengthOf(run), this.#expectedBefore)
  }

  /**
   * Packets of one DTMF event share a timestamp, which says nothing of transit time: only the first counts. Nor does the first packet
   * after a pause, in which some clocks stand still.
   */
  #addJitter({ ssrc, timestamp, marker }: RtpIn, atMs: number): void {
    const last = this.#last
    if (last?.ssrc === ssrc && last.timestamp === timestamp) return
    this.#last = { ssrc, atMs, timestamp }
    if (last?.ssrc !== ssrc || marker === true) return
    const elapsedUnits = ((atMs - last.atMs) * SAMPLE_RATE) / 1000
    const difference = Math.abs(elapsedUnits - ((timestamp - last.timestamp) | 0))
    if (difference < CLOCK_STEP) this.#jitterUnits += (difference - this.#jitterUnits) / 16
  }
}

const lengthOf = ({ first, highest }: Run): number => highest - first + 1
