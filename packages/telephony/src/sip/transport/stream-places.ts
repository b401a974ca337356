// How many connections there may be at once: a small pool for strangers, in which the oldest makes room for the newest, and a
// large one for known peers that strangers cannot touch. TLS handshakes that are not through count too.

import { CountedHosts } from './counted-hosts.ts'

export type StreamLimits = {
  /** A stranger's connection must have brought something that is served by then. TLS handshakes have as long. */
  firstMessageMs: number
  strangers: number
  strangersPerHost: number
  known: number
  knownPerHost: number
}

export const STREAM_LIMITS: StreamLimits = {
  firstMessageMs: 10_000,
  strangers: 1000,
  strangersPerHost: 20,
  known: 4000,
  knownPerHost: 500,
}

/** One connection's place. */
export type Place = { readonly host: string; known: boolean; readonly giveUp: () => void }

export class StreamPlaces {
  readonly #limits: StreamLimits
  readonly #strangers = new Set<Place>()
  readonly #known = new Set<Place>()
  readonly #strangersOf = new CountedHosts()
  readonly #knownOf = new CountedHosts()

  constructor(limits: StreamLimits) {
    this.#limits = limits
  }

  /** False when there is no room; the oldest stranger's `giveUp` may be called. */
  enter(place: Place): boolean {
    if (place.known) return this.#enterKnown(place)
    const { strangers, strangersPerHost } = this.#limits
    if (this.#strangersOf.count(place.host) >= strangersPerHost) return false
    const [oldest] = this.#strangers
    if (this.#strangers.size >= strangers && oldest !== undefined) {
      this.leave(oldest)
      oldest.giveUp()
    }
    this.#strangers.add(place)
    this.#strangersOf.add(place.host)
    return true
  }

  /** A stranger has proved himself. False when there is no room for one more known peer. */
  welcome(place: Place): boolean {
    if (place.known) return true
    this.leave(place)
    place.known = true
    return this.#enterKnown(place)
  }

  leave(place: Place): void {
    if (this.#strangers.delete(place)) this.#strangersOf.remove(place.host)
    if (this.#known.delete(place)) this.#knownOf.remove(place.host)
  }

  #enterKnown(place: Place): boolean {
    const { known, knownPerHost } = this.#limits
    if (this.#known.size >= known || this.#knownOf.count(place.host) >= knownPerHost) return false
    this.#known.add(place)
    this.#knownOf.add(place.host)
    return true
  }
}
