// One leg's keys, whichever way they come: as events (RFC 4733) or, where somebody listens for them, as tones. A peer that sends both
// has pressed once: from its first event on its tones do not count.

import { DtmfDetector } from './dtmf-detect.ts'
import { DtmfReceiver } from './dtmf-receive.ts'
import type { RtpIn } from './rtp-packet.ts'

/** In frames: an event may still say what a tone has said. */
const SAME_PRESS = 100

export class HeardKeys {
  readonly #onKey: (key: string) => void
  readonly #events = new DtmfReceiver()
  #tones: DtmfDetector | undefined
  #sendsEvents = false
  #frame = 0
  #lastTone = { key: '', frame: 0 }

  constructor(onKey: (key: string) => void) {
    this.#onKey = onKey
  }

  listenForTones(on: boolean): void {
    if (on) this.#tones ??= new DtmfDetector()
    else this.#tones = undefined
  }

  event(packet: RtpIn): void {
    const key = this.#events.receive(packet)
    if (key === null) return
    this.#sendsEvents = true
    const { key: heard, frame } = this.#lastTone
    this.#lastTone = { key: '', frame: 0 }
    if (heard !== key || this.#frame - frame > SAME_PRESS) this.#onKey(key)
  }

  /** Each frame in turn, silence too. */
  audio(frame: Int16Array | null): void {
    this.#frame++
    if (this.#sendsEvents || this.#tones === undefined) return
    for (const key of this.#tones.add(frame)) {
      this.#lastTone = { key, frame: this.#frame }
      this.#onKey(key)
    }
  }
}
