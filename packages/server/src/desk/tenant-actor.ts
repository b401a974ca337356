// One tenant's desk at work: inputs are carried out in memory, what they changed is committed, and only then is anyone
// told. While it cannot be stored, facts wait and are given again; hang-ups take effect all the same. Knows nothing of
// what an input means; the domain decides.
import { AppError, dayOf } from '@openseat/contracts'
import {
  Acd,
  type AcdInput,
  type Answer,
  type AudioPlan,
  type CentreCommand,
  type Changes,
  type CommandFrom,
  type Given,
  type QuestionName,
  type Reply,
  type RoutingConfig,
} from '@openseat/domain'
import { isRefusedByStore } from '../store/outage.ts'
import type { TenantStore } from '../store/tenant-store.ts'
import { markOf, wasStored, type CommitMark } from './commit-mark.ts'
import { HeldJobs, refuse, timeOf, type Job, type JobKind, type Work } from './desk-jobs.ts'
import { isEmpty, readStored, trimEvents, writeChanges } from './journal.ts'

/** Those who are told of changes once they are stored. None of these may throw. */
export interface DeskListeners {
  /** In the order in which it happened. */
  changed(actor: TenantActor, changes: Changes): void
  /** The desk was read anew from the store: whoever is connected must be announced again, lines compared. */
  reloaded(actor: TenantActor): void
  /** An agent hung up while nothing can be stored: the room as it is to be, at once. */
  hungUp(actor: TenantActor, plan: AudioPlan, by: { readonly agentNumber: string; readonly callId: string }): void
  /** Whether what happens can be stored; told when it changes. */
  storing(actor: TenantActor, isStoring: boolean): void
  /** A commit is through, after so long. */
  committed(actor: TenantActor, milliseconds: number): void
  /** A fault that someone must look at; the actor goes on. */
  failed(actor: TenantActor, error: unknown): void
}

export interface ActorOptions {
  readonly store: TenantStore
  readonly listeners: DeskListeners
  readonly loadConfig: () => Promise<RoutingConfig>
  /** Epoch milliseconds that never go back and never jump. */
  readonly now: () => number
}

/** Carried out in memory; its outcome is told once it is stored. */
interface Outcome {
  readonly job: Job
  readonly result: unknown
}

const retryMs = 250
/** A commit that takes longer is told to the agents, and no longer waited for by those who hang up. */
const lateMs = 1_500
const trimEveryMs = 60_000
const longestTimerMs = 0x7fffffff

