// Cuts the mixer's frames of 20 ms into packets of the length that the peer asked for (a=ptime, a=maxptime).

import { FRAME_SAMPLES, SAMPLE_RATE, TICK_MS } from './frame.ts'

export type AudioPacket = { timestamp: number; samples: Int16Array }

export class Packetiser {
  #packetSamples = FRAME_SAMPLES
  #held = new Int16Array(0)
  #heldSince = 0

  /** What is under way is cut by the new length. */
  setLength(packetMs: number = TICK_MS): void {
    this.#packetSamples = (packetMs * SAMPLE_RATE) / 1000
  }

  /** `timestamp` is that of the frame's first sample. */
  push(frame: Int16Array, timestamp: number): AudioPacket[] {
    const size = this.#packetSamples
    if (this.#held.length === 0) this.#heldSince = timestamp
    if (this.#held.length === 0 && frame.length === size) return [{ timestamp, samples: frame }]
    const all = Int16Array.of(...this.#held, ...frame)
    const count = Math.floor(all.length / size)
    const packets = Array.from({ length: count }, (_, i) => ({
      timestamp: (this.#heldSince + i * size) >>> 0,
      samples: all.subarray(i * size, (i + 1) * size),
    }))
    this.#held = all.slice(count * size)
    this.#heldSince = (this.#heldSince + count * size) >>> 0
    return packets
  }

  /** Time has passed without audio. */
  clear(): void {
    this.#held = new Int16Array(0)
  }
}
