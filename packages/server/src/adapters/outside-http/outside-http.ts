// The one place from which the server asks addresses that tenants choose: the allowlist first, then the network part that
// the name leads to (resolved once, and connected to just there), then limits for each tenant.
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { AllowListRule } from '@openseat/domain'
import { isListed } from '@openseat/domain/screen-pop/allow-list'
import { addressKind, bareHost, opened } from './address-kinds.ts'
import { ask, failed, type OutsideAnswer, type Question, type ResolvedAddress } from './outside-request.ts'
import { TenantShares } from './tenant-shares.ts'

export interface OutsideQuestion extends Question {
  readonly tenantId: number
  readonly url: string
  readonly allow: readonly AllowListRule[]
}

export type Resolve = (host: string) => Promise<readonly ResolvedAddress[]>

export interface OutsideHttpOptions {
  readonly resolve?: Resolve
  readonly now?: () => number
  /** Requests of one tenant at a time, and in any minute; more wait, then are refused. */
  readonly atOnce?: number
  readonly perMinute?: number
}

const systemResolve: Resolve = (host) => lookup(host, { all: true })

export class OutsideHttp {
  readonly #resolve: Resolve
  readonly #shares: TenantShares
  readonly #closing = new AbortController()

  constructor({ resolve = systemResolve, now = Date.now, atOnce = 6, perMinute = 300 }: OutsideHttpOptions = {}) {
    this.#resolve = resolve
    this.#shares = new TenantShares({ now, atOnce, perMinute })
  }

  /** Never throws for anything that the other side does; redirects are answers. */
  async fetch({ tenantId, url: written, allow, ...question }: OutsideQuestion): Promise<OutsideAnswer> {
    // Judged as a browser and a socket will read it: decimal, octal and hexadecimal hosts are addresses by now.
    const url = URL.canParse(written) ? new URL(written) : null
    if (!url || url.username !== '' || url.password !== '' || !isListed(allow, url.href)) return failed('unlisted')
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(Math.ceil(question.timeoutMs))])
    const release = await this.#shares.take(tenantId, signal)
    if (release === null) return failed('busy')
    try {
      const pinned = await this.#addressesOf(url, signal)
      if (!Array.isArray(pinned)) return failed(signal.aborted ? 'timeOut' : 'dns', pinned)
      const allowed = opened(allow, url)
      const refused = pinned.map(({ address }) => addressKind(address)).find((kind) => !allowed.has(kind))
      if (refused !== undefined) return failed('forbidden', refused)
      const answer = await ask({ url, pinned, signal }, question)
      // What we broke off ourselves says nothing of the other side.
      return this.#closing.signal.aborted ? failed('busy', 'closing') : answer
    } finally {
      release()
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
