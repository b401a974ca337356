// Keys of SRTP (RFC 3711 sections 4.1 and 4.3): AES-CM with 128 bits, HMAC-SHA1, no rate of derivation, no MKI.

import { createCipheriv, createHmac } from 'node:crypto'

/** RFC 4568 section 6.2. The number is the length of RTP's tag in bits; RTCP's is 80 in both. */
export type SrtpSuite = 'AES_CM_128_HMAC_SHA1_80' | 'AES_CM_128_HMAC_SHA1_32'

/** `master`: 16 bytes of key, 14 of salt, as in SDP. */
export type SrtpKey = { suite: SrtpSuite; master: Buffer }

export const MASTER_BYTES = 30
export const RTCP_TAG_BYTES = 10
const KEY_BYTES = 16
const SALT_BYTES = 14
const AUTH_BYTES = 20

export const rtpTagBytes = (suite: SrtpSuite): number => (suite === 'AES_CM_128_HMAC_SHA1_80' ? 10 : 4)

/** For one direction, of RTP or RTCP. */
export class SrtpKeys {
  readonly #cipherKey: Buffer
  readonly #salt: Buffer
  readonly #authKey: Buffer

  constructor(master: Buffer, kind: 'rtp' | 'rtcp') {
    const label = kind === 'rtp' ? 0 : 3
    this.#cipherKey = deriveKey(master, label, KEY_BYTES)
    this.#authKey = deriveKey(master, label + 1, AUTH_BYTES)
    this.#salt = deriveKey(master, label + 2, SALT_BYTES)
  }

  /** Encrypts and decrypts alike. `index`: 48 bits for RTP, 31 for RTCP. */
  crypt(bytes: Buffer, { ssrc, index }: { ssrc: number; index: number }): Buffer {
    return keystream(this.#cipherKey, counterOf(this.#salt, ssrc, index), bytes)
  }

  tag(parts: readonly Buffer[], length: number): Buffer {
    const hmac = createHmac('sha1', this.#authKey)
    for (const part of parts) hmac.update(part)
    return hmac.digest().subarray(0, length)
  }
}

/** Section 4.3.3: the label goes into the salt at byte 7, ahead of the 48 bits of an index that is always 0 here. */
export const deriveKey = (master: Buffer, label: number, length: number): Buffer => {
  const counter = Buffer.alloc(KEY_BYTES)
  master.copy(counter, 0, KEY_BYTES, MASTER_BYTES)
  counter.writeUInt8(counter.readUInt8(7) ^ label, 7)
  return keystream(master.subarray(0, KEY_BYTES), counter, Buffer.alloc(length))
}

/** Section 4.1.1. */
export const counterOf = (salt: Buffer, ssrc: number, index: number): Buffer => {
  const counter = Buffer.alloc(KEY_BYTES)
  salt.copy(counter)
  counter.writeUInt32BE((counter.readUInt32BE(4) ^ ssrc) >>> 0, 4)
  counter.writeUInt16BE(counter.readUInt16BE(8) ^ Math.floor(index / 2 ** 32), 8)
  counter.writeUInt32BE((counter.readUInt32BE(10) ^ (index >>> 0)) >>> 0, 10)
  return counter
}

export const keystream = (key: Buffer, counter: Buffer, over: Buffer): Buffer => createCipheriv('aes-128-ctr', key, counter).update(over)
