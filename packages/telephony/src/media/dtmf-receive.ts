// RFC 4733 telephone-event, receiving: one digit per key press, whatever was repeated, lost, reordered or split into segments.
// A packet belongs to a press of its key when its timestamp lies within it. So peers are read too that move the timestamp
// during a press, that do not move it between two keys, and that send events on a source of their own.

import { sequenceDistance, timestampDistance } from './frame.ts'
import type { RtpIn } from './rtp-packet.ts'

export const DTMF_DIGITS = '0123456789*#ABCD'

const REMEMBERED = 16
const END_BIT = 0x80

type Press = { event: number; timestamp: number; duration: number; hasEnded: boolean; sequenceNumber: number }

export class DtmfReceiver {
  /** The latest last. */
  readonly #presses: Press[] = []

  /** Returns the digit at the first packet of a new press, else null. Never throws on what a peer sent. */
  receive(packet: Pick<RtpIn, 'timestamp' | 'payload' | 'sequenceNumber' | 'marker'>): string | null {
    const { payload, timestamp, sequenceNumber } = packet
    const [event, flags = 0, high = 0, low = 0] = payload
    const digit = event === undefined || payload.length < 4 ? undefined : DTMF_DIGITS[event]
    if (event === undefined || digit === undefined) return null
    const now: Press = { event, timestamp, duration: (high << 8) | low, hasEnded: (flags & END_BIT) !== 0, sequenceNumber }
    const known = this.#presses.findLast((press) => isWithin(press, now))
    if (known !== undefined && !isPressedAnew(known, now, packet.marker === true)) {
      goOn(known, now)
      return null
    }
    this.#presses.push(now)
    if (this.#presses.length > REMEMBERED) this.#presses.shift()
    return digit
  }
}

const isWithin = (press: Press, { event, timestamp }: Press): boolean => {
  const later = timestampDistance(timestamp, press.timestamp)
  return press.event === event && later >= 0 && later <= press.duration
}

/** The same key again by a peer whose clock stood still meanwhile: it says so by the marker, and begins to count anew. */
const isPressedAnew = (press: Press, now: Press, marker: boolean): boolean =>
  marker && press.hasEnded && now.duration < press.duration && sequenceDistance(now.sequenceNumber, press.sequenceNumber) > 0

const goOn = (press: Press, { timestamp, duration, hasEnded, sequenceNumber }: Press): void => {
  press.duration = Math.max(press.duration, timestampDistance(timestamp, press.timestamp) + duration)
  press.hasEnded ||= hasEnded
  if (sequenceDistance(sequenceNumber, press.sequenceNumber) > 0) press.sequenceNumber = sequenceNumber
}
