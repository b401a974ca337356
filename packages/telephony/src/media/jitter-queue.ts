// Turns RTP packets of any ptime, in any order, into one 160-sample frame per tick.
// A ring addressed by the RTP timestamp: order, gaps (silence) and re-framing come out of the addressing.
// Holds 2 to 8 frames, of a peer with long packets as much as two of them: playing starts at 2, above that the oldest are dropped,
// and standing delay is trimmed.

import { FRAME_SAMPLES, timestampDistance } from './frame.ts'

const START_FRAMES = 2
const MAX_FRAMES = 8
const RING_SAMPLES = 4096
const TRIM_AFTER_FRAMES = 250
/** 240 ms: RTP packets are no longer (RFC 3551 has 20; gateways on thin lines have been met with more). */
const LONGEST_PACKET = 12 * FRAME_SAMPLES

export class JitterQueue {
  readonly #ring = new Int16Array(RING_SAMPLES)
  #readAt = 0
  #endAt = 0
  #state: 'empty' | 'filling' | 'playing' = 'empty'
  #lowWater = MAX_FRAMES
  #packetSamples = FRAME_SAMPLES
  #playedSinceTrim = 0
  framesDropped = 0
  framesMissing = 0

  /** `timestamp` is that of the first sample. At most 240 ms per packet are taken. */
  push(timestamp: number, samples: Int16Array): void {
    if (samples.length === 0 || samples.length > LONGEST_PACKET) return
    this.#packetSamples = samples.length
    if (this.#state === 'empty' || this.#isJump(timestamp)) this.#restart(timestamp)
    if (timestampDistance(timestamp, this.#readAt) < 0) {
      this.framesDropped++
      return
    }
    this.#store(timestamp, samples)
    this.#dropOldest()
  }

  /** One frame, or null for silence (nothing there yet, or a gap at the end of the queue). */
  pull(): Int16Array | null {
    const held = this.#heldSamples()
    if (this.#state === 'filling' && held >= START_FRAMES * FRAME_SAMPLES) this.#state = 'playing'
    if (this.#state !== 'playing') return null
    if (held < FRAME_SAMPLES) {
      this.framesMissing++
      this.#state = 'filling'
      return null
    }
    const frame = this.#take()
    this.#trimStandingDelay()
    return frame
  }

  /** More than this is never held. */
  get #mostSamples(): number {
    return Math.max(MAX_FRAMES * FRAME_SAMPLES, 2 * this.#packetSamples)
  }

  #heldSamples(): number {
    return timestampDistance(this.#endAt, this.#readAt)
  }

  /** A new talk spurt, a new stream or a sender's clock step: its timestamps do not continue ours. */
  #isJump(timestamp: number): boolean {
    return Math.abs(timestampDistance(timestamp, this.#endAt)) > this.#mostSamples
  }

  #restart(timestamp: number): void {
    this.#ring.fill(0)
    this.#readAt = timestamp >>> 0
    this.#endAt = this.#readAt
    this.#state = 'filling'
    this.#resetTrim()
  }

  #store(timestamp: number, samples: Int16Array): void {
    for (let i = 0; i < samples.length; i++) this.#ring[(timestamp + i) % RING_SAMPLES] = samples[i] ?? 0
    const end = (timestamp + samples.length) >>> 0
    if (timestampDistance(end, this.#endAt) > 0) this.#endAt = end
  }

  #dropOldest(): void {
    while (this.#heldSamples() > this.#mostSamples) {
      this.#take()
      this.framesDropped++
    }
  }

  #take(): Int16Array {
    const frame = new Int16Array(FRAME_SAMPLES)
    for (let i = 0; i < FRAME_SAMPLES; i++) {
      const index = (this.#readAt + i) % RING_SAMPLES
      frame[i] = this.#ring[index] ?? 0
      this.#ring[index] = 0
    }
    this.#readAt = (this.#readAt + FRAME_SAMPLES) >>> 0
    return frame
  }

  /** After a burst the queue would stay long for ever; if it never ran low for 5 s, one frame goes. */
  #trimStandingDelay(): void {
    this.#lowWater = Math.min(this.#lowWater, Math.floor(this.#heldSamples() / FRAME_SAMPLES))
    if (++this.#playedSinceTrim < TRIM_AFTER_FRAMES) return
    if (this.#lowWater > START_FRAMES && this.#lowWater * FRAME_SAMPLES > this.#packetSamples) {
      this.#take()
      this.framesDropped++
    }
    this.#resetTrim()
  }

  #resetTrim(): void {
    this.#lowWater = MAX_FRAMES
    this.#playedSinceTrim = 0
  }
}
