// The sockets that hang on log-ins. Whatever may have ended a log-in or a right of it (log-out, switched off, another
// password, another role, a suspended tenant) has them looked at that moment: they are told, and closed.
import { Mutex } from '../runtime/mutex.ts'

export interface LiveSession {
  readonly tenantId: number
  readonly sessionHash: string
  readonly agentNumber: string
  /** Tells the page that it is logged out, and closes. */
  readonly end: () => void
}

/** Of these log-ins of a tenant, those that may go on, with their agents' numbers. */
type Standing = (tenantId: number, sessionHashes: readonly string[]) => Promise<ReadonlyMap<string, string | null>>

export class LiveSessions {
  readonly #standing: Standing
  readonly #failed: (error: unknown) => void
  readonly #live = new Map<number, Set<LiveSession>>()
  readonly #mutex = new Mutex()
  readonly #waiting = new Map<number, Promise<void>>()

  constructor(standing: Standing, failed: (error: unknown) => void) {
    this.#standing = standing
    this.#failed = failed
  }

  /** Returns how to forget it. */
  add(session: LiveSession): () => void {
    const others = this.#live.get(session.tenantId) ?? new Set()
    this.#live.set(session.tenantId, others.add(session))
    return () => {
      others.delete(session)
      if (others.size === 0 && this.#live.get(session.tenantId) === others) this.#live.delete(session.tenantId)
    }
  }

  /** Call after the commit. Many changes in a row are one look. Without a database nobody is logged out: pages ask each minute. */
  check(tenantId: number): Promise<void> {
    const waiting = this.#waiting.get(tenantId)
    if (waiting) return waiting
    const look = this.#mutex
      .take(String(tenantId), () => {
        this.#waiting.delete(tenantId)
        return this.#compare(tenantId)
      })
      .catch(this.#failed)
    this.#waiting.set(tenantId, look)
    return look
  }

  async #compare(tenantId: number): Promise<void> {
    const live = [...(this.#live.get(tenantId) ?? [])]
    if (live.length === 0) return
    const standing = await this.#standing(
      tenantId,
      live.map(({ sessionHash }) => sessionHash),
    )
    for (const session of live) if (standing.get(session.sessionHash) !== session.agentNumber) session.end()
  }
}
