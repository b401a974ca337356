// How long an account is closed after wrong passwords: five are free, then each one more doubles the wait, to an hour.

const freeFailures = 5
const firstWaitSeconds = 15
const longestWaitSeconds = 3_600
const ghostLimit = 10_000

/** Seconds to wait after this many failures in a row. */
export function lockSeconds(failures: number): number {
  if (failures < freeFailures) return 0
  return Math.min(firstWaitSeconds * 2 ** (failures - freeFailures), longestWaitSeconds)
}

export function secondsUntil(moment: Date | null, now: Date): number {
  return moment === null ? 0 : Math.max(0, Math.ceil((moment.getTime() - now.getTime()) / 1000))
}

interface Ghost {
  failures: number
  lockedUntil: Date | null
}

/** Accounts that do not exist are locked alike, in memory: otherwise a lock would tell that an account exists. */
export class GhostLocks {
  readonly #ghosts = new Map<string, Ghost>()

  secondsLeft(login: string, now: Date): number {
    return secondsUntil(this.#ghosts.get(login)?.lockedUntil ?? null, now)
  }

  fail(login: string, now: Date): void {
    const ghost = this.#ghosts.get(login) ?? { failures: 0, lockedUntil: null }
    ghost.failures++
    const wait = lockSeconds(ghost.failures)
    ghost.lockedUntil = wait === 0 ? null : new Date(now.getTime() + wait * 1000)
    this.#ghosts.delete(login)
    this.#ghosts.set(login, ghost)
    const oldest = this.#ghosts.keys().next()
    if (this.#ghosts.size > ghostLimit && !oldest.done) this.#ghosts.delete(oldest.value)
  }
}
