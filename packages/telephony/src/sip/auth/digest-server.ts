// Challenges and checks (RFC 3261 section 22, RFC 8760). Nonces carry their time and an HMAC, so none is stored until it
// is used; then its count must rise, which refuses replays.

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { headerOf, headersOf, type Header, type SipRequest } from '../message/sip-message.ts'
import { formatAuthHeader, parseAuthHeader } from './auth-header.ts'
import { algorithmOf, DIGEST_ALGORITHMS, digestResponse, type DigestAlgorithm, type DigestHashes } from './digest.ts'

export type DigestServerSettings = {
  realm: string
  /** The password of a user, or its hashes; undefined for an unknown one. */
  secretOf: (username: string) => Promise<string | DigestHashes | undefined>
  /** Default 300. */
  nonceSeconds?: number
}

/** `stale`: the password was right, the nonce too old. */
export type DigestVerdict = { ok: true; username: string } | { ok: false; stale: boolean }

type Claim = { params: ReadonlyMap<string, string>; username: string; nonce: string }

const MAX_COUNTED_NONCES = 10_000

export class DigestServer {
  readonly #settings: DigestServerSettings
  readonly #clock: Clock
  readonly #secret = randomBytes(32)
  readonly #counts = new Map<string, number>()

  constructor(settings: DigestServerSettings, clock: Clock) {
    this.#settings = settings
    this.#clock = clock
  }

  /** One header per algorithm that the peer can read, the strongest first. */
  challenge(kind: 'www' | 'proxy', stale: boolean, peer?: SipRequest): Header[] {
    const { realm } = this.#settings
    return algorithmsFor(peer).map((algorithm) => ({
      name: `${kind}-authenticate`,
      value: formatAuthHeader('challenge', { realm, nonce: this.#newNonce(), algorithm, qop: 'auth', stale: stale ? 'true' : undefined }),
    }))
  }

  async verify(request: SipRequest, kind: 'www' | 'proxy'): Promise<DigestVerdict> {
    const name = kind === 'www' ? 'authorization' : 'proxy-authorization'
    for (const value of headersOf(request, name)) {
      const claim = this.#claimOf(value)
      if (claim !== undefined && (await this.#isTrue(claim, request))) return this.#judgeNonce(claim)
    }
    return { ok: false, stale: false }
  }

  #claimOf(value: string): Claim | undefined {
    const params = parseAuthHeader(value)
    const [username, nonce] = [params?.get('username'), params?.get('nonce')]
    if (params === undefined || username === undefined || nonce === undefined) return undefined
    return params.get('realm') === this.#settings.realm && this.#timeOf(nonce) !== undefined ? { params, username, nonce } : undefined
  }

  async #isTrue({ params, username, nonce }: Claim, { method }: SipRequest): Promise<boolean> {
    const algorithm = algorithmOf(params.get('algorithm'))
    const secret = await this.#settings.secretOf(username)
    const [nc, cnonce, uri] = [params.get('nc'), params.get('cnonce'), params.get('uri')]
    if (algorithm === undefined || secret === undefined || uri === undefined) return false
    if (params.get('qop') !== 'auth' || nc === undefined || cnonce === undefined) return false
    const { realm } = this.#settings
    const expected = digestResponse({ algorithm, username, realm, secret, method, uri, nonce, qop: { nc, cnonce } })
    return equal(expected, params.get('response')?.toLowerCase() ?? '')
  }

  #judgeNonce({ params, username, nonce }: Claim): DigestVerdict {
    const ageMs = this.#clock.nowMs() - (this.#timeOf(nonce) ?? 0)
    const count = Number.parseInt(params.get('nc') ?? '', 16)
    const fresh = ageMs <= (this.#settings.nonceSeconds ?? 300) * 1000 && count > (this.#counts.get(nonce) ?? 0)
    if (!fresh) return { ok: false, stale: true }
    this.#counts.delete(nonce)
    this.#counts.set(nonce, count)
    const [oldest] = this.#counts.keys()
    if (this.#counts.size > MAX_COUNTED_NONCES && oldest !== undefined) this.#counts.delete(oldest)
    return { ok: true, username }
  }

  #newNonce(): string {
    const time = `${Math.floor(this.#clock.nowMs())}.${randomBytes(6).toString('hex')}`
    return `${time}.${this.#seal(time)}`
  }

  /** Undefined when the nonce is not ours. */
  #timeOf(nonce: string): number | undefined {
    const end = nonce.lastIndexOf('.')
    const time = nonce.slice(0, Math.max(0, end))
    return equal(nonce.slice(end + 1), this.#seal(time)) ? Number.parseInt(time, 10) : undefined
  }

  #seal(time: string): string {
    return createHmac('sha256', this.#secret).update(time).digest('hex').slice(0, 32)
  }
}

/**
 * baresip before 3 (Debian 12 has 1.0) gives up on a challenge that names an algorithm besides MD5, instead of passing over it
 * as RFC 8760 section 2.4 wants. To be deleted with Debian 12.
 */
const algorithmsFor = (peer: SipRequest | undefined): readonly DigestAlgorithm[] =>
  /^baresip v[0-2]\./i.test((peer && headerOf(peer, 'user-agent')) ?? '') ? ['MD5'] : DIGEST_ALGORITHMS

const equal = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
