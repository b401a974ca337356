// One contact in a flow, as the outside has it: what is under way for it, the keys that were pressed, and its secrets.
import type { FlowEffect, FlowEvent, FlowPlan, RoomLeg } from '@openseat/domain'
import { PressedKeys } from './pressed-keys.ts'
import { SecretVault } from './secret-vault.ts'

/** Something under way. */
export interface Performance {
  /** What comes of it is told nobody any more. */
  stop(): void
  /** A key of the caller's; false where it is not for this. */
  readonly press?: (key: string) => boolean
  /** The caller can hear, now or again. */
  readonly audible?: () => void
}

type Tell = (event: FlowEvent) => void
/** `tell` may be called once; the first event ends it. */
export type Perform<E extends FlowEffect = FlowEffect> = (call: FlowCall, effect: E, tell: Tell) => Performance

const needsSound: ReadonlySet<FlowEffect['do']> = new Set(['playPrompts', 'collectKeys', 'record'])

export class FlowCall {
  readonly tenantId: number
  readonly callId: string
  readonly keys = new PressedKeys()
  readonly vault = new SecretVault()
  /** Tones of its telephone count as keys. */
  isListening = false
  #n = 0
  #leg: RoomLeg | null = null
  #isAudible = false
  /** By effect; null once its event is told, until the flow has taken it. */
  readonly #underWay = new Map<number, Performance | null>()

  constructor(tenantId: number, callId: string) {
    this.tenantId = tenantId
    this.callId = callId
  }

  /** Which of the contact's flows it is in. */
  get flowNumber(): number {
    return this.#n
  }

  /** Whether there is someone to hear what is played. */
  get isAudible(): boolean {
    return this.#leg !== null && this.#isAudible
  }

  get leg(): RoomLeg | null {
    return this.#leg
  }

  /** Ends what the plan does not have, and begins what it has beside. What is to be heard waits until there is someone to hear it. */
  follow(plan: FlowPlan, begin: { perform: Perform; tell: (event: FlowEvent) => void }): void {
    if (plan.n !== this.#n) this.stop()
    this.#n = plan.n
    this.#leg = plan.leg
    const wanted = new Map(plan.effects.map((effect) => [effect.effectId, effect]))
    for (const id of this.#underWay.keys()) if (!wanted.has(id)) this.#end(id)
    for (const effect of plan.effects) {
      if (needsSound.has(effect.do) && !plan.isAudible) this.#endUnlessTold(effect.effectId)
      else if (!this.#underWay.has(effect.effectId)) this.#begin(effect, begin)
    }
    this.#hear(plan.isAudible)
  }

  #hear(isAudible: boolean): void {
    const isNew = isAudible && !this.#isAudible
    this.#isAudible = isAudible
    if (isNew) for (const performance of this.#underWay.values()) performance?.audible?.()
  }

  press(key: string, nowMs: number): void {
    if (!this.keys.isNew(key, nowMs)) return
    const isTaken = [...this.#underWay.values()].some((performance) => performance?.press?.(key) === true)
    if (!isTaken) this.keys.keep(key)
  }

  stop(): void {
    for (const id of this.#underWay.keys()) this.#end(id)
  }

  #begin(effect: FlowEffect, { perform, tell }: { perform: Perform; tell: (event: FlowEvent) => void }): void {
    const { effectId } = effect
    // Also where it ends before it is known as under way.
    let isOver = false
    const performance = perform(this, effect, (event) => {
      if (isOver) return
      isOver = true
      this.#underWay.set(effectId, null)
      tell(event)
    })
    if (isOver) return
    this.#underWay.set(effectId, {
      ...performance,
      stop: () => {
        isOver = true
        performance.stop()
      },
    })
  }

  #end(effectId: number): void {
    this.#underWay.get(effectId)?.stop()
    this.#underWay.delete(effectId)
  }

  #endUnlessTold(effectId: number): void {
    if (this.#underWay.get(effectId)) this.#end(effectId)
  }
}
