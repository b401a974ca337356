// The inspectors' live boards: who watches, what changed since they were last told, and at most two frames a second.
import type { AgentServerFrame, BoardDelta } from '@openseat/contracts'
import type { BoardChange, BoardViewer, Changes } from '@openseat/domain'
import type { TenantActor } from '../desk/tenant-actor.ts'

export interface BoardPage {
  send(frame: AgentServerFrame): void
}

interface Watched {
  readonly actor: TenantActor
  readonly pages: Map<BoardPage, BoardViewer>
  pending: { agentNumbers: Set<string>; callIds: Set<string> }
  /** Everything is told with the next frame. */
  whole: boolean
  timer: NodeJS.Timeout | null
}

const namesOf = ({ agentNumbers, callIds }: Watched['pending']): BoardChange => ({ agentNumbers: [...agentNumbers], callIds: [...callIds] })
const nothing = (): Watched['pending'] => ({ agentNumbers: new Set(), callIds: new Set() })

export class BoardWatch {
  readonly #flushMs: number
  readonly #failed: (error: unknown) => void
  readonly #tenants = new Map<number, Watched>()

  constructor(failed: (error: unknown) => void, flushMs = 500) {
    this.#failed = failed
    this.#flushMs = flushMs
  }

  /** Sends the whole board, then what changes. */
  async watch(actor: TenantActor, page: BoardPage, viewer: BoardViewer): Promise<void> {
    const known = this.#tenants.get(actor.tenantId)
    const watched = known ?? { actor, pages: new Map(), pending: nothing(), whole: false, timer: null }
    this.#tenants.set(actor.tenantId, watched)
    watched.pages.set(page, viewer)
    const board = await actor.ask('board', { ...viewer, changed: null })
    // The page may have gone while the desk was asked.
    if (watched.pages.has(page)) page.send({ type: 'board', ...board })
  }

  unwatch(tenantId: number, page: BoardPage): void {
    const watched = this.#tenants.get(tenantId)
    watched?.pages.delete(page)
    if (watched?.pages.size !== 0) return
    if (watched.timer) clearTimeout(watched.timer)
    this.#tenants.delete(tenantId)
  }

  changed(actor: TenantActor, changes: Changes): void {
    const watched = this.#tenants.get(actor.tenantId)
    if (!watched) return
    for (const { session } of changes.sessions) watched.pending.agentNumbers.add(session.agentNumber)
    for (const { contact } of changes.contacts) {
      const { callId, parentCallId } = contact
      watched.pending.callIds.add(callId)
      if (parentCallId !== null) watched.pending.callIds.add(parentCallId)
    }
    this.#schedule(watched)
  }

  /** Agents or queues themselves may be others now. */
  allChanged(tenantId: number): void {
    const watched = this.#tenants.get(tenantId)
    if (!watched) return
    watched.whole = true
    this.#schedule(watched)
  }

  close(): void {
    for (const { timer } of this.#tenants.values()) if (timer) clearTimeout(timer)
    this.#tenants.clear()
  }

  #schedule(watched: Watched): void {
    watched.timer ??= setTimeout(() => {
      watched.timer = null
      this.#flush(watched).catch(this.#failed)
    }, this.#flushMs)
  }

  async #flush(watched: Watched): Promise<void> {
    const changed: BoardChange | null = watched.whole ? null : namesOf(watched.pending)
    watched.pending = nothing()
    watched.whole = false
    const seen = (seesNumbers: boolean): Promise<BoardDelta> => watched.actor.ask('board', { seesNumbers, changed })
    const [clear, masked] = await Promise.all([seen(true), seen(false)])
    for (const [page, { seesNumbers }] of watched.pages) page.send({ type: 'board', ...(seesNumbers ? clear : masked) })
  }
}
