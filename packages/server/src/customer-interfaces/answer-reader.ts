// Reads answers: small ones where they are, large ones in a thread, one after the other. The work of each is bounded, so one
// thread is enough and none has to be stopped; of a tenant one is read at a time, so that many large ones hold up his own alone.
import { Worker } from 'node:worker_threads'
import type { MappedAnswer } from '@openseat/domain/custom-page/mapping'
import { FairQueue } from '../shares/fair-queue.ts'
import { type AnswerJob, cardsIn } from './answer-cards.ts'

/** `busy`: its turn did not come, which is no fault of the interface; `lost`: the thread ended over it. */
export type ReadOutcome = MappedAnswer | 'busy' | 'lost'

export interface AnswerTurn {
  readonly tenantId: number
  readonly timeoutMs: number
}

interface Waiting {
  readonly job: AnswerJob
  readonly settle: (outcome: ReadOutcome) => void
}

/** UTF-16 code units: what is read in a moment. */
const smallAnswer = 32_768

export class AnswerReader {
  readonly #queue = new FairQueue<number, Waiting>({ atOnce: 1, waiting: 128, waitingInAll: 1_024 })
  #worker: Worker | undefined
  #isReading = false
  #isClosed = false

  /** `busy` when it has not been read after `timeoutMs`. */
  async read(job: AnswerJob, { tenantId, timeoutMs }: AnswerTurn): Promise<ReadOutcome> {
    if (job.text.length <= smallAnswer) return cardsIn(job)
    const outcome = Promise.withResolvers<ReadOutcome>()
    const waiting: Waiting = { job, settle: outcome.resolve }
    const timer = setTimeout(
      () => {
        this.#queue.remove(tenantId, waiting)
        outcome.resolve('busy')
      },
      Math.max(0, timeoutMs),
    )
    if (this.#isClosed || !this.#queue.add(tenantId, waiting)) outcome.resolve('busy')
    else void this.#next()
    try {
      return await outcome.promise
    } finally {
      clearTimeout(timer)
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#worker?.terminate()
  }

  async #next(): Promise<void> {
    if (this.#isReading || this.#isClosed) return
    const turn = this.#queue.next()
    if (turn === undefined) return
    this.#isReading = true
    turn.work.settle(await this.#inThread(turn.work.job))
    this.#isReading = false
    this.#queue.done(turn.key)
    void this.#next()
  }

  #inThread(job: AnswerJob): Promise<ReadOutcome> {
    const worker = (this.#worker ??= this.#opened())
    return new Promise((resolve) => {
      const lost = (): void => resolve('lost')
      worker.once('exit', lost)
      worker.once('message', (cards: MappedAnswer) => {
        worker.off('exit', lost)
        resolve(cards)
      })
      worker.postMessage(job, [])
    })
  }

  #opened(): Worker {
    const worker = new Worker(new URL('answer-worker.ts', import.meta.url), { env: {} })
    worker.on('error', () => undefined)
    worker.once('exit', () => (this.#worker = undefined))
    // An idle one does not hold the program.
    worker.unref()
    return worker
  }
}
