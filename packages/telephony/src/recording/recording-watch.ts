// Ends a recording by its limits: a message is as long as it may be, or its speaker has nothing more to say.

import { TICK_MS } from '../media/frame.ts'
import type { Tap } from '../media/room.ts'

/**
 * When a recording ends by itself: after so much time (`full`), or once its left side, as it was at the start, has said nothing for so
 * long (`silence`), before it ever spoke as well as after. Seconds; absent: it does not.
 */
export type RecordingLimits = { maxSeconds?: number; silenceSeconds?: number }

type RecordingWatchParts = {
  legs: readonly string[]
  limits: RecordingLimits
  /** At most once, from within a tick. */
  onEnd: (reason: 'full' | 'silence') => void
}

/** Mean square of a frame at -45 dBFS: a quiet line is below, a quiet voice above. */
const SPOKEN_POWER = 32_768 ** 2 * 10 ** -4.5

const inTicks = (seconds: number | undefined): number => (seconds === undefined ? Infinity : (seconds * 1000) / TICK_MS)

export class RecordingWatch implements Tap {
  readonly #parts: RecordingWatchParts
  #ticks = 0
  #silentTicks = 0
  #isOver = false

  constructor(parts: RecordingWatchParts) {
    this.#parts = parts
  }

  tick(spoken: ReadonlyMap<string, Int16Array>): void {
    const isSpoken = this.#parts.legs.some((leg) => isVoice(spoken.get(leg)))
    this.#silentTicks = isSpoken ? 0 : this.#silentTicks + 1
    this.#count(1)
  }

  skip(ticks: number): void {
    this.#count(ticks)
  }

  #count(ticks: number): void {
    const { limits, onEnd } = this.#parts
    this.#ticks += ticks
    const reason =
      this.#ticks >= inTicks(limits.maxSeconds) ? 'full' : this.#silentTicks >= inTicks(limits.silenceSeconds) ? 'silence' : null
    if (reason === null || this.#isOver) return
    this.#isOver = true
    onEnd(reason)
  }
}

function isVoice(frame: Int16Array | undefined): boolean {
  if (frame === undefined) return false
  let sum = 0
  for (const sample of frame) sum += sample * sample
  return sum / frame.length > SPOKEN_POWER
}
