// What strangers can bring about as often as they like is counted, and written to the log once in a while: it cannot fill
// the disk. The first of a kind is written at once, those that follow together when the while is over.

import type { Logger } from 'pino'

const everyMs = 10_000
/** Kinds that are told apart at a time; all beyond are one. */
const mostKinds = 20

type Facts = () => object

export class RareWarning {
  readonly #log: Pick<Logger, 'warn'>
  readonly #what: string
  /** What came since a kind was written down. */
  readonly #since = new Map<string, { times: number; facts: Facts }>()
  #count = 0

  constructor(log: Pick<Logger, 'warn'>, what: string) {
    this.#log = log
    this.#what = what
  }

  get count(): number {
    return this.#count
  }

  /** `facts`: of this one, for when it is written down. Those of one kind are counted together. */
  note(facts: Facts = () => ({}), kind = ''): void {
    this.#count += 1
    const told = this.#since.has(kind) || this.#since.size < mostKinds ? kind : 'others'
    const since = this.#since.get(told)
    if (since === undefined) return this.#write(told, { times: 1, facts })
    since.times += 1
    since.facts = facts
  }

  #write(kind: string, { times, facts }: { times: number; facts: Facts }): void {
    this.#since.set(kind, { times: 0, facts })
    setTimeout(() => this.#whileOver(kind), everyMs).unref()
    this.#log.warn({ ...facts(), times }, this.#what)
  }

  #whileOver(kind: string): void {
    const since = this.#since.get(kind)
    this.#since.delete(kind)
    if (since !== undefined && since.times > 0) this.#write(kind, since)
  }
}
