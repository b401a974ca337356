// Which source of RTP we believe: symmetric RTP without letting a stranger take the stream over.
// Unknown addresses must send several packets in a row before the stream has latched; afterwards nobody else is heard but
// the address of the SDP itself: what came first may be the rest of an earlier call to the same port.

export type Endpoint = { address: string; port: number }

const PACKETS_TO_CONVINCE = 5

export class Latch {
  readonly #trusted: Set<string>
  readonly #announced: Endpoint
  /** A peer that offered anew may have left the announced address. */
  #isReleased = false
  #target: Endpoint
  #latched = false
  #candidate: Endpoint | undefined
  #count = 0

  /** `announced` is from the SDP; `signalling` is where the SIP messages come from, which NAT gives the media too. */
  constructor(announced: Endpoint, signalling: string | undefined) {
    this.#announced = announced
    this.#target = announced
    this.#trusted = new Set([announced.address, ...(signalling === undefined ? [] : [signalling])])
  }

  /** Where to send now. */
  get target(): Endpoint {
    return this.#target
  }

  /** After a further offer and answer: the peer may have moved, though its description says the same. */
  release(): void {
    if (this.#latched) this.#trusted.add(this.#target.address)
    this.#latched = false
    this.#isReleased = true
    this.#candidate = undefined
    this.#count = 0
  }

  /** False: not a packet of this stream. `isAuthentic`: it carries the peer's signature. */
  admit(source: Endpoint, isAuthentic = false): boolean {
    if (this.#latched) return this.#admitLatched(source)
    this.#count = this.#candidate !== undefined && same(source, this.#candidate) ? this.#count + 1 : 1
    this.#candidate = source
    if (!isAuthentic && !this.#trusted.has(source.address) && this.#count < PACKETS_TO_CONVINCE) return false
    this.#target = source
    this.#latched = true
    return true
  }

  #admitLatched(source: Endpoint): boolean {
    if (same(source, this.#target)) return true
    if (this.#isReleased || !same(source, this.#announced)) return false
    this.#target = this.#announced
    return true
  }
}

const same = (a: Endpoint, b: Endpoint): boolean => a.port === b.port && a.address === b.address
