// How much of the way outside a tenant may use: so many requests at once, so many in a minute. Others are not held up.
export interface SharesOptions {
  readonly now: () => number
  readonly atOnce: number
  readonly perMinute: number
}

interface Share {
  running: number
  /** Requests since `minute` began. */
  used: number
  minute: number
  readonly waiting: Set<() => void>
}

const minuteMs = 60_000

export class TenantShares {
  readonly #options: SharesOptions
  readonly #shares = new Map<number, Share>()

  constructor(options: SharesOptions) {
    this.#options = options
  }

  /** Resolves to what gives the place back; null when the minute is used up, or `signal` ends the wait. */
  async take(tenantId: number, signal: AbortSignal): Promise<(() => void) | null> {
    const share = this.#shareOf(tenantId)
    if (share.used >= this.#options.perMinute) return null
    share.used++
    if (share.running < this.#options.atOnce) share.running++
    else if (!(await turn(share, signal))) return null
    return () => {
      const [next] = share.waiting
      // The place goes over as it is: nobody can slip in between.
      if (next) next()
      else share.running--
    }
  }

  #shareOf(tenantId: number): Share {
    const known = this.#shares.get(tenantId) ?? { running: 0, used: 0, minute: this.#options.now(), waiting: new Set() }
    this.#shares.set(tenantId, known)
    if (this.#options.now() - known.minute >= minuteMs) Object.assign(known, { used: 0, minute: this.#options.now() })
    return known
  }
}

/** True when it is one's turn, false when the wait was ended. */
function turn({ waiting }: Share, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const go = (mine: boolean): void => {
      waiting.delete(called)
      signal.removeEventListener('abort', ended)
      resolve(mine)
    }
    const called = (): void => go(true)
    const ended = (): void => go(false)
    waiting.add(called)
    signal.addEventListener('abort', ended, { once: true })
    if (signal.aborted) ended()
  })
}
