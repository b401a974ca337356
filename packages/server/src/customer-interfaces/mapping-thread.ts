// One thread for mappings. It takes a while until it is ready; a job's time begins afterwards.
import { Worker } from 'node:worker_threads'
import type { MappedAnswer } from '@openseat/domain/custom-page/mapping'
import type { FromMappingThread, MappingJob } from './mapping-worker.ts'

const resourceLimits = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 32 }

export class MappingThread {
  /** False when it ended before it was ready. */
  readonly ready: Promise<boolean>
  readonly ended: Promise<void>
  readonly #worker: Worker
  #answered: (answer: MappedAnswer) => void = () => undefined

  constructor(entry: URL) {
    const ready = Promise.withResolvers<boolean>()
    const ended = Promise.withResolvers<void>()
    this.ready = ready.promise
    this.ended = ended.promise
    this.#worker = new Worker(entry, { env: {}, resourceLimits })
    this.#worker.on('message', (message: FromMappingThread) => (message === 'ready' ? ready.resolve(true) : this.#answered(message)))
    this.#worker.on('error', () => undefined)
    this.#worker.once('exit', () => {
      ready.resolve(false)
      ended.resolve()
    })
    // An idle one does not hold the program.
    this.#worker.unref()
  }

  /** `stopped`: it took longer or more memory than it may, and the thread is of no more use. */
  async do(job: MappingJob, jobMs: number): Promise<MappedAnswer | 'stopped'> {
    const late = Promise.withResolvers<void>()
    const timer = setTimeout(late.resolve, jobMs)
    const answer = new Promise<MappedAnswer>((resolve) => (this.#answered = resolve))
    this.#worker.postMessage(job, [])
    const outcome = await Promise.race([answer, late.promise, this.ended])
    clearTimeout(timer)
    if (outcome) return outcome
    void this.end()
    return 'stopped'
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }
}
