// RFC 4733 telephone-event, receiving: one digit per key press, whatever was repeated, lost or reordered.

import { timestampDistance } from './frame.ts'
import type { RtpIn } from './rtp-packet.ts'

export const DTMF_DIGITS = '0123456789*#ABCD'

const LONGEST_SEGMENT = 0xffff

export class DtmfReceiver {
  #last: { timestamp: number; event: number } | undefined

  /** Returns the digit at the first packet of a new press, else null. Never throws on what a peer sent. */
  receive(packet: Pick<RtpIn, 'timestamp' | 'payload'>): string | null {
    const event = packet.payload[0]
    const digit = event === undefined || packet.payload.length < 4 ? undefined : DTMF_DIGITS[event]
    if (event === undefined || digit === undefined) return null
    const last = this.#last
    if (last !== undefined) {
      const later = timestampDistance(packet.timestamp, last.timestamp)
      if (later <= 0) return null
      this.#last = { timestamp: packet.timestamp, event }
      // A press longer than 8 s goes on as a new segment (RFC 4733 section 2.5.1.3).
      return later === LONGEST_SEGMENT && last.event === event ? null : digit
    }
    this.#last = { timestamp: packet.timestamp, event }
    return digit
  }
}
