// All tenants' desks. A tenant's desk is opened when it is first needed, and at start when calls or seats are stored.
import type { LineFacts, RoutingConfig } from '@openseat/domain'
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
    const opening = TenantActor.open({ store: database.forCalls(tenantId), loadConfig: () => loadConfig(tenantId), listeners, now })
    this.#actors.set(tenantId, opening)
    opening.catch(() => this.#actors.delete(tenantId))
    return opening
  }

  /** The desk of the tenant that owns the access code at the beginning of what was dialled. */
  async ofDialled(dialled: string): Promise<TenantActor | null> {
    const code = await this.#options.database.platform.accessCodeFor(dialled)
    return code ? this.get(code.tenantId) : null
  }

  /** The live leg that a line answers for, wherever it is. */
  async findLine(ref: string): Promise<{ actor: TenantActor; at: LineFacts } | null> {
    for (const opening of this.#actors.values()) {
      const actor = await opening
      const at = (await actor.ask('lines', {})).find((line) => line.ref === ref)
      if (at) return { actor, at }
    }
    return null
  }

  /** After a restart: lines of which the signalling side knows nothing any more are gone. */
  async dropLines(lines: LeftLines): Promise<void> {
    for (const opening of this.#actors.values()) await dropLines(await opening, lines)
  }

  /** Desks that cannot be stored now. */
  async stuck(): Promise<number> {
    const actors = await Promise.allSettled(this.#actors.values())
    return actors.filter((result) => result.status === 'fulfilled' && !result.value.isStoring).length
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

interface LeftLines {
  isGone(line: LineFacts): boolean
  endFarSide(line: LineFacts): void
}

/** Tells a desk of the lines that it still counts on and that are gone. */
export async function dropLines(actor: TenantActor, lines: LeftLines): Promise<void> {
  for (const line of await actor.ask('lines', {})) {
    if (!lines.isGone(line)) continue
    lines.endFarSide(line)
    actor.input({ type: 'lineHungUp', room: line.room, leg: line.leg })
  }
}
