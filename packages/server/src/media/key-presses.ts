// A telephone may say each key twice: in its audio (RFC 4733, or as a tone) and in its signalling (INFO). It was pressed once.

export type KeySource = 'audio' | 'signalling'

export interface KeyPress {
  readonly leg: string
  readonly digit: string
  readonly by: KeySource
}

/** So long after one way the other one may still bring the same key. */
const apartMs = 2_000

export class KeyPresses {
  /** Those that came by one way only so far. */
  #alone: (KeyPress & { readonly atMs: number })[] = []

  /** False for what the other way has brought already. */
  isNew({ leg, digit, by }: KeyPress, nowMs: number): boolean {
    this.#alone = this.#alone.filter(({ atMs }) => nowMs - atMs <= apartMs)
    const at = this.#alone.findIndex((other) => other.leg === leg && other.digit === digit && other.by !== by)
    if (at === -1) this.#alone.push({ leg, digit, by, atMs: nowMs })
    else this.#alone.splice(at, 1)
    return at === -1
  }
}
