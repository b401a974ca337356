// Answers a 401 or 407: the strongest challenge that we know, one try per nonce, a further one when ours was stale.

import type { Header, SipRequest, SipResponse } from '../message/sip-message.ts'
import { headersOf } from '../message/sip-message.ts'
import { randomId } from '../base/random-id.ts'
import { formatAuthHeader, parseAuthHeader } from './auth-header.ts'
import { algorithmOf, DIGEST_ALGORITHMS, digestResponse, type DigestAlgorithm } from './digest.ts'

export type Credentials = { username: string; password: string }

type Challenge = { algorithm: DigestAlgorithm; realm: string; nonce: string; opaque: string | undefined; qop: boolean; stale: boolean }

export class DigestClient {
  readonly #credentials: Credentials
  readonly #tried = new Set<string>()
  #stale = 0
  #last: { name: string; challenge: Challenge; count: number } | undefined

  constructor(credentials: Credentials) {
    this.#credentials = credentials
  }

  /** Learns from a 401 or 407; false when another try cannot succeed. */
  accepts(response: SipResponse): boolean {
    const proxy = response.status === 407
    const challenge = strongest(headersOf(response, proxy ? 'proxy-authenticate' : 'www-authenticate'))
    if (challenge === undefined || this.#isHopeless(challenge)) return false
    this.#tried.add(challenge.realm)
    this.#last = { name: proxy ? 'proxy-authorization' : 'authorization', challenge, count: 0 }
    return true
  }

  /** The header for the next request, the nonce's count one higher; undefined before the first challenge. */
  authorise(request: Pick<SipRequest, 'method' | 'uri'>): Header | undefined {
    if (this.#last === undefined) return undefined
    const { name, challenge } = this.#last
    const count = ++this.#last.count
    return { name, value: this.#value(request, challenge, count) }
  }

  /** A new request may be challenged anew. */
  succeeded(): void {
    this.#tried.clear()
    this.#stale = 0
  }

  /** Refused with what we know, or a server that calls every nonce stale. */
  #isHopeless({ realm, stale }: Challenge): boolean {
    if (!this.#tried.has(realm)) return false
    return !stale || ++this.#stale > 2
  }

  #value({ method, uri }: Pick<SipRequest, 'method' | 'uri'>, challenge: Challenge, count: number): string {
    const { algorithm, realm, nonce, opaque } = challenge
    const { username, password } = this.#credentials
    const qop = challenge.qop ? { nc: count.toString(16).padStart(8, '0'), cnonce: randomId() } : undefined
    const common = { username, realm, nonce, uri: uri.text }
    const response = digestResponse({ ...common, secret: password, algorithm, method, ...(qop && { qop }) })
    return formatAuthHeader('answer', { ...common, response, algorithm, opaque, ...(qop && { qop: 'auth', ...qop }) })
  }
}

const strongest = (values: readonly string[]): Challenge | undefined =>
  values
    .flatMap((value) => challengeOf(value) ?? [])
    .toSorted((a, b) => DIGEST_ALGORITHMS.indexOf(a.algorithm) - DIGEST_ALGORITHMS.indexOf(b.algorithm))[0]

const challengeOf = (value: string): Challenge | undefined => {
  const params = parseAuthHeader(value)
  const algorithm = algorithmOf(params?.get('algorithm'))
  const [realm, nonce] = [params?.get('realm'), params?.get('nonce')]
  if (params === undefined || algorithm === undefined || realm === undefined || nonce === undefined) return undefined
  const offered = params
    .get('qop')
    ?.toLowerCase()
    .split(',')
    .map((word) => word.trim())
  if (offered !== undefined && !offered.includes('auth')) return undefined
  return {
    algorithm,
    realm,
    nonce,
    opaque: params.get('opaque'),
    qop: offered !== undefined,
    stale: params.get('stale')?.toLowerCase() === 'true',
  }
}
