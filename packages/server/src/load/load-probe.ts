// Measures the load: how late a timer comes, and how long desks' commits take.
import { performance } from 'node:perf_hooks'
import type { Load, Overload } from './overload.ts'

const tickMs = 25
const lagWindowMs = 1_000
const commitWindowMs = 5_000
/** Fewer tell of one halt, such as a collection of garbage, and not of too much to do. */
const fewestTicks = 4
/** Of a desk, in a row: the fastest of them counts. */
const commitsInARow = 5

interface Tick {
  readonly at: number
  readonly lateMs: number
}

interface Commits {
  readonly at: number
  readonly lastMs: readonly number[]
}

export class LoadProbe {
  readonly #overload: Overload
  readonly #commits = new Map<number, Commits>()
  readonly #ticks: Tick[] = []
  readonly #now: () => number
  #due: number
  #timer: NodeJS.Timeout | undefined

  constructor(overload: Overload, now = () => performance.now()) {
    this.#overload = overload
    this.#now = now
    this.#due = now() + tickMs
  }

  start(): void {
    this.#due = this.#now() + tickMs
    this.#timer = setInterval(() => this.tick(), tickMs)
    this.#timer.unref()
  }

  /** The timer has come. */
  tick(): void {
    const at = this.#now()
    this.#ticks.push({ at, lateMs: Math.max(0, at - this.#due) })
    this.#due = at + tickMs
    this.#overload.measured(this.#load(at), at)
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** A desk's commit took so long. */
  committed(tenantId: number, ms: number): void {
    const before = this.#commits.get(tenantId)?.lastMs ?? []
    this.#commits.set(tenantId, { at: this.#now(), lastMs: [...before, ms].slice(-commitsInARow) })
  }

  #load(at: number): Load {
    while (this.#ticks.length > fewestTicks && (this.#ticks[0]?.at ?? at) < at - lagWindowMs) this.#ticks.shift()
    for (const [tenantId, commit] of this.#commits) if (commit.at < at - commitWindowMs) this.#commits.delete(tenantId)
    const inRow = [...this.#commits.values()].filter(({ lastMs }) => lastMs.length === commitsInARow)
    return {
      lagMs: this.#ticks.length < fewestTicks ? 0 : median(this.#ticks.map(({ lateMs }) => lateMs)),
      commitMs: median(inRow.map(({ lastMs }) => Math.min(...lastMs))),
    }
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
