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

  run<T>(key: K, work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (!this.#queue.add(key, () => work().then(resolve, reject))) return reject(new AppError('STORE_BUSY'))
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
