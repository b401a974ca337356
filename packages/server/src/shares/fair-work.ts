// Work of which only so much goes on at once, each asker's in turn; too much is refused in words.
import { AppError } from '@openseat/contracts'
import { FairQueue, type FairPlan } from './fair-queue.ts'

export class FairWork<K> {
  readonly #queue: FairQueue<K, () => Promise<void>>
  readonly #inAll: number
  #running = 0

  constructor({ inAll, ...plan }: FairPlan & { readonly inAll: number }) {
    this.#queue = new FairQueue(plan)
    this.#inAll = inAll
  }

  /** `stop`: what still waits then is not begun, and rejects. */
  run<T>(key: K, work: () => Promise<T>, stop?: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      const waiting = (): Promise<void> => work().then(resolve, reject)
      if (!this.#queue.add(key, waiting)) return reject(new AppError('STORE_BUSY'))
      stop?.addEventListener('abort', () => {
        if (this.#queue.remove(key, waiting)) reject(new Error('stopped before it began'))
      })
      this.#next()
    })
  }

  #next(): void {
    if (this.#running >= this.#inAll) return
    const turn = this.#queue.next()
    if (!turn) return
    this.#running += 1
    void turn.work().finally(() => {
      this.#running -= 1
      this.#queue.done(turn.key)
      this.#next()
    })
  }
}
