// Runs mappings in threads of their own, each only so long, and one of a tenant at a time: a tenant's heavy mappings hold up
// its own alone. One thread more than work at once is kept warm, so that a thread that was ended leaves nobody waiting.
import type { MappedAnswer } from '@openseat/domain/custom-page/mapping'
import { FairQueue } from '../shares/fair-queue.ts'
import { MappingThread } from './mapping-thread.ts'
import type { MappingJob } from './mapping-worker.ts'

/** `stopped`: it took too long or too much; `busy`: its turn did not come, which is no fault of the interface. */
export type MappingOutcome = MappedAnswer | 'stopped' | 'busy'

export interface MappingTurn {
  readonly tenantId: number
  readonly timeoutMs: number
}

export interface MappingRunnerOptions {
  readonly jobMs?: number
  readonly entry?: URL
}

interface Waiting {
  readonly job: MappingJob
  readonly settle: (outcome: MappingOutcome) => void
}

const usualEntry = new URL('mapping-worker.ts', import.meta.url)
const usualJobMs = 1_000
const atOnce = 2
const threads = atOnce + 1
const startAgainMs = 1_000

export class MappingRunner {
  readonly #jobMs: number
  readonly #entry: URL
  readonly #queue = new FairQueue<number, Waiting>({ atOnce: 1, waiting: 128, waitingInAll: 1_024 })
  readonly #threads = new Set<MappingThread>()
  readonly #idle: MappingThread[] = []
  #running = 0
  #startAgain: NodeJS.Timeout | undefined
  #isClosed = false

  constructor({ jobMs = usualJobMs, entry = usualEntry }: MappingRunnerOptions = {}) {
    this.#jobMs = jobMs
    this.#entry = entry
  }

  /** Begins to open threads, for whoever will need one soon. */
  warm(): void {
    while (!this.#isClosed && this.#startAgain === undefined && this.#threads.size < threads) this.#open()
  }

  run(job: MappingJob, { tenantId, timeoutMs }: MappingTurn): Promise<MappingOutcome> {
    return new Promise((resolve) => {
      const waiting: Waiting = {
        job,
        settle(outcome) {
          clearTimeout(timer)
          resolve(outcome)
        },
      }
      const giveUp = (): void => {
        this.#queue.remove(tenantId, waiting)
        resolve('busy')
      }
      const timer = setTimeout(giveUp, Math.max(0, timeoutMs))
      if (this.#isClosed || !this.#queue.add(tenantId, waiting)) return waiting.settle('busy')
      this.warm()
      this.#next()
    })
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#startAgain)
    await Promise.all([...this.#threads].map((thread) => thread.end()))
  }

  #next(): void {
    while (this.#running < atOnce && this.#idle.length > 0) {
      const turn = this.#queue.next()
      if (!turn) return
      const thread = this.#idle.pop()
      if (thread) void this.#serve(thread, turn)
    }
  }

  async #serve(thread: MappingThread, { key, work }: { key: number; work: Waiting }): Promise<void> {
    this.#running += 1
    const outcome = await thread.do(work.job, this.#jobMs)
    this.#running -= 1
    this.#queue.done(key)
    work.settle(outcome)
    if (outcome === 'stopped') this.#lost(thread)
    else this.#idle.push(thread)
    this.#next()
  }

  #open(): void {
    const thread = new MappingThread(this.#entry)
    this.#threads.add(thread)
    void thread.ready.then((isReady) => {
      if (!isReady) return this.#pause(thread)
      this.#idle.push(thread)
      this.#next()
    })
    void thread.ended.then(() => this.#lost(thread))
  }

  #lost(thread: MappingThread): void {
    this.#threads.delete(thread)
    const index = this.#idle.indexOf(thread)
    if (index >= 0) this.#idle.splice(index, 1)
    this.warm()
  }

  /** A thread that cannot start is tried again, but not as fast as it fails. */
  #pause(thread: MappingThread): void {
    this.#startAgain ??= setTimeout(() => {
      this.#startAgain = undefined
      this.warm()
    }, startAgainMs)
    this.#startAgain.unref()
    this.#lost(thread)
  }
}
