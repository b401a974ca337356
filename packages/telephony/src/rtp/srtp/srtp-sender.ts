// What we send, encrypted and signed (RFC 3711 sections 3.1 and 3.4). One key for the leg's life, so its numbering never begins anew.

import { sequenceDistance } from '../../media/frame.ts'
import { rtpHeaderBytes } from '../wire/rtp-wire.ts'
import { RTCP_TAG_BYTES, rtpTagBytes, SrtpKeys, type SrtpKey } from './srtp-key.ts'
import { ENCRYPTED_FLAG, RTCP_CLEAR_BYTES, rolloverBytes } from './srtp-wire.ts'

export class SrtpSender {
  readonly #tagBytes: number
  readonly #rtp: SrtpKeys
  readonly #rtcp: SrtpKeys
  #lastSequence: number | undefined
  #rollover = 0
  #rtcpIndex = 0

  constructor({ suite, master }: SrtpKey) {
    this.#tagBytes = rtpTagBytes(suite)
    this.#rtp = new SrtpKeys(master, 'rtp')
    this.#rtcp = new SrtpKeys(master, 'rtcp')
  }

  /** A packet of ours; its sequence numbers come in order. */
  protect(packet: Buffer): Buffer {
    const sequence = packet.readUInt16BE(2)
    if (this.#lastSequence !== undefined && sequence < this.#lastSequence && sequenceDistance(sequence, this.#lastSequence) > 0) {
      this.#rollover++
    }
    this.#lastSequence = sequence
    const head = rtpHeaderBytes(packet) ?? packet.length
    const index = this.#rollover * 0x1_0000 + sequence
    const payload = this.#rtp.crypt(packet.subarray(head), { ssrc: packet.readUInt32BE(8), index })
    const parts = [packet.subarray(0, head), payload]
    return Buffer.concat([...parts, this.#rtp.tag([...parts, rolloverBytes(this.#rollover)], this.#tagBytes)])
  }

  protectRtcp(report: Buffer): Buffer {
    const index = ++this.#rtcpIndex
    const trailer = Buffer.alloc(4)
    trailer.writeUInt32BE((ENCRYPTED_FLAG | index) >>> 0)
    const body = this.#rtcp.crypt(report.subarray(RTCP_CLEAR_BYTES), { ssrc: report.readUInt32BE(4), index })
    const parts = [report.subarray(0, RTCP_CLEAR_BYTES), body, trailer]
    return Buffer.concat([...parts, this.#rtcp.tag(parts, RTCP_TAG_BYTES)])
  }
}