export class TenantActor {
  readonly tenantId: number
  readonly #options: ActorOptions
  #acd: Acd
  /** Carried out, not stored yet. */
  #outcomes: Outcome[] = []
  /** To be carried out once the desk has been read anew. */
  readonly #held = new HeldJobs()
  /** A job failed half-way through the desk in memory. */
  #isBroken = false
  /** Jobs to be stored one at a time: one of them is what the store refuses. */
  #suspects = 0
  #isReloading = false
  /** The desk was read anew; once what was held is carried out, it goes on. */
  #hasResumed = false
  #isStoring = true
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
    actor.#acd.restore(await readStored(options.store, dayBegan(actor.#acd.config, options.now())), options.now())
    actor.#tick({ type: 'deadlines' })
    return actor
  }

  /** False while what happens cannot be stored. */
  get isStoring(): boolean {
    return this.#isStoring
  }

  /** Something happened outside. It is never forgotten: while it cannot be stored it waits. */
  input(input: AcdInput): void {
    this.#add('fact', (acd, now) => acd.handle(input, now)).catch(() => undefined)
  }

  /** A new call. Rejects (STORE_UNAVAILABLE) when the desk could not take it in time: its line is to be told so. */
  arrive(input: Extract<AcdInput, { type: 'callArrived' }>): Promise<void> {
    return this.#add('arrival', (acd, now) => acd.handle(input, now))
  }

  /** The agent's command; resolves with its outcome once that is stored. A hang-up does not wait for a store that is away. */
  command(from: CommandFrom, command: CentreCommand): Promise<Reply> {
    if (command.kind === 'hangUp') return this.#hangUp(from, command)
    return this.#add('command', (acd, now) => acd.command(from, command, now))
  }

  /** What the desk says at its turn; resolves once all that led to it is stored. */
  ask<N extends QuestionName>(name: N, given: Given<N>): Promise<Answer<N>> {
    return this.#add('question', (acd, now) => acd.ask(name, given, now))
  }

  async reconfigure(): Promise<void> {
    const config = await this.#options.loadConfig()
    if (config.revision >= this.#acd.config.revision) this.input({ type: 'configChanged', config })
  }

  async close(): Promise<void> {
    this.#closed = true
    if (this.#timer) clearTimeout(this.#timer)
    await this.#running
    this.#held.refuseAll()
  }

  #tick(input: AcdInput): void {
    this.#add('tick', (acd, now) => acd.handle(input, now)).catch(() => undefined)
  }

  #add<T>(kind: JobKind, work: Work<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new AppError('STORE_UNAVAILABLE'))
    return new Promise<T>((done, failed) => {
      const job: Job = { kind, work, at: this.#options.now(), done: done as Job['done'], failed }
      if (this.#isReloading || this.#held.size > 0) this.#held.add(job)
      else this.#carryOut(job)
      this.#running ??= this.#run()
    })
  }

  #carryOut(job: Job): void {
    try {
      this.#outcomes.push({ job, result: job.work(this.#acd, timeOf(job, this.#options.now())) })
    } catch (error) {
      this.#options.listeners.failed(this, error)
      refuse(job, error)
      // A bug: what is in memory is not to be trusted any more.
      this.#isBroken ||= job.kind !== 'question'
    }
  }

  /** While one commit is under way, further inputs are carried out in memory; the next commit takes them all. */
  async #run(): Promise<void> {
    await Promise.resolve()
    for (;;) {
      this.#takeHeld()
      if (this.#outcomes.length === 0 && !this.#isBroken) break
      await this.#commit(this.#outcomes.splice(0))
    }
    // In the same turn as the last look: whoever comes next starts a run of its own.
    this.#running = null
    this.#trim()
    this.#schedule()
  }

  #takeHeld(): void {
    while (this.#held.size > 0 && !this.#closed) {
      if (this.#suspects > 0 && this.#outcomes.length > 0) return
      const job = this.#held.take()
      if (job) this.#carryOut(job)
      this.#suspects = Math.max(0, this.#suspects - 1)
    }
    if (!this.#hasResumed || this.#closed) return
    this.#hasResumed = false
    this.#tick({ type: 'resumed' })
  }

  async #commit(outcomes: readonly Outcome[]): Promise<void> {
    const { store, listeners } = this.#options
    if (this.#isBroken) return this.#recover(outcomes, null, new Error('a job failed half-way'))
    const late = setTimeout(() => this.#setStoring(false), lateMs)
    const changes = this.#acd.takeChanges()
    const began = performance.now()
    try {
      if (!isEmpty(changes)) {
        await writeChanges(store, changes)
        listeners.committed(this, performance.now() - began)
      }
    } catch (error) {
      listeners.failed(this, error)
      return await this.#recover(outcomes, markOf(changes), error)
    } finally {
      clearTimeout(late)
    }
    listeners.changed(this, changes)
    for (const { job, result } of outcomes) job.done(result)
    if (this.#isStoring) return
    this.#setStoring(true)
    this.#tick({ type: 'resumed' })
  }

  /** After a failed commit memory and rows may differ: the rows are the truth, and what happened is given again. */
  async #recover(outcomes: readonly Outcome[], mark: CommitMark | null, error: unknown): Promise<void> {
    const isRefused = isRefusedByStore(error)
    const later = this.#outcomes.splice(0)
    // The store has taken everything before it, and will never take this one.
    const uncertain = isRefused && outcomes.length === 1 ? [] : outcomes
    if (uncertain.length === 0) for (const { job } of outcomes) refuse(job, error)
    this.#suspects = isRefused ? uncertain.length : 0
    this.#isReloading = true
    this.#held.putFirst([...uncertain, ...later].map(({ job }) => job))
    const late = setTimeout(() => this.#setStoring(false), lateMs)
    while (!this.#closed && !(await this.#readAnew(mark, uncertain))) await new Promise((resolve) => setTimeout(resolve, retryMs))
    clearTimeout(late)
    this.#isReloading = false
    this.#hasResumed = true
    if (!this.#closed) this.#setStoring(true)
  }

  async #readAnew(mark: CommitMark | null, uncertain: readonly Outcome[]): Promise<boolean> {
    const { store, listeners, loadConfig, now } = this.#options
    try {
      const acd = new Acd(await loadConfig())
      const stored = await readStored(store, dayBegan(acd.config, now()))
      // The answer to a commit can be lost on the way although it was carried out.
      const isThere = mark !== null && (await wasStored(store, mark))
      acd.restore(stored, now())
      this.#acd = acd
      this.#isBroken = false
      if (isThere) for (const { job, result } of uncertain) this.#held.settle(job, result)
      listeners.reloaded(this)
      return true
    } catch (error) {
      listeners.failed(this, error)
      return false
    }
  }

  /** Takes effect on audio and lines at once when storing it takes too long; the rows follow. */
  async #hangUp(from: CommandFrom, command: Extract<CentreCommand, { kind: 'hangUp' }>): Promise<Reply> {
    const { agentNumber } = from
    const { callId } = command
    const room = this.#acd.ask('room', { callId, agentNumber }, this.#options.now())
    let reply: Reply | undefined
    const work: Work<Reply> = (acd, now) => (reply = acd.command(from, command, now))
    const stored = this.#add('hangUp', work)
    if (room === null) return stored
    const outcome = await Promise.race([stored, after(this.#isReloading ? 0 : lateMs)])
    if (outcome !== null) return outcome
    // Held for the desk to come: until then the one in memory says what is left of the room.
    reply ??= work(this.#acd, this.#options.now())
    const [plan] = this.#acd.ask('plans', { rooms: [room] }, this.#options.now())
    if (reply.ok && plan) this.#options.listeners.hungUp(this, plan, { agentNumber, callId })
    return reply
  }

  #setStoring(isStoring: boolean): void {
    if (this.#isStoring === isStoring) return
    this.#isStoring = isStoring
    this.#options.listeners.storing(this, isStoring)
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
    this.#timer = setTimeout(() => this.#tick({ type: 'deadlines' }), delay)
  }
}

const dayBegan = ({ timeZone }: RoutingConfig, now: number): number => dayOf(now, timeZone).from

const after = (ms: number): Promise<null> => new Promise((resolve) => setTimeout(() => resolve(null), ms).unref())
