// One tenant's desk at work: inputs are carried out in memory, what they changed is committed, and only then is anyone
// told. Knows nothing of what an input means; the domain decides.
import { AppError } from '@openseat/contracts'
import {
  Acd,
  type AcdInput,
  type Call,
  type Changes,
  type CommandFrom,
  type DeskCommand,
  type Reply,
  type RoutingConfig,
} from '@openseat/domain'
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

/** Carried out in memory; its outcome is told once it is stored. */
interface Outcome {
  readonly job: Job
  readonly result: unknown
}

/** The desk for those who only look. */
export type Reader = Pick<
  Acd,
  'audioPlan' | 'board' | 'call' | 'calls' | 'destinations' | 'holderOf' | 'popOf' | 'callDataOf' | 'roomOf' | 'seats' | 'snapshot'
>

const retryMs = 1_000
const trimEveryMs = 60_000
const longestTimerMs = 0x7fffffff

export class TenantActor {
  readonly tenantId: number
  readonly #options: ActorOptions
  #acd: Acd
  /** Carried out, not stored yet. */
  #outcomes: Outcome[] = []
  /** Waiting while the desk is read anew. */
  #held: Job[] = []
  #fault: unknown = null
  #isReloading = false
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
      const job: Job = { work, done: done as Job['done'], failed }
      if (this.#isReloading) this.#held.push(job)
      else this.#carryOut(job)
      this.#running ??= this.#run()
    })
  }

  #carryOut(job: Job): void {
    let result: unknown
    try {
      result = job.work(this.#acd, this.#options.now())
    } catch (error) {
      // A bug: what is in memory is not to be trusted any more.
      this.#fault = error
    }
    this.#outcomes.push({ job, result })
  }

  /** While one commit is under way, further inputs are carried out in memory; the next commit takes them all. */
  async #run(): Promise<void> {
    await Promise.resolve()
    while (this.#outcomes.length > 0) await this.#commit(this.#outcomes.splice(0))
    // In the same turn as the last look: whoever comes next starts a run of its own.
    this.#running = null
    this.#trim()
    this.#schedule()
  }

  async #commit(outcomes: readonly Outcome[]): Promise<void> {
    const { store, listeners } = this.#options
    try {
      if (this.#fault !== null) throw this.#fault
      // As of now: later inputs must not show through before they are stored, too.
      const changes = asOfNow(this.#acd.takeChanges())
      if (!isEmpty(changes)) await writeChanges(store, changes)
      listeners.changed(this, changes)
      for (const { job, result } of outcomes) job.done(result)
    } catch (error) {
      listeners.failed(this, error)
      const refusal = new AppError('STORE_UNAVAILABLE', {}, { cause: error })
      for (const { job } of [...outcomes, ...this.#outcomes.splice(0)]) job.failed(refusal)
      await this.#reload()
    }
  }

  /** After a failed commit memory and rows may differ: the rows are the truth. Nobody was told anything else. */
  async #reload(): Promise<void> {
    this.#isReloading = true
    while (!this.#closed && !(await this.#readAnew())) await new Promise((resolve) => setTimeout(resolve, retryMs))
    this.#isReloading = false
    for (const job of this.#held.splice(0)) this.#carryOut(job)
  }

  async #readAnew(): Promise<boolean> {
    const { store, listeners, loadConfig, now } = this.#options
    try {
      const acd = new Acd(await loadConfig())
      acd.restore(await readStored(store), now())
      this.#acd = acd
      this.#fault = null
      listeners.reloaded(this)
      return true
    } catch (error) {
      listeners.failed(this, error)
      return false
    }
  }

  /** Beside the work, on a connection of its own. */
  #trim(): void {
    const { store, listeners, now } = this.#options
    if (now() - this.#trimmedAt < trimEveryMs) return
    this.#trimmedAt = now()
    trimEvents(store).catch((error: unknown) => listeners.failed(this, error))
  }

  #schedule(): void {
    if (this.#timer) clearTimeout(this.#timer)
    const next = this.#acd.nextDeadline()
    if (next === null || this.#closed) return
    const delay = Math.min(Math.max(next - this.#options.now(), 0), longestTimerMs)
    this.#timer = setTimeout(() => this.input({ type: 'deadlines' }), delay)
  }
}

/** Copies of what changed, so that what happens next does not change them. */
function asOfNow(changes: Changes): Changes {
  return {
    ...changes,
    calls: new Set([...changes.calls].map(copyOf)),
    seats: new Set([...changes.seats].map((seat) => ({ ...seat }))),
  }
}

const copyOf = (call: Call): Call => ({
  ...call,
  audio: { ...call.audio },
  legs: call.legs.map((leg) => ({ ...leg })),
  pops: { ...call.pops },
})
