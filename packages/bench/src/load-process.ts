// The far side of a benchmark in a process of its own, so that it does not count with what is measured: asked by messages.
import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export class LoadProcess<Request extends { readonly type: string }> {
  readonly #process: ChildProcess
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  #lastId = 0

  /** `file`: of this folder. */
  constructor(file: string) {
    this.#process = fork(fileURLToPath(new URL(file, import.meta.url)))
    this.#process.on('message', ({ id, result, error }: { id: number; result: unknown; error?: string }) => {
      const one = this.#waiting.get(id)
      this.#waiting.delete(id)
      if (error === undefined) one?.resolve(result)
      else one?.reject(new Error(error))
    })
  }

  ask<T>(request: Request): Promise<T> {
    const id = (this.#lastId += 1)
    this.#process.send({ id, request })
    return new Promise<T>((resolve, reject) => this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject }))
  }

  close(): void {
    this.#process.kill()
  }
}
