// The mixer: each tick takes one frame of every leg, and gives every leg the sum of whom it hears and what is played.
// Legs are addressed by name; hearing, mute and plays belong to the name and outlive a replaced connection.

import { clampSample, FRAME_SAMPLES } from './frame.ts'
import { Hearing, type Rule } from './hearing.ts'
import type { Leg } from './leg.ts'
import { Play, type PlayParts } from './play.ts'

export type PlayEnd = { playId: string; leg: string | undefined; reason: 'finished' | 'stopped' | 'legClosed' }

/** Gets what each leg says (muted legs and silence are absent), before anyone's hearing and without plays. Must not throw. */
export interface Tap {
  tick(spoken: ReadonlyMap<string, Int16Array>): void
  /** So many ticks did not take place. */
  skip(ticks: number): void
}

export class Room {
  readonly #legs = new Map<string, Leg>()
  readonly #hearing = new Hearing()
  readonly #muted = new Set<string>()
  readonly #tonesWanted = new Set<string>()
  readonly #plays = new Map<string, Play>()
  readonly #taps = new Set<Tap>()
  readonly #onPlayEnded: (end: PlayEnd) => void
  readonly #sum = new Int32Array(FRAME_SAMPLES)

  constructor(onPlayEnded: (end: PlayEnd) => void) {
    this.#onPlayEnded = onPlayEnded
  }

  get legs(): ReadonlyMap<string, Leg> {
    return this.#legs
  }

  /** Takes the place of a leg of the same name. */
  setLeg(name: string, leg: Leg): void {
    this.#legs.set(name, leg)
    leg.listenForTones(this.#tonesWanted.has(name))
  }

  removeLeg(name: string): void {
    this.#legs.delete(name)
    this.#muted.delete(name)
    this.#tonesWanted.delete(name)
    for (const play of this.#plays.values()) if (play.leg === name) this.#end(play, 'legClosed')
  }

  setHearing(rules: readonly Rule[] | 'everyone'): void {
    this.#hearing.set(rules)
  }

  setMuted(name: string, muted: boolean): void {
    if (muted) this.#muted.add(name)
    else this.#muted.delete(name)
  }

  listenForTones(name: string, on: boolean): void {
    if (on) this.#tonesWanted.add(name)
    else this.#tonesWanted.delete(name)
    this.#legs.get(name)?.listenForTones(on)
  }

  play(parts: PlayParts): void {
    this.#plays.set(parts.playId, new Play(parts))
  }

  stopPlay(playId: string): void {
    const play = this.#plays.get(playId)
    if (play !== undefined) this.#end(play, 'stopped')
  }

  addTap(tap: Tap): void {
    this.#taps.add(tap)
  }

  removeTap(tap: Tap): void {
    this.#taps.delete(tap)
  }

  tick(): void {
    const spoken = new Map<string, Int16Array>()
    for (const [name, leg] of this.#legs) {
      const frame = leg.pull()
      if (frame !== null && !this.#muted.has(name)) spoken.set(name, frame)
    }
    for (const tap of this.#taps) tap.tick(spoken)
    const played = this.#pullPlays()
    for (const [name, leg] of this.#legs) leg.sendFrame(this.#mixFor(name, spoken, played))
  }

  skip(ticks: number): void {
    for (const leg of this.#legs.values()) leg.skip(ticks)
    for (const tap of this.#taps) tap.skip(ticks)
  }

  #mixFor(listener: string, spoken: ReadonlyMap<string, Int16Array>, played: ReadonlyMap<Play, Int16Array>): Int16Array {
    this.#sum.fill(0)
    for (const [source, frame] of spoken) this.#add(frame, this.#hearing.gain(listener, source))
    for (const [play, frame] of played) if (play.leg === undefined || play.leg === listener) this.#add(frame, 1)
    const mixed = new Int16Array(FRAME_SAMPLES)
    for (let i = 0; i < FRAME_SAMPLES; i++) mixed[i] = clampSample(this.#sum[i] ?? 0)
    return mixed
  }

  #add(frame: Int16Array, gain: number): void {
    if (gain === 0) return
    const sum = this.#sum
    for (let i = 0; i < FRAME_SAMPLES; i++) sum[i] = (sum[i] ?? 0) + (frame[i] ?? 0) * gain
  }

  #pullPlays(): Map<Play, Int16Array> {
    const frames = new Map<Play, Int16Array>()
    for (const play of this.#plays.values()) {
      const frame = play.next()
      if (frame === null) this.#end(play, 'finished')
      else frames.set(play, frame)
    }
    return frames
  }

  #end(play: Play, reason: PlayEnd['reason']): void {
    this.#plays.delete(play.playId)
    this.#onPlayEnded({ playId: play.playId, leg: play.leg, reason })
  }
}
