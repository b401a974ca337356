// Threads for passwords alone, with a queue that ends: a flood of log-ins is refused in words, and stops nothing else.

import { Worker } from 'node:worker_threads'
import { AppError } from '@openseat/contracts'

export type PasswordWork =
  | { readonly kind: 'hash'; readonly password: string }
  | { readonly kind: 'verify'; readonly stored: string; readonly password: string }

interface Job {
  readonly work: PasswordWork
  readonly done: (result: string | boolean) => void
  readonly failed: (error: unknown) => void
}

const threads = 2
const longestQueue = 600
const entry = new URL('./password-worker.ts', import.meta.url)

export class PasswordThreads {
  readonly #idle: Worker[] = []
  readonly #queue: Job[] = []
  #running = 0

  /** A password's hash, or whether it matches one. */
  do(work: PasswordWork): Promise<string | boolean> {
    if (this.#queue.length >= longestQueue) return Promise.reject(new AppError('REQUEST_RATE', { seconds: 10 }))
    return new Promise((done, failed) => {
      this.#queue.push({ work, done, failed })
      this.#next()
    })
  }

  #next(): void {
    const worker = this.#queue.length === 0 ? undefined : (this.#idle.pop() ?? this.#opened())
    const job = worker && this.#queue.shift()
    if (!worker || !job) return
    const settle = (end: () => void, next: Worker | undefined): void => {
      worker.off('message', onResult).off('error', onError)
      worker.unref()
      if (next) this.#idle.push(next)
      else this.#running -= 1
      end()
      this.#next()
    }
    const onResult = (result: string | boolean): void => settle(() => job.done(result), worker)
    const onError = (error: unknown): void => settle(() => job.failed(error), undefined)
    worker.ref()
    worker.on('message', onResult).on('error', onError)
    worker.postMessage(job.work, [])
  }

  #opened(): Worker | undefined {
    if (this.#running >= threads) return undefined
    this.#running += 1
    return new Worker(entry, { execArgv: [] })
  }
}
