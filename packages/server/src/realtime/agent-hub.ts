// Every agent's pages: they join, are brought up to date, are told what is stored, and leave.
import type { AgentServerFrame } from '@openseat/contracts'
import type { Changes } from '@openseat/domain'
import { steadyNow } from '../runtime/clock.ts'
import { readEvents } from '../desk/journal.ts'
import type { TenantActor } from '../desk/tenant-actor.ts'
import type { Database } from '../store/database.ts'
import { AgentChannel, type Page } from './agent-channel.ts'
import { told, type ToldEvent } from './event-ring.ts'

const keyOf = (tenantId: number, agentNumber: string): string => `${tenantId}/${agentNumber}`

export class AgentHub {
  readonly #database: Database
  readonly #channels = new Map<string, AgentChannel>()

  constructor(database: Database) {
    this.#database = database
  }

  /** How many pages are connected. */
  get pageCount(): number {
    return [...this.#channels.values()].reduce((sum, channel) => sum + channel.allPages.length, 0)
  }

  channel(tenantId: number, agentNumber: string): AgentChannel {
    const key = keyOf(tenantId, agentNumber)
    const known = this.#channels.get(key)
    if (known) return known
    const made = new AgentChannel(agentNumber)
    this.#channels.set(key, made)
    return made
  }

  /** A page is there; `after` is the last event it saw. */
  async join(actor: TenantActor, channel: AgentChannel, { page, after }: { page: Page; after: number | null }): Promise<void> {
    channel.join(page)
    const { agentNumber } = channel
    const [snapshot, holder] = await Promise.all([actor.ask('snapshot', { agentNumber }), actor.ask('holder', { agentNumber })])
    // The page may have gone while the desk was asked.
    if (!channel.has(page)) return
    if (holder !== null && holder !== page.browserId) return channel.putElsewhere(page)
    actor.input({ type: 'seatConnected', agentNumber })
    const missed = after === null || after > snapshot.seq ? null : await this.#missed(actor, channel, after)
    if (missed && after !== null) channel.welcome(page, { missed, after })
    else channel.welcome(page, { snapshot })
    if (!actor.isStoring) page.send({ type: 'storing', on: false })
  }

  /** `hasEnded`: with the log-in, for good. */
  leave(actor: TenantActor, channel: AgentChannel, { page, hasEnded }: { page: Page; hasEnded: boolean }): void {
    channel.leave(page)
    const type = hasEnded ? 'seatEnded' : 'seatDisconnected'
    if (channel.livePages.length === 0) actor.input({ type, agentNumber: channel.agentNumber })
    if (channel.isEmpty) this.#channels.delete(keyOf(actor.tenantId, channel.agentNumber))
  }

  /** What was stored is told. */
  async changed(actor: TenantActor, changes: Changes): Promise<void> {
    for (const { agentNumber, ...event } of changes.events) this.#channels.get(keyOf(actor.tenantId, agentNumber))?.deliver(event)
    for (const { session } of changes.sessions) {
      const channel = this.#channels.get(keyOf(actor.tenantId, session.agentNumber))
      if (channel) await this.#followHolder(actor, channel, session.browserId)
    }
  }

  /** The desk was read anew: everyone connected is announced and gets a new snapshot. */
  async reloaded(actor: TenantActor): Promise<void> {
    for (const channel of this.#channelsOf(actor.tenantId)) {
      for (const page of channel.livePages) await this.join(actor, channel, { page, after: null })
    }
  }

  /** Whether what happens can be stored. */
  storing(tenantId: number, isStoring: boolean): void {
    for (const channel of this.#channelsOf(tenantId)) channel.notice({ type: 'storing', on: isStoring })
  }

  /** The agent has hung up and it cannot be stored yet: the pages need not wait for it. */
  hungUp(tenantId: number, { agentNumber, callId }: { agentNumber: string; callId: string }): void {
    const at = new Date(steadyNow()).toISOString()
    this.#channels.get(keyOf(tenantId, agentNumber))?.notice({ type: 'hungUp', callId, at })
  }

  /** To the agent's leading page, which holds the audio and the video. */
  tellLeader(tenantId: number, agentNumber: string, frame: AgentServerFrame): void {
    this.#channels.get(keyOf(tenantId, agentNumber))?.tellLeader(frame)
  }

  settingsChanged(tenantId: number): void {
    for (const channel of this.#channelsOf(tenantId)) channel.notice({ type: 'settings' })
  }

  closeAll(code: number): void {
    for (const channel of this.#channels.values()) for (const page of channel.allPages) page.close(code)
  }

  #channelsOf(tenantId: number): AgentChannel[] {
    return [...this.#channels].filter(([key]) => key.startsWith(`${tenantId}/`)).map(([, channel]) => channel)
  }

  async #missed(actor: TenantActor, channel: AgentChannel, after: number): Promise<readonly ToldEvent[] | null> {
    const inMemory = channel.eventsAfter(after)
    if (inMemory) return inMemory
    const stored = await readEvents(this.#database.forCalls(actor.tenantId), channel.agentNumber, after)
    return stored && stored.map(told)
  }

  /** Pages of other browsers wait while one browser holds the seat, and are let in again when it is free. */
  async #followHolder(actor: TenantActor, channel: AgentChannel, holder: string | null): Promise<void> {
    for (const page of channel.allPages) {
      const outside = holder !== null && page.browserId !== holder
      if (outside && !channel.isElsewhere(page)) channel.putElsewhere(page)
      if (!outside && channel.isElsewhere(page)) await this.join(actor, channel, { page, after: null })
    }
  }
}
