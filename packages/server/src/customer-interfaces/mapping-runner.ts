// Runs mappings in a thread of their own, one after the other, each only so long. Who waits too long is told so.
import { Worker } from 'node:worker_threads'
import type { InterfaceMapping } from '@openseat/contracts'
import type { MappedAnswer } from '@openseat/domain/custom-page/mapping'

export interface MappingJob {
  readonly mapping: InterfaceMapping
  /** The answer as it came. */
  readonly text: string
}

/** `stopped`: it took too long or too much; `waited`: its turn did not come in time. */
export type MappingOutcome = MappedAnswer | 'stopped' | 'waited'

const usualJobMs = 1_000
const resourceLimits = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 32 }

export class MappingRunner {
  readonly #jobMs: number
  #worker: Worker | undefined
  #last: Promise<unknown> = Promise.resolve()
  #isClosed = false

  constructor(jobMs = usualJobMs) {
    this.#jobMs = jobMs
  }

  async run(job: MappingJob, timeoutMs: number): Promise<MappingOutcome> {
    const until = performance.now() + timeoutMs
    const turn = this.#last.then(() => (this.#isClosed || performance.now() > until ? 'waited' : this.#runNow(job)))
    this.#last = turn
    const timer = Promise.withResolvers<'waited'>()
    const waiting = setTimeout(() => timer.resolve('waited'), Math.max(0, timeoutMs))
    try {
      return await Promise.race([turn, timer.promise])
    } finally {
      clearTimeout(waiting)
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#worker?.terminate()
  }

  async #runNow(job: MappingJob): Promise<MappingOutcome> {
    const worker = (this.#worker ??= this.#opened())
    const ended = Promise.withResolvers<MappingOutcome>()
    const stop = (): void => ended.resolve('stopped')
    const timer = setTimeout(stop, this.#jobMs)
    worker.once('message', ended.resolve)
    worker.once('error', stop)
    worker.once('exit', stop)
    worker.postMessage(job, [])
    const outcome = await ended.promise
    clearTimeout(timer)
    worker.removeListener('message', ended.resolve).removeListener('error', stop).removeListener('exit', stop)
    if (outcome === 'stopped') await this.#drop(worker)
    return outcome
  }

  async #drop(worker: Worker): Promise<void> {
    if (this.#worker === worker) this.#worker = undefined
    await worker.terminate()
  }

  #opened(): Worker {
    const worker = new Worker(new URL('mapping-worker.ts', import.meta.url), { env: {}, resourceLimits })
    // An idle one does not hold the program; its end is seen by the job that it has, if any.
    worker.unref()
    worker.on('error', () => undefined)
    worker.once('exit', () => {
      if (this.#worker === worker) this.#worker = undefined
    })
    return worker
  }
}
