// Which source of RTP we believe, and where we send: symmetric RTP without letting a stranger take the stream over. Only the
// address of the SDP and that of the signalling are believed, whatever port they use: behind NAT the media come from where
// the SIP messages came from. Who sends from anywhere else is not heard, however early or often he sends, unless his
// packets are signed. Within a believed address the stream is followed to another port, without an offer: a NAT mapped it
// anew, a gateway went on elsewhere. Two that send at once are told apart by what came first and by the SDP.

import { sequenceDistance } from '../media/frame.ts'

export type Endpoint = { address: string; port: number }

/** What tells one sender's packets from another's. */
export type Mark = { ssrc: number; sequenceNumber: number }

/** Four seconds: what somebody gets whom the SDP names, while nobody there has said a word. */
const UNHEARD_PACKETS = 200
/** So many packets of another port in a row, with none of the present one between, are the stream gone on there. */
const MOVED_AFTER = 3
/** As many of a port that sends beside the present one: three seconds, in which that is silent. */
const RIVAL_AFTER = 150
/** So many packets may still have been under way from the old port. */
const LATECOMERS = 5
/** RFC 3550 section A.1. */
const MAX_DROPOUT = 3000

/** `packets` in a row; `overlaps`: packets of the present one since the other was first heard. */
type Other = { source: Endpoint; packets: number; overlaps: number }

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
  #last: Mark | undefined
  /** Who else sends from a believed address. */
  #other: Other | undefined

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
    this.#other = undefined
  }

  /** False: not a packet of this stream. `isAuthentic`: it carries the peer's signature. */
  admit(source: Endpoint, mark: Mark, isAuthentic = false): boolean {
    const isHis = this.#latched
      ? same(source, this.#target) || this.#hasMoved(source, mark, isAuthentic)
      : isAuthentic || this.#trusted.has(source.address)
    if (!isHis) return false
    if (!same(source, this.#target) || !this.#latched) this.#other = undefined
    else if (this.#other !== undefined) this.#other = { ...this.#other, packets: 0, overlaps: this.#other.overlaps + 1 }
    this.#target = source
    this.#latched = true
    this.#heard = true
    this.#last = mark
    return true
  }

  /** The same for RTCP, which comes from other ports and moves nothing. */
  admitReport(address: string, isAuthentic: boolean): boolean {
    const isHis = isAuthentic || this.#trusted.has(address) || (this.#latched && address === this.#target.address)
    this.#heard ||= isHis
    return isHis
  }

  #hasMoved(source: Endpoint, mark: Mark, isAuthentic: boolean): boolean {
    if (!this.#isReleased && same(source, this.#announced)) return true
    if (!isAuthentic && !this.#trusted.has(source.address) && source.address !== this.#target.address) return false
    if (this.#continues(mark)) return true
    const known = this.#other !== undefined && same(this.#other.source, source) ? this.#other : { source, packets: 0, overlaps: 0 }
    this.#other = { ...known, packets: known.packets + 1 }
    return this.#other.packets >= (known.overlaps > LATECOMERS ? RIVAL_AFTER : MOVED_AFTER)
  }

  /** The same sender, one packet on. */
  #continues({ ssrc, sequenceNumber }: Mark): boolean {
    const last = this.#last
    if (last?.ssrc !== ssrc) return false
    const ahead = sequenceDistance(sequenceNumber, last.sequenceNumber)
    return ahead > 0 && ahead < MAX_DROPOUT
  }
}

const same = (a: Endpoint, b: Endpoint): boolean => a.port === b.port && a.address === b.address
