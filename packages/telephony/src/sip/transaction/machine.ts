// Runs one table: the single gate through which a transaction's state changes. Timers end with the last state.

import type { Clock } from '../base/clock.ts'
import type { Effect, Event, State, Table } from './tables.ts'
import { Timers, type TimerName } from './timers.ts'

export type OwnEffect = Exclude<Effect, `start${TimerName}` | 'stopTimers' | 'slowE'>

type MachineParts = {
  table: Table
  initial: State
  clock: Clock
  reliable: boolean
  perform: (effect: OwnEffect) => void
  onTerminated: () => void
}

export class Machine {
  readonly #parts: MachineParts
  readonly #timers: Timers
  #state: State

  constructor(parts: MachineParts) {
    this.#parts = parts
    this.#state = parts.initial
    const { clock, reliable } = parts
    this.#timers = new Timers({ clock, reliable, onTimer: (name) => void this.take(name) })
  }

  get state(): State {
    return this.#state
  }

  startTimers(...names: TimerName[]): void {
    for (const name of names) this.#timers.start(name)
  }

  /** False when this state does not take the event. */
  take(event: Event): boolean {
    const step = this.#parts.table[this.#state]?.[event]
    if (step === undefined) return false
    const [to, ...effects] = step
    this.#state = to
    if (to === 'terminated') this.#timers.stopAll()
    for (const effect of effects) this.#perform(effect)
    if (to === 'terminated') this.#parts.onTerminated()
    return true
  }

  /** Ends silently. */
  close(): void {
    if (this.#state === 'terminated') return
    this.#state = 'terminated'
    this.#timers.stopAll()
    this.#parts.onTerminated()
  }

  #perform(effect: Effect): void {
    if (effect === 'stopTimers') this.#timers.stopAll()
    else if (effect === 'slowE') this.#timers.slowDown('E')
    else if (isStart(effect)) this.#timers.start(effect.slice('start'.length) as TimerName)
    else this.#parts.perform(effect)
  }
}

const isStart = (effect: Effect): effect is `start${TimerName}` => effect.startsWith('start')
