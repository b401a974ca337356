// What a peer sends: believed when its tag is right and its number new (RFC 3711 sections 3.3 and 3.4). Nothing is remembered of the rest.

import { timingSafeEqual } from 'node:crypto'
import { rtpHeaderBytes } from '../wire/rtp-wire.ts'
import { ReplayWindow } from './replay-window.ts'
import { RTCP_TAG_BYTES, rtpTagBytes, SrtpKeys, type SrtpKey } from './srtp-key.ts'
import { ENCRYPTED_FLAG, RTCP_CLEAR_BYTES, rolloverBytes } from './srtp-wire.ts'

type Stream = { highest: number; window: ReplayWindow }

const MAX_STREAMS = 16
const MIN_RTP_BYTES = 12

export class SrtpReceiver {
  readonly #tagBytes: number
  readonly #rtp: SrtpKeys
  readonly #rtcp: SrtpKeys
  readonly #streams = new Map<number, Stream>()
  readonly #reports = new Map<number, ReplayWindow>()
  readonly #inherited: ReadonlyMap<number, number[]>

  /** `previous`: of the key before, as some peers keep their rollover counter when they change it. */
  constructor({ suite, master }: SrtpKey, previous?: SrtpReceiver) {
    this.#tagBytes = rtpTagBytes(suite)
    this.#rtp = new SrtpKeys(master, 'rtp')
    this.#rtcp = new SrtpKeys(master, 'rtcp')
    this.#inherited = new Map(previous?.rollovers())
  }

  /** The packet without its protection; undefined when it is forged, damaged or a repetition. */
  unprotect(bytes: Buffer): Buffer | undefined {
    const end = bytes.length - this.#tagBytes
    if (end < MIN_RTP_BYTES) return undefined
    const packet = bytes.subarray(0, end)
    const head = rtpHeaderBytes(packet)
    if (head === undefined || head > end) return undefined
    const ssrc = packet.readUInt32BE(8)
    const stream = this.#streams.get(ssrc)
    const index = this.#rolloversFor(ssrc, packet.readUInt16BE(2))
      .map((rollover) => rollover * 0x1_0000 + packet.readUInt16BE(2))
      .find((candidate) => this.#isAuthentic(packet, bytes.subarray(end), candidate))
    if (index === undefined || stream?.window.isNew(index) === false) return undefined
    this.#note(ssrc, index)
    return Buffer.concat([packet.subarray(0, head), this.#rtp.crypt(packet.subarray(head), { ssrc, index })])
  }

  unprotectRtcp(bytes: Buffer): Buffer | undefined {
    const end = bytes.length - RTCP_TAG_BYTES
    if (end < RTCP_CLEAR_BYTES + 4) return undefined
    if (!timingSafeEqual(this.#rtcp.tag([bytes.subarray(0, end)], RTCP_TAG_BYTES), bytes.subarray(end))) return undefined
    const trailer = bytes.readUInt32BE(end - 4)
    const index = trailer & ~ENCRYPTED_FLAG
    const ssrc = bytes.readUInt32BE(4)
    const window = this.#reports.get(ssrc) ?? new ReplayWindow()
    if (!window.isNew(index)) return undefined
    window.add(index)
    keep(this.#reports, ssrc, window)
    const body = bytes.subarray(RTCP_CLEAR_BYTES, end - 4)
    const isEncrypted = (trailer & ENCRYPTED_FLAG) !== 0
    return Buffer.concat([bytes.subarray(0, RTCP_CLEAR_BYTES), isEncrypted ? this.#rtcp.crypt(body, { ssrc, index }) : body])
  }

  /** Of each stream: what its counter may be by now, if it is not 0. */
  rollovers(): [ssrc: number, rollovers: number[]][] {
    return [...this.#streams].map(([ssrc, { highest }]) => {
      const rollover = Math.floor(highest / 0x1_0000)
      return [ssrc, rollover === 0 ? [1] : [rollover, rollover + 1]]
    })
  }

  /** RFC 3711 appendix A: the rollover that brings the number nearest to the highest so far. */
  #rolloversFor(ssrc: number, sequence: number): number[] {
    const highest = this.#streams.get(ssrc)?.highest
    if (highest === undefined) return [0, ...(this.#inherited.get(ssrc) ?? [])]
    const rollover = Math.floor(highest / 0x1_0000)
    const ahead = sequence - (highest % 0x1_0000)
    if (ahead > 0x8000) return [Math.max(0, rollover - 1)]
    return [ahead < -0x8000 ? rollover + 1 : rollover]
  }

  #isAuthentic(packet: Buffer, tag: Buffer, index: number): boolean {
    return timingSafeEqual(this.#rtp.tag([packet, rolloverBytes(Math.floor(index / 0x1_0000))], this.#tagBytes), tag)
  }

  #note(ssrc: number, index: number): void {
    const { highest, window } = this.#streams.get(ssrc) ?? { highest: 0, window: new ReplayWindow() }
    window.add(index)
    keep(this.#streams, ssrc, { highest: Math.max(highest, index), window })
  }
}

/** The last used are kept. */
const keep = <T>(map: Map<number, T>, key: number, value: T): void => {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > MAX_STREAMS && oldest !== undefined) map.delete(oldest)
}
