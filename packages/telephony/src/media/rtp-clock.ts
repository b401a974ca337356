// One leg's outgoing RTP numbering: SSRC, sequence and timestamp go on through every re-bridge, hold and digit.

import { randomInt } from 'node:crypto'
import { FRAME_SAMPLES } from './frame.ts'
import type { RtpOut } from './rtp-packet.ts'

type Content = Pick<RtpOut, 'payloadType' | 'marker' | 'payload'>

export class RtpClock {
  readonly ssrc: number
  #sequenceNumber = randomInt(0x8000)
  #timestamp = randomInt(0x8000_0000)

  constructor(ssrc: number = randomInt(1, 0xffff_ffff)) {
    this.ssrc = ssrc
  }

  get timestamp(): number {
    return this.#timestamp
  }

  /** Numbers one packet; audio has the current time, a DTMF event the time at which it began. */
  stamp(content: Content, timestamp: number = this.#timestamp): RtpOut {
    const packet = { ssrc: this.ssrc, sequenceNumber: this.#sequenceNumber, timestamp, ...content }
    this.#sequenceNumber = (this.#sequenceNumber + 1) & 0xffff
    return packet
  }

  /** Media time goes on by whole ticks, also through ticks that were given up. */
  advance(ticks: number): void {
    this.#timestamp = (this.#timestamp + ticks * FRAME_SAMPLES) >>> 0
  }
}
