// The one place from which the server asks addresses that tenants choose: the allowlist first, then the network part that
// the name leads to (resolved once, and connected to just there), then limits for each tenant.
import { lookup } from 'node:dns/promises'
import type { Agent } from 'node:http'
import { isIP, type LookupFunction } from 'node:net'
import type { AllowListRule } from '@openseat/domain'
import { isListed } from '@openseat/domain/screen-pop/allow-list'
import { addressKind, type AddressKind, bareHost, publicOnly, reach, type Reach } from './address-kinds.ts'
import type { ConnectionPool } from './connection-pool.ts'
import { ask, failed, forbiddenCode, type OutsideAnswer, type Question, type ResolvedAddress } from './outside-request.ts'
import { TenantShares } from './tenant-shares.ts'

export interface OutsideQuestion extends Question {
  readonly tenantId: number
  readonly url: string
  readonly allow: readonly AllowListRule[]
  /** Being listed by name opens no more than the public network. */
  readonly publicOnly?: boolean
  /** Keeps the connection for the next question. Each new one is resolved and judged when it is opened. */
  readonly pool?: ConnectionPool
}

export type Resolve = (host: string) => Promise<readonly ResolvedAddress[]>

export interface OutsideHttpOptions {
  readonly resolve?: Resolve
  readonly now?: () => number
  /** Requests of one tenant at a time, and in any minute; more wait, then are refused. */
  readonly atOnce?: number
  readonly perMinute?: number
  /** Parts of the intranet, or of this machine, that listed names may lead to. */
  readonly networks?: readonly string[]
}

const systemResolve: Resolve = (host) => lookup(host, { all: true })

interface Way {
  readonly url: URL
  readonly signal: AbortSignal
  readonly mayReach: Reach
  readonly agent: Agent | undefined
}

const refusedKind = (addresses: readonly ResolvedAddress[], mayReach: Reach): AddressKind | undefined => {
  const refused = addresses.find(({ address }) => !mayReach(address))
  return refused && addressKind(refused.address)
}

function give(addresses: readonly ResolvedAddress[], all: boolean | undefined, done: Parameters<LookupFunction>[2]): void {
  const [first] = addresses
  if (all) done(null, [...addresses])
  else done(null, first?.address ?? '', first?.family ?? 4)
}

export class OutsideHttp {
  readonly #resolve: Resolve
  readonly #shares: TenantShares
  readonly #networks: readonly string[]
  readonly #closing = new AbortController()

  constructor({
    resolve = systemResolve,
    now = () => performance.now(),
    atOnce = 6,
    perMinute = 300,
    networks = [],
  }: OutsideHttpOptions = {}) {
    this.#resolve = resolve
    this.#networks = networks
    this.#shares = new TenantShares({ now, atOnce, perMinute })
  }

  /** Never throws for anything that the other side does; redirects are answers. */
  async fetch({
    tenantId,
    url: written,
    allow,
    publicOnly: isPublicOnly = false,
    pool,
    ...question
  }: OutsideQuestion): Promise<OutsideAnswer> {
    // Judged as a browser and a socket will read it: decimal, octal and hexadecimal hosts are addresses by now.
    const url = URL.canParse(written) ? new URL(written) : null
    if (!url || url.username !== '' || url.password !== '' || !isListed(allow, url.href)) return failed('unlisted')
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(Math.ceil(question.timeoutMs))])
    const release = await this.#shares.take(tenantId, signal)
    if (release === null) return failed('busy')
    try {
      const mayReach = isPublicOnly ? publicOnly : reach(allow, url, this.#networks)
      const answer = await this.#asked({ url, signal, mayReach, agent: pool?.agentFor(url) }, question)
      // What we broke off ourselves says nothing of the other side.
      return this.#closing.signal.aborted ? failed('busy', 'closing') : answer
    } finally {
      release()
    }
  }

  async #asked(way: Way, question: Question): Promise<OutsideAnswer> {
    const { url, signal, agent } = way
    // A number is connected to without a lookup: it is judged here.
    const isNumber = isIP(bareHost(url)) !== 0
    const lookup = agent && !isNumber ? this.#judgingLookup(way) : await this.#pinned(way)
    if (typeof lookup !== 'function') return lookup
    return ask({ url, lookup, signal, ...(agent && { agent }) }, question)
  }

  /** Resolved and judged now; whatever the name is later, this is connected to. */
  async #pinned({ url, signal, mayReach }: Way): Promise<LookupFunction | OutsideAnswer> {
    const addresses = await this.#addressesOf(url, signal)
    if (!Array.isArray(addresses)) {
      const again = addresses === 'EAI_AGAIN' ? ({ unanswered: true } as const) : {}
      return { ...failed(signal.aborted ? 'timeOut' : 'dns', addresses), ...again }
    }
    const refused = refusedKind(addresses, mayReach)
    if (refused !== undefined) return failed('forbidden', refused)
    return (_host, { all }, done) => give(addresses, all, done)
  }

  /** Resolves and judges when a pool opens a connection. */
  #judgingLookup({ url, signal, mayReach }: Way): LookupFunction {
    return (_host, { all }, done) => {
      const fail = (code: string): void => done(Object.assign(new Error(code), { code }), '', 0)
      const judge = (addresses: readonly ResolvedAddress[] | string): void => {
        if (typeof addresses === 'string') return fail(addresses)
        if (refusedKind(addresses, mayReach) !== undefined) return fail(forbiddenCode)
        give(addresses, all, done)
      }
      this.#addressesOf(url, signal).then(judge, () => fail('ENOTFOUND'))
    }
  }

  close(): void {
    this.#closing.abort()
  }

  /** The error's code in place of addresses when there are none. */
  async #addressesOf(url: URL, signal: AbortSignal): Promise<ResolvedAddress[] | string> {
    const host = bareHost(url)
    const family = isIP(host)
    if (family !== 0) return [{ address: host, family }]
    const aborted = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true }))
    try {
      const found = await Promise.race([this.#resolve(host), aborted])
      return found.length > 0 ? [...found] : 'ENOTFOUND'
    } catch (error) {
      return (error as { code?: string }).code ?? 'ENOTFOUND'
    }
  }
}
