// Whether there is more to do than can be done. Then new work is refused at the door, in words, so that what was taken on is
// kept: calls in progress, and what agents do in them, are never refused. Heavy requests are refused at once; of calls and
// log-ins a part, which grows while there is too much and shrinks once it is calm, so that what can be done is done.
import { AppError } from '@openseat/contracts'
import type { Logger } from 'pino'
import { Counter, Gauge, type Metric } from 'prom-client'

/** What can be refused. */
export const newWork = ['sipCall', 'browserCall', 'logIn', 'heavyRequest'] as const
export type NewWork = (typeof newWork)[number]

export interface Load {
  /** How late the main thread came to what was due, median of the last second. */
  readonly lagMs: number
  /** The fastest of a desk’s last commits, median of the desks that had any. */
  readonly commitMs: number
}

/** Measured with `npm run bench -- sip-queue`: see docs/adr/0022-overload.md. */
const tooMuch: Load = { lagMs: 100, commitMs: 400 }
const calm: Load = { lagMs: 40, commitMs: 150 }
/** Of the new work, per second. Slower back than forth: it would flutter otherwise. */
const growth = 0.4
const decline = 0.1
const firstPart = 0.2
/** What those who are refused are told to wait. */
export const comeAgainSeconds = 5

export class Overload {
  readonly #log: Pick<Logger, 'warn'>
  readonly #refused = new Counter({
    name: 'openseat_overload_refused_total',
    help: 'New work that was refused because there was too much to do.',
    labelNames: ['work'],
    registers: [],
  })
  #load: Load = { lagMs: 0, commitMs: 0 }
  /** Of new calls and log-ins, from 0 to 1. */
  #part = 0
  #owed = 0
  #measuredAt = 0
  #refusedNow = 0

  constructor(log: Pick<Logger, 'warn'>) {
    this.#log = log
  }

  get is(): boolean {
    return this.#part > 0
  }

  get metrics(): readonly Metric[] {
    const gauge = (name: string, help: string, value: () => number): Gauge =>
      new Gauge({
        name: `openseat_${name}`,
        help,
        registers: [],
        collect() {
          this.set(value())
        },
      })
    return [
      this.#refused,
      gauge('overload', 'Which part of new calls and log-ins is refused.', () => this.#part),
      gauge('lag_seconds', 'How late the main thread comes to what is due.', () => this.#load.lagMs / 1000),
      gauge('commit_seconds', 'How long desks’ commits take.', () => this.#load.commitMs / 1000),
    ]
  }

  /** True when new work is to be refused now; it is counted. */
  refuses(work: NewWork): boolean {
    if (!this.is) return false
    if (work !== 'heavyRequest' && !this.#isItsTurn()) return false
    this.#refused.inc({ work })
    this.#refusedNow += 1
    return true
  }

  /** Throws a refusal in words while there is too much to do. */
  admit(work: NewWork): void {
    if (this.refuses(work)) throw new AppError('OVERLOADED', { seconds: comeAgainSeconds })
  }

  /** Told every so often. */
  measured(load: Load, nowMs: number): void {
    const seconds = (nowMs - this.#measuredAt) / 1000
    this.#measuredAt = nowMs
    this.#load = load
    const before = this.#part
    if (isBeyond(load, tooMuch)) this.#part = before === 0 ? firstPart : Math.min(1, before + growth * seconds)
    else if (!isBeyond(load, calm)) this.#part = Math.max(0, before - decline * seconds)
    if (before === 0 && this.is) this.#began()
    if (before > 0 && !this.is) this.#log.warn({ ...rounded(load), refused: this.#refusedNow }, 'no longer too much to do')
  }

  #began(): void {
    this.#refusedNow = 0
    this.#owed = 1
    this.#log.warn(rounded(this.#load), 'too much to do: some new calls and log-ins, and all heavy requests, are refused')
  }

  /** Evenly: of a part of a fifth every fifth. */
  #isItsTurn(): boolean {
    this.#owed += this.#part
    if (this.#owed < 1) return false
    this.#owed -= 1
    return true
  }
}

const isBeyond = (load: Load, limit: Load): boolean => load.lagMs >= limit.lagMs || load.commitMs >= limit.commitMs

const rounded = ({ lagMs, commitMs }: Load) => ({ lagMs: Math.round(lagMs), commitMs: Math.round(commitMs) })
