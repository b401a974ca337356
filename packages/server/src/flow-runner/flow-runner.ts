// Does outside what flows ask for: it compares what each contact's flow waits for with what is under way for it, begins the one and
// ends the other. What comes of it is told to the desk, as facts that are never lost.
import type { AcdInput, FlowEffect, FlowPlan, RoomLeg } from '@openseat/domain'
import type { LegVoice } from '../desk/ports/leg-voice.ts'
import { FlowCall, type Perform } from './flow-call.ts'

export type Performers = { readonly [D in OutsideName]: Perform<Extract<FlowEffect, { do: D }>> }
type OutsideName = FlowPlan['effects'][number]['do']

export interface FlowRunnerParts {
  readonly performers: Performers
  readonly voice: LegVoice
  readonly report: (tenantId: number, input: AcdInput) => void
}

export class FlowRunner {
  readonly #parts: FlowRunnerParts
  /** By call id. */
  readonly #calls = new Map<string, FlowCall>()
  /** Call ids by room. */
  readonly #rooms = new Map<string, string>()

  readonly #unsubscribe: () => void

  constructor(parts: FlowRunnerParts) {
    this.#parts = parts
    this.#unsubscribe = parts.voice.on((_tenantId, at, event) => event.type === 'keyPressed' && this.#pressed(at, event.key))
  }

  get size(): number {
    return this.#calls.size
  }

  follow(tenantId: number, plan: FlowPlan): void {
    if (plan.ref === null) return this.#forget(plan.callId)
    const { callId, n } = plan
    const call = this.#calls.get(callId) ?? new FlowCall(tenantId, callId)
    this.#calls.set(callId, call)
    if (plan.leg) this.#rooms.set(plan.leg.room, callId)
    if (plan.leg && plan.isAudible) this.#listen(call, plan.leg)
    call.follow(plan, {
      perform: this.#perform,
      tell: (event) => this.#parts.report(tenantId, { type: 'flowTold', callId, n, event }),
    })
  }

  #pressed({ room, leg }: RoomLeg, key: string): void {
    const call = this.#calls.get(this.#rooms.get(room) ?? '')
    if (call?.leg?.leg === leg) call.press(key, performance.now())
  }

  /** Nothing is told any more of what is under way. */
  close(): void {
    this.#unsubscribe()
    for (const callId of this.#calls.keys()) this.#forget(callId)
  }

  readonly #perform: Perform = (call, effect, tell) => (this.#parts.performers[effect.do as OutsideName] as Perform)(call, effect, tell)

  /** Whoever's telephone knows no other way sends its keys as tones. */
  #listen(call: FlowCall, at: RoomLeg): void {
    if (call.isListening) return
    call.isListening = true
    this.#parts.voice.listenForTones(at, true).catch(() => (call.isListening = false))
  }

  #forget(callId: string): void {
    const call = this.#calls.get(callId)
    if (!call) return
    call.stop()
    this.#calls.delete(callId)
    if (!call.leg) return
    this.#rooms.delete(call.leg.room)
    this.#parts.voice.listenForTones(call.leg, false).catch(() => undefined)
  }
}
