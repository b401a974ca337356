// SRTP keys in SDP (RFC 4568): which of a peer's a=crypto lines we can use, and how ours are written.

import { randomBytes } from 'node:crypto'
import { MASTER_BYTES, type SrtpKey, type SrtpSuite } from '../rtp/srtp/srtp-key.ts'

/** As the SDP library has it. */
export type CryptoAttribute = { id: number; suite: string; config: string; sessionConfig?: string }

/** `tag` joins an answer's line to the offer's. */
export type CryptoLine = SrtpKey & { tag: number }

const SUITES: readonly SrtpSuite[] = ['AES_CM_128_HMAC_SHA1_80', 'AES_CM_128_HMAC_SHA1_32']
const MAX_TAG = 999_999_999

/** The peer's first line that asks for nothing we do not do: an MKI, several keys and session parameters are such. */
export const usableCrypto = (attributes: readonly CryptoAttribute[] = []): CryptoLine | undefined =>
  attributes.map(readLine).find((line) => line !== undefined)

const readLine = ({ id, suite: name, config, sessionConfig }: CryptoAttribute): CryptoLine | undefined => {
  const suite = SUITES.find((known) => known === name)
  const match = /^inline:([A-Za-z0-9+/]{40})(\|(2\^)?\d{1,15})?$/.exec(config)
  const master = Buffer.from(match?.[1] ?? '', 'base64')
  if (suite === undefined || sessionConfig !== undefined || master.length !== MASTER_BYTES || !(id >= 0 && id <= MAX_TAG)) return undefined
  return { tag: id, suite, master }
}

export const writeCrypto = ({ tag, suite, master }: CryptoLine): CryptoAttribute => ({
  id: tag,
  suite,
  config: `inline:${master.toString('base64')}`,
})

/** One leg's own keys: one per suite, made when first needed, the same in every further offer and answer. */
export class OwnKeys {
  readonly #keys = new Map<SrtpSuite, SrtpKey>()

  key(suite: SrtpSuite): SrtpKey {
    const key = this.#keys.get(suite) ?? { suite, master: randomBytes(MASTER_BYTES) }
    this.#keys.set(suite, key)
    return key
  }

  /** To offer both. */
  offered(): CryptoLine[] {
    return SUITES.map((suite, i) => ({ ...this.key(suite), tag: i + 1 }))
  }
}
