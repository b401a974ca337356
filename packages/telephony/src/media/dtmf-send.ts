// RFC 4733 telephone-event, sending: the packets that take the audio's place, tick by tick.
// One timestamp per event, marker on the first packet, the end sent three times, all on the audio's SSRC.

import { DTMF_DIGITS } from './dtmf-receive.ts'
import { SAMPLE_RATE, TICK_MS } from './frame.ts'
import type { RtpClock } from './rtp-clock.ts'
import type { RtpOut } from './rtp-packet.ts'

const TONE_TICKS = 5
const PAUSE_TICKS = 3
const END_PACKETS = 3
const VOLUME = 10
const END_BIT = 0x80

type Running = { event: number; startedAt: number; tick: number }

export const isDtmfDigits = (digits: string): boolean => /^[0-9*#A-D]{1,64}$/.test(digits)

export class DtmfSender {
  readonly #payloadType: number
  /** Of the event's clock, by which it counts its duration. */
  readonly #rate: number
  readonly #waiting: number[] = []
  #running: Running | undefined
  #pauseTicks = 0

  constructor(payloadType: number, rate: number = SAMPLE_RATE) {
    this.#payloadType = payloadType
    this.#rate = rate
  }

  enqueue(digits: string): void {
    for (const digit of digits) this.#waiting.push(DTMF_DIGITS.indexOf(digit))
  }

  /** This tick's event packets; none means that audio is sent. */
  tick(clock: RtpClock): RtpOut[] {
    const running = this.#running ?? this.#begin(clock)
    if (running === undefined) return []
    const isLast = ++running.tick === TONE_TICKS
    const marker = running.tick === 1
    const payload = eventPayload(running, isLast, this.#rate)
    const content = { payloadType: this.#payloadType, marker, payload }
    const packets = Array.from({ length: isLast ? END_PACKETS : 1 }, () => clock.stamp(content, running.startedAt))
    if (isLast) this.#finish()
    return packets
  }

  #begin(clock: RtpClock): Running | undefined {
    if (this.#pauseTicks > 0) {
      this.#pauseTicks--
      return undefined
    }
    const event = this.#waiting.shift()
    if (event === undefined) return undefined
    this.#running = { event, startedAt: clock.timestamp, tick: 0 }
    return this.#running
  }

  #finish(): void {
    this.#running = undefined
    this.#pauseTicks = PAUSE_TICKS
  }
}

const eventPayload = (running: Running, isLast: boolean, rate: number): Buffer => {
  const payload = Buffer.alloc(4)
  payload[0] = running.event
  payload[1] = (isLast ? END_BIT : 0) | VOLUME
  payload.writeUInt16BE((running.tick * TICK_MS * rate) / 1000, 2)
  return payload
}
