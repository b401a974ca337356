// What is held of pages: for an hour since somebody last asked, and in a bounded number of bytes, of the whole
// installation and of each tenant, so that long answers of one company push out its own and nobody else's.

interface Kept<T> {
  readonly tenantId: number
  readonly value: T
  bytes: number
  usedAt: number
}

export interface KeptPagesLimits {
  readonly bytesInAll: number
  readonly bytesOfTenant: number
  readonly ms: number
}

const usual: KeptPagesLimits = { bytesInAll: 64 * 1024 * 1024, bytesOfTenant: 16 * 1024 * 1024, ms: 3_600_000 }
/** Of a page that is not there yet, and of the key and the promise of any. */
const leastBytes = 2_048

export class KeptPages<T> {
  /** The one that was used longest ago first. */
  readonly #kept = new Map<string, Kept<T>>()
  readonly #ofTenant = new Map<number, number>()
  readonly #now: () => number
  readonly #limits: KeptPagesLimits
  #bytes = 0

  constructor(now: () => number, limits: KeptPagesLimits = usual) {
    this.#now = now
    this.#limits = limits
  }

  get bytes(): number {
    return this.#bytes
  }

  get(key: string): T | undefined {
    const kept = this.#kept.get(key)
    if (!kept) return undefined
    this.#kept.delete(key)
    this.#kept.set(key, kept)
    kept.usedAt = this.#now()
    return kept.value
  }

  add(key: string, tenantId: number, value: T): void {
    this.delete(key)
    this.#kept.set(key, { tenantId, value, bytes: 0, usedAt: this.#now() })
    this.weigh(key, value, 0)
  }

  /** How much it turned out to be; nothing when another has taken its place. */
  weigh(key: string, value: T, bytes: number): void {
    const kept = this.#kept.get(key)
    if (kept?.value !== value) return
    this.#count(kept, leastBytes + bytes - kept.bytes)
    this.#makeRoom(kept.tenantId)
  }

  delete(key: string): void {
    const kept = this.#kept.get(key)
    if (!kept) return
    this.#kept.delete(key)
    this.#count(kept, -kept.bytes)
  }

  /** The one used longest ago comes first: the first that is young ends it. */
  sweep(): void {
    const old = this.#now() - this.#limits.ms
    for (const [key, { usedAt }] of this.#kept) {
      if (usedAt >= old) return
      this.delete(key)
    }
  }

  #makeRoom(tenantId: number): void {
    const { bytesInAll, bytesOfTenant, ms } = this.#limits
    const old = this.#now() - ms
    for (const [key, kept] of this.#kept) {
      const isTooMuch = this.#bytes > bytesInAll || (kept.tenantId === tenantId && (this.#ofTenant.get(tenantId) ?? 0) > bytesOfTenant)
      if (isTooMuch || kept.usedAt < old) this.delete(key)
      else if ((this.#ofTenant.get(tenantId) ?? 0) <= bytesOfTenant) return
    }
  }

  #count(kept: Kept<T>, bytes: number): void {
    kept.bytes += bytes
    this.#bytes += bytes
    const ofTenant = (this.#ofTenant.get(kept.tenantId) ?? 0) + bytes
    if (ofTenant > 0) this.#ofTenant.set(kept.tenantId, ofTenant)
    else this.#ofTenant.delete(kept.tenantId)
  }
}
