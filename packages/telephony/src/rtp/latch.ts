// Which source of RTP we believe, and where we send: symmetric RTP without letting a stranger take the stream over. Only the
// address of the SDP and that of the signalling are believed, whatever port they use: behind NAT the media come from where
// the SIP messages came from. Who sends from anywhere else is not heard, however early or often he sends, unless his
// packets are signed. After the first packet nobody else is heard but the address of the SDP itself: what came first may be
// the rest of an earlier call to the same port.

export type Endpoint = { address: string; port: number }

/** Four seconds: what somebody gets whom the SDP names, while nobody there has said a word. */
const UNHEARD_PACKETS = 200

export class Latch {
  readonly #trusted: Set<string>
  readonly #announced: Endpoint
  /** The SDP names an address that the signalling does not come from: the call's audio may be aimed at somebody. */
  readonly #isThirdParty: boolean
  /** A peer that offered anew may have left the announced address. */
  #isReleased = false
  #target: Endpoint
  #latched = false
  #heard = false
  #left: number

  /**
   * `announced` is from the SDP; `signalling` is where the SIP messages come from. `before` is the latch of the same call's
   * last address: offering ever new addresses does not buy more packets to people who never spoke.
   */
  constructor(announced: Endpoint, signalling: string | undefined, before?: Latch) {
    this.#announced = announced
    this.#target = announced
    this.#trusted = new Set([announced.address, ...(signalling === undefined ? [] : [signalling])])
    this.#isThirdParty = announced.address !== signalling
    this.#left = before === undefined || before.#heard ? UNHEARD_PACKETS : before.#left
  }

  /** Where to send now. */
  get target(): Endpoint {
    return this.#target
  }

  /** Asked for each packet that is to be sent. */
  maySend(): boolean {
    return this.#heard || !this.#isThirdParty || this.#left-- > 0
  }

  /** After a further offer and answer: the peer may have moved, though its description says the same. */
  release(): void {
    if (this.#latched) this.#trusted.add(this.#target.address)
    this.#latched = false
    this.#isReleased = true
  }

  /** False: not a packet of this stream. `isAuthentic`: it carries the peer's signature. */
  admit(source: Endpoint, isAuthentic = false): boolean {
    if (this.#latched) return this.#admitLatched(source)
    if (!isAuthentic && !this.#trusted.has(source.address)) return false
    this.#target = source
    this.#latched = true
    this.#heard = true
    return true
  }

  /** The same for RTCP, which comes from other ports and moves nothing. */
  admitReport(address: string, isAuthentic: boolean): boolean {
    const isHis = isAuthentic || (this.#latched ? address === this.#target.address : this.#trusted.has(address))
    this.#heard ||= isHis
    return isHis
  }

  #admitLatched(source: Endpoint): boolean {
    if (same(source, this.#target)) return true
    if (this.#isReleased || !same(source, this.#announced)) return false
    this.#target = this.#announced
    return true
  }
}

const same = (a: Endpoint, b: Endpoint): boolean => a.port === b.port && a.address === b.address
