// What happened in a run, in order: every message in and out, and what the lab did. A page that floods fills neither the
// memory nor the screen.

export type LogDirection = 'toPage' | 'fromPage' | 'lab'

export interface LogEntry {
  readonly n: number
  /** Milliseconds since the run began. */
  readonly at: number
  readonly direction: LogDirection
  /** Of a message: its kind or event; of the lab: what it did or saw. */
  readonly name: string
  readonly data: unknown
}

const mostEntries = 2_000
const mostPerSecond = 200

export class LabLog {
  #entries: readonly LogEntry[] = []
  #began = performance.now()
  #n = 0
  #second = 0
  #inSecond = 0
  #peak = 0
  readonly #onEntry = new Set<(entry: LogEntry) => void>()

  get entries(): readonly LogEntry[] {
    return this.#entries
  }

  /** Most messages of the page in one second. */
  get peakPerSecond(): number {
    return this.#peak
  }

  begin(): void {
    this.#entries = []
    this.#began = performance.now()
    this.#peak = 0
    this.#inSecond = 0
  }

  /** Milliseconds since the run began. */
  get now(): number {
    return performance.now() - this.#began
  }

  add(direction: LogDirection, name: string, data: unknown = null): void {
    if (direction === 'fromPage' && !this.#isTaken()) return
    this.#keep({ n: ++this.#n, at: this.now, direction, name, data })
  }

  onEntry(take: (entry: LogEntry) => void): () => void {
    this.#onEntry.add(take)
    return () => this.#onEntry.delete(take)
  }

  /** The next entry that is meant, or null when it does not come in time. */
  next(isMeant: (entry: LogEntry) => boolean, withinMs: number): Promise<LogEntry | null> {
    return new Promise((resolve) => {
      const end = (entry: LogEntry | null): void => {
        clearTimeout(timer)
        forget()
        resolve(entry)
      }
      const timer = setTimeout(() => end(null), withinMs)
      const forget = this.onEntry((entry) => {
        if (isMeant(entry)) end(entry)
      })
    })
  }

  #keep(entry: LogEntry): void {
    this.#entries = [...this.#entries.slice(1 - mostEntries), entry]
    for (const take of this.#onEntry) take(entry)
  }

  #isTaken(): boolean {
    const second = Math.floor(performance.now() / 1000)
    if (second !== this.#second) this.#inSecond = 0
    this.#second = second
    this.#inSecond += 1
    this.#peak = Math.max(this.#peak, this.#inSecond)
    if (this.#inSecond === mostPerSecond + 1)
      this.#keep({ n: ++this.#n, at: this.now, direction: 'lab', name: 'flood', data: mostPerSecond })
    return this.#inSecond <= mostPerSecond
  }
}
