// All tenants' desks. A tenant's desk is opened when it is first needed, and at start when calls or seats are stored.
import type { Call, RoutingConfig } from '@openseat/domain'
import type { Database } from '../store/database.ts'
import { TenantActor, type DeskListeners } from './tenant-actor.ts'

export interface ActorsOptions {
  readonly database: Database
  readonly loadConfig: (tenantId: number) => Promise<RoutingConfig>
  readonly listeners: DeskListeners
  readonly now: () => number
}

export class TenantActors {
  readonly #options: ActorsOptions
  readonly #actors = new Map<number, Promise<TenantActor>>()

  constructor(options: ActorsOptions) {
    this.#options = options
  }

  /** The tenant's desk, opened if need be. */
  get(tenantId: number): Promise<TenantActor> {
    const known = this.#actors.get(tenantId)
    if (known) return known
    const { database, loadConfig, listeners, now } = this.#options
    const opening = TenantActor.open({ store: database.forTenant(tenantId), loadConfig: () => loadConfig(tenantId), listeners, now })
    this.#actors.set(tenantId, opening)
    opening.catch(() => this.#actors.delete(tenantId))
    return opening
  }

  /** The live call of a customer's end, wherever it is. */
  async findCall(customerRef: string): Promise<{ actor: TenantActor; call: Call } | null> {
    for (const opening of this.#actors.values()) {
      const actor = await opening
      const call = await actor.query((acd) => [...acd.calls()].find((candidate) => candidate.customerRef === customerRef))
      if (call) return { actor, call }
    }
    return null
  }

  /** The tenant's settings have a new revision. */
  async settingsChanged(tenantId: number): Promise<void> {
    const actor = await this.#actors.get(tenantId)
    await actor?.reconfigure()
  }

  async close(): Promise<void> {
    const actors = await Promise.allSettled(this.#actors.values())
    await Promise.all(actors.flatMap((result) => (result.status === 'fulfilled' ? [result.value.close()] : [])))
  }
}
