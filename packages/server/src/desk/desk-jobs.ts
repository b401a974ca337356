// What a tenant's desk is given to do, and how long each kind waits while the desk cannot be stored.
import { AppError } from '@openseat/contracts'
import type { Acd } from '@openseat/domain'

/**
 * `fact`: happened outside and is never forgotten · `arrival`: a new call; its line waits for the answer ·
 * `command`: an agent wants it now or not at all · `hangUp`: takes effect at once, and is a fact from then on ·
 * `question`: changes nothing · `tick`: follows from the desk itself and is worked out anew.
 */
export type JobKind = 'fact' | 'arrival' | 'command' | 'hangUp' | 'question' | 'tick'

export type Work<T> = (acd: Acd, now: number) => T

export interface Job {
  readonly kind: JobKind
  readonly work: Work<unknown>
  /** When it came, by the clock of calls. */
  readonly at: number
  readonly done: (result: unknown) => void
  readonly failed: (error: Error) => void
}

/** What happened outside happened when it came, however late it is stored. */
export const timeOf = ({ kind, at }: Job, now: number): number => (patienceMs[kind] === Infinity ? at : now)

/** Milliseconds that a job waits for a desk that cannot be stored. */
const patienceMs: Readonly<Record<JobKind, number>> = {
  fact: Infinity,
  hangUp: Infinity,
  arrival: 4_000,
  command: 2_000,
  question: 5_000,
  tick: 0,
}

/** More facts than a tenant's lines can bring in an hour. What is beyond is found again by comparing desk and lines. */
const heldAtMost = 20_000

/** Jobs in their order, until the desk is there again. */
export class HeldJobs {
  readonly #jobs = new Map<Job, NodeJS.Timeout | null>()

  get size(): number {
    return this.#jobs.size
  }

  add(job: Job): void {
    const patience = patienceMs[job.kind]
    if (patience === 0 || this.#jobs.size >= heldAtMost) return refuse(job)
    const timer = patience === Infinity ? null : setTimeout(() => this.#giveUp(job), patience)
    this.#jobs.set(job, timer)
  }

  /** Jobs that are given again come before those that have not been carried out yet. */
  putFirst(jobs: readonly Job[]): void {
    const later = [...this.#jobs.keys()]
    for (const job of later) this.#remove(job)
    for (const job of [...jobs, ...later]) this.add(job)
  }

  /** It turned out to be done. */
  settle(job: Job, result: unknown): void {
    if (this.#remove(job)) job.done(result)
  }

  /** The longest held. */
  take(): Job | undefined {
    const [job] = this.#jobs.keys()
    if (job) this.#remove(job)
    return job
  }

  refuseAll(): void {
    for (let job = this.take(); job; job = this.take()) refuse(job)
  }

  #giveUp(job: Job): void {
    this.#remove(job)
    refuse(job)
  }

  #remove(job: Job): boolean {
    const timer = this.#jobs.get(job)
    if (timer) clearTimeout(timer)
    return this.#jobs.delete(job)
  }
}

export function refuse(job: Job, cause?: unknown): void {
  job.failed(new AppError('STORE_UNAVAILABLE', {}, cause === undefined ? {} : { cause }))
}
