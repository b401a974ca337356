// Challenges and checks (RFC 3261 section 22, RFC 8760). Nonces carry their time, whom they were made for and an HMAC, so none
// is stored until it is used; then its count must rise, which refuses replays. Who cannot read what we send to his address,
// because he forged it, has no nonce for it and costs nothing.

import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../base/clock.ts'
import { headerOf, headersOf, type Header, type SipRequest } from '../message/sip-message.ts'
import { formatAuthHeader, parseAuthHeader } from './auth-header.ts'
import { algorithmOf, DIGEST_ALGORITHMS, digestResponse, type DigestAlgorithm, type DigestHashes } from './digest.ts'
import { RecentMap } from '../transport/recent-map.ts'
import { PasswordBrake } from './password-brake.ts'

export type DigestServerSettings = {
  realm: string
  /** The password of a user, or its hashes; undefined for an unknown one. */
  secretOf: (username: string) => string | DigestHashes | undefined
  /** Default 300. */
  nonceSeconds?: number
  /** Somebody at this address tried a wrong password, or a name that nobody has. */
  onWrongPassword?: (username: string, host: string) => void
}

/** `stale`: the password was right, the nonce too old. */
export type DigestVerdict = { ok: true; username: string } | { ok: false; stale: boolean }

type Claim = { params: ReadonlyMap<string, string>; username: string; nonce: string }

const MAX_COUNTED_NONCES = 20_000

export class DigestServer {
  readonly #settings: DigestServerSettings
  readonly #clock: Clock
  readonly #secret = randomBytes(32)
  readonly #counts = new RecentMap<number>(MAX_COUNTED_NONCES)
  readonly #brake: PasswordBrake

  constructor(settings: DigestServerSettings, clock: Clock) {
    this.#settings = settings
    this.#clock = clock
    this.#brake = new PasswordBrake(clock)
  }

  /** For whoever sends from `host`; one header per algorithm that the peer can read, the strongest first. */
  challenge(kind: 'www' | 'proxy', host: string, { stale = false, peer }: { stale?: boolean; peer?: SipRequest } = {}): Header[] {
    const { realm } = this.#settings
    return algorithmsFor(peer).map((algorithm) => ({
      name: `${kind}-authenticate`,
      value: formatAuthHeader('challenge', {
        realm,
        nonce: this.#newNonce(host),
        algorithm,
        qop: 'auth',
        stale: stale ? 'true' : undefined,
      }),
    }))
  }

  verify(request: SipRequest, kind: 'www' | 'proxy', host: string): DigestVerdict {
    const name = kind === 'www' ? 'authorization' : 'proxy-authorization'
    const claims = headersOf(request, name).flatMap((value) => this.#claimOf(value) ?? [])
    // Nobody has more than one account in our realm.
    const [claim] = claims
    if (claim === undefined) return { ok: false, stale: false }
    const isHis = this.#isFor(claim.nonce, host)
    if (isHis && !this.#brake.allows(host, claim.username)) return { ok: false, stale: false }
    if (this.#isTrue(claim, request)) return isHis ? this.#judgeNonce(claim) : { ok: false, stale: true }
    if (isHis) this.#failed(claim.username, host)
    return { ok: false, stale: false }
  }

  #failed(username: string, host: string): void {
    this.#brake.failed(host, username)
    this.#settings.onWrongPassword?.(username, host)
  }

  #claimOf(value: string): Claim | undefined {
    const params = parseAuthHeader(value)
    const [username, nonce] = [params?.get('username'), params?.get('nonce')]
    if (params === undefined || username === undefined || nonce === undefined) return undefined
    return params.get('realm') === this.#settings.realm && this.#timeOf(nonce) !== undefined ? { params, username, nonce } : undefined
  }

  /** As much work for a name that nobody has as for a wrong password. */
  #isTrue({ params, username, nonce }: Claim, { method }: SipRequest): boolean {
    const algorithm = algorithmOf(params.get('algorithm'))
    const known = this.#settings.secretOf(username)
    const [nc, cnonce, uri] = [params.get('nc'), params.get('cnonce'), params.get('uri')]
    if (algorithm === undefined || uri === undefined) return false
    if (params.get('qop') !== 'auth' || nc === undefined || cnonce === undefined) return false
    const { realm } = this.#settings
    const secret = known ?? NOBODY
    const expected = digestResponse({ algorithm, username, realm, secret, method, uri, nonce, qop: { nc, cnonce } })
    return equal(expected, params.get('response')?.toLowerCase() ?? '') && known !== undefined
  }

  #judgeNonce({ params, username, nonce }: Claim): DigestVerdict {
    const ageMs = this.#clock.nowMs() - (this.#timeOf(nonce) ?? 0)
    const count = Number.parseInt(params.get('nc') ?? '', 16)
    const fresh = ageMs <= (this.#settings.nonceSeconds ?? 300) * 1000 && count > (this.#counts.get(nonce) ?? 0)
    if (!fresh) return { ok: false, stale: true }
    this.#counts.set(nonce, count)
    return { ok: true, username }
  }

  #newNonce(host: string): string {
    const time = `${Math.floor(this.#clock.nowMs())}.${randomBytes(6).toString('hex')}`
    const made = `${time}.${this.#seal(`${time} ${host}`)}`
    return `${made}.${this.#seal(made)}`
  }

  /** Undefined when the nonce is not ours. */
  #timeOf(nonce: string): number | undefined {
    const end = nonce.lastIndexOf('.')
    const made = nonce.slice(0, Math.max(0, end))
    return equal(nonce.slice(end + 1), this.#seal(made)) ? Number.parseInt(made, 10) : undefined
  }

  /** Of a nonce of ours: whether it was made for this address. */
  #isFor(nonce: string, host: string): boolean {
    const [time, random, seal = ''] = nonce.split('.')
    return equal(seal, this.#seal(`${time}.${random} ${host}`))
  }

  #seal(text: string): string {
    return createHmac('sha256', this.#secret).update(text).digest('hex').slice(0, 32)
  }
}

const NOBODY: DigestHashes = {
  MD5: createHash('md5').update(randomBytes(16)).digest('hex'),
  'SHA-256': createHash('sha256').update(randomBytes(16)).digest('hex'),
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
