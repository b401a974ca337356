// Commands on their way: numbered, answered once, and told when no answer can come any more.
import type { CommandResult, LocalRefusal } from './connection-state.ts'

const answerWithinMs = 20_000

interface Pending {
  readonly resolve: (result: CommandResult) => void
  readonly timer: ReturnType<typeof setTimeout>
}

export class PendingCommands {
  readonly #pending = new Map<number, Pending>()
  #lastId = 0

  /** Sends with a fresh id; resolves with the result, or with `noAnswer` after 20 s. */
  add(send: (id: number) => void): Promise<CommandResult> {
    const id = ++this.#lastId
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.settle(id, { ok: false, local: 'noAnswer' }), answerWithinMs)
      this.#pending.set(id, { resolve, timer })
      send(id)
    })
  }

  settle(id: number, result: CommandResult): void {
    const pending = this.#pending.get(id)
    if (!pending) return
    this.#pending.delete(id)
    clearTimeout(pending.timer)
    pending.resolve(result)
  }

  rejectAll(local: LocalRefusal): void {
    for (const id of this.#pending.keys()) this.settle(id, { ok: false, local })
  }
}
