// One play under way: which source, for whom (one leg or the whole room), once or looped.

import type { AudioSource } from './audio-source.ts'

export type PlayParts = { playId: string; leg?: string; source: AudioSource; loop: boolean }

export class Play {
  readonly playId: string
  /** undefined = everyone in the room. */
  readonly leg: string | undefined
  readonly #source: AudioSource
  readonly #loop: boolean

  constructor({ playId, leg, source, loop }: PlayParts) {
    this.playId = playId
    this.leg = leg
    this.#source = source
    this.#loop = loop
  }

  /** The next frame; null when over, which a looped play never is unless its source is empty. */
  next(): Int16Array | null {
    const frame = this.#source.next()
    if (frame !== null || !this.#loop) return frame
    this.#source.rewind()
    return this.#source.next()
  }
}
