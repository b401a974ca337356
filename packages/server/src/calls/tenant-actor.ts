// One tenant's desk at work: inputs are taken one batch at a time, what they changed is committed, and only then
// is anyone told. Knows nothing of what an input means; the domain decides.
import { AppError } from '@openseat/contracts'
import { Acd, type AcdInput, type Changes, type CommandFrom, type DeskCommand, type Reply, type RoutingConfig } from '@openseat/domain'
import type { TenantStore } from '../store/tenant-store.ts'
import { isEmpty, readStored, trimEvents, writeChanges } from './journal.ts'

/** Those who are told of changes once they are stored. */
export interface DeskListeners {
  /** In the order in which it happened. Must not throw. */
  changed(actor: TenantActor, changes: Changes): void
  /** The desk was read anew from the store: whoever is connected must be announced again. */
  reloaded(actor: TenantActor): void
  /** A fault that someone must look at; the actor goes on. */
  failed(actor: TenantActor, error: unknown): void
}

export interface ActorOptions {
  readonly store: TenantStore
  readonly listeners: DeskListeners
  readonly loadConfig: () => Promise<RoutingConfig>
  readonly now: () => number
}

type Work<T> = (acd: Acd, now: number) => T

interface Job {
  readonly work: Work<unknown>
  readonly done: (result: unknown) => void
  readonly failed: (error: Error) => void
}

/** The desk for those who only look. */
export type Reader = Pick<Acd, 'call' | 'calls' | 'seats' | 'snapshot' | 'holderOf' | 'popOf'>

/** Inputs per commit at most: a longer queue is worked off in several. */
const batchSize = 500
const retryMs = 1_000
const trimEveryMs = 60_000
const longestTimerMs = 0x7fffffff

export class TenantActor {
  readonly tenantId: number
  readonly #options: ActorOptions
  #acd: Acd
  #jobs: Job[] = []
  #running: Promise<void> | null = null
  #timer: NodeJS.Timeout | null = null
  #trimmedAt = 0
  #closed = false

  private constructor(options: ActorOptions, acd: Acd) {
    this.tenantId = options.store.tenantId
    this.#options = options
    this.#acd = acd
  }

  /** Reads what is stored and goes on where it was left. */
  static async open(options: ActorOptions): Promise<TenantActor> {
    const actor = new TenantActor(options, new Acd(await options.loadConfig()))
    actor.#acd.restore(await readStored(options.store), options.now())
    actor.input({ type: 'deadlines' })
    return actor
  }

  get config(): RoutingConfig {
    return this.#acd.config
  }

  /** Something happened. A fault is reported to the listeners. */
  input(input: AcdInput): void {
    this.#add((acd, now) => acd.handle(input, now)).catch(() => undefined)
  }

  /** The agent's command; resolves with its outcome once that is stored. */
  command(from: CommandFrom, command: DeskCommand): Promise<Reply> {
    return this.#add((acd, now) => acd.command(from, command, now))
  }

  /** What the desk says at its turn; resolves once all that led to it is stored. Must not change anything. */
  query<T>(question: (acd: Reader, now: number) => T): Promise<T> {
    return this.#add(question)
  }

  async reconfigure(): Promise<void> {
    const config = await this.#options.loadConfig()
    if (config.revision >= this.#acd.config.revision) this.input({ type: 'configChanged', config })
  }

  async close(): Promise<void> {
    this.#closed = true
    if (this.#timer) clearTimeout(this.#timer)
    await this.#running
  }

  #add<T>(work: Work<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new AppError('STORE_UNAVAILABLE'))
    return new Promise<T>((done, failed) => {
      this.#jobs.push({ work, done: done as Job['done'], failed })
      this.#running ??= this.#run().finally(() => {
        this.#running = null
      })
    })
  }

  async #run(): Promise<void> {
    // A turn of the event loop lets inputs of one moment share a commit.
    await Promise.resolve()
    while (this.#jobs.length > 0) await this.#batch(this.#jobs.splice(0, batchSize))
    this.#schedule()
  }

  async #batch(jobs: readonly Job[]): Promise<void> {
    const { store, listeners, now } = this.#options
    try {
      const results = jobs.map((job) => job.work(this.#acd, now()))
      const changes = this.#acd.takeChanges()
      if (!isEmpty(changes)) await writeChanges(store, changes)
      listeners.changed(this, changes)
      for (const [index, job] of jobs.entries()) job.done(results[index])
      await this.#trim()
    } catch (error) {
      listeners.failed(this, error)
      for (const job of jobs) job.failed(new AppError('STORE_UNAVAILABLE', {}, { cause: error }))
      await this.#reload()
    }
  }

  /** After a failed commit memory and rows may differ: the rows are the truth. Nobody was told anything else. */
  async #reload(): Promise<void> {
    while (!this.#closed) {
      try {
        const acd = new Acd(await this.#options.loadConfig())
        acd.restore(await readStored(this.#options.store), this.#options.now())
        this.#acd = acd
        this.#options.listeners.reloaded(this)
        return
      } catch (error) {
        this.#options.listeners.failed(this, error)
        await new Promise((resolve) => setTimeout(resolve, retryMs))
      }
    }
  }

  async #trim(): Promise<void> {
    const now = this.#options.now()
    if (now - this.#trimmedAt < trimEveryMs) return
    this.#trimmedAt = now
    await trimEvents(this.#options.store)
  }

  #schedule(): void {
    if (this.#timer) clearTimeout(this.#timer)
    const next = this.#acd.nextDeadline()
    if (next === null || this.#closed) return
    const delay = Math.min(Math.max(next - this.#options.now(), 0), longestTimerMs)
    this.#timer = setTimeout(() => this.input({ type: 'deadlines' }), delay)
  }
}
