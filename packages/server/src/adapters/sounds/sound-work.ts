// Brings sounds to the telephone's form, in processes of their own with an end to their time and memory: so many at once, each
// tenant's in turn.
import { fork, type ChildProcess } from 'node:child_process'
import { findProgram } from '../../runtime/find-program.ts'
import { FairWork } from '../../shares/fair-work.ts'
import type { SoundJob, SoundResult } from './sound-job.ts'

const entry = new URL('./sound-worker.ts', import.meta.url)
const processes = 2
const jobMs = 30_000
const idleMs = 60_000
const heapMegabytes = 512

export interface SoundWish {
  readonly tenantId: number
  readonly bytes: Uint8Array
  readonly mostSeconds: number
  readonly trim?: boolean
}

export type PreparedSound =
  | Omit<Extract<SoundResult, { ok: true }>, 'id'>
  | Omit<Extract<SoundResult, { ok: false }>, 'id'>
  /** The process died of it, or it took too long. */
  | { readonly ok: false; readonly reason: 'failed'; readonly detail: string }

export class SoundWork {
  readonly #work = new FairWork<number>({ atOnce: 1, waiting: 60, waitingInAll: 300, inAll: processes })
  /** Each with what ends it when nobody wants it. */
  readonly #idle = new Map<ChildProcess, NodeJS.Timeout>()
  readonly #all = new Set<ChildProcess>()
  readonly #decoder: string
  #next = 1

  constructor(decoder = findProgram('mpg123') ?? '') {
    this.#decoder = decoder
  }

  get readsMp3(): boolean {
    return this.#decoder !== ''
  }

  /** WAV of 8 kHz, one channel, 16 bits. Rejects only with `STORE_BUSY`. */
  prepare({ tenantId, bytes, mostSeconds, trim = false }: SoundWish): Promise<PreparedSound> {
    return this.#work.run(tenantId, () => this.#perform({ id: this.#next++, bytes, mostSeconds, trim }))
  }

  close(): void {
    for (const child of this.#all) child.kill('SIGKILL')
  }

  #perform(job: SoundJob): Promise<PreparedSound> {
    const child = this.#take()
    const { promise, resolve } = Promise.withResolvers<PreparedSound>()
    const fail = (detail: string): void => {
      child.kill('SIGKILL')
      resolve({ ok: false, reason: 'failed', detail })
    }
    const timer = setTimeout(() => fail('took too long'), jobMs)
    const onMessage = ({ id: _id, ...result }: SoundResult): void => resolve(result)
    const onEnd = (): void => fail('its process ended')
    child.once('message', onMessage).once('exit', onEnd).once('error', onEnd)
    child.send(job, (error) => error && fail(error.message))
    return promise.finally(() => {
      clearTimeout(timer)
      child.off('message', onMessage).off('exit', onEnd).off('error', onEnd)
      if (child.connected && !child.killed) this.#rest(child)
    })
  }

  #take(): ChildProcess {
    const [idle] = this.#idle.keys()
    if (idle === undefined) return this.#open()
    this.#wake(idle)
    return idle
  }

  #wake(child: ChildProcess): void {
    clearTimeout(this.#idle.get(child))
    this.#idle.delete(child)
  }

  #open(): ChildProcess {
    const child = fork(entry, [this.#decoder], {
      env: {},
      execArgv: [`--max-old-space-size=${heapMegabytes}`],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    this.#all.add(child)
    child.on('error', () => undefined)
    child.once('exit', () => {
      this.#all.delete(child)
      this.#wake(child)
    })
    return child
  }

  #rest(child: ChildProcess): void {
    const timer = setTimeout(() => {
      this.#wake(child)
      child.disconnect()
    }, idleMs)
    this.#idle.set(child, timer.unref())
    child.unref()
    child.channel?.unref()
  }
}
