// What a flow asks of others than its caller: companies' services and the tenant's tables.
import type { FlowEffect, PlainMap, PlainValue, SecretRef } from '@openseat/domain'
import type { FlowAnswer, FlowQuestion } from '../customer-interfaces/flow-exchange.ts'
import type { TableAnswer, TableQuestion } from '../data/table-lookup.ts'
import type { FlowCall, Perform, Performance } from './flow-call.ts'
import type { Playing, PromptSound } from './prompt-sound.ts'

type EffectOf<D extends FlowEffect['do']> = Extract<FlowEffect, { do: D }>

/** Never rejects. */
export interface FlowInterfaces {
  call(question: FlowQuestion & { readonly interfaceId: number }): Promise<FlowAnswer>
}

/** A caller hears nothing for so long without wondering. */
const patienceMs = 2_000

const isSecret = (value: PlainValue | SecretRef): value is SecretRef => typeof value === 'object' && value !== null && 'secretRef' in value

export const callInterface =
  (interfaces: FlowInterfaces, sound: PromptSound): Perform<EffectOf<'callInterface'>> =>
  (call, effect, tell) => {
    const { effectId, interfaceId, timeoutSeconds, retries } = effect
    const waiting = new WaitingPrompts(call, effect, sound)
    const body = bodyOf(call, effect.inputs)
    if (body === null) {
      waiting.stop()
      tell({ type: 'interfaceAnswered', effectId, outcome: 'error', answer: null, problem: 'secretLost' })
      return { stop: () => undefined }
    }
    const secrets = new Set(Object.entries(effect.inputs).flatMap(([name, value]) => (isSecret(value) ? [name] : [])))
    void interfaces.call({ tenantId: call.tenantId, interfaceId, body, timeoutMs: timeoutSeconds * 1000, retries }).then((answered) => {
      waiting.stop()
      if ('answer' in answered) {
        const answer = call.vault.without(answered.answer, secrets)
        return tell({ type: 'interfaceAnswered', effectId, outcome: 'answered', answer })
      }
      const outcome = answered.isTimeout ? 'timeout' : 'error'
      tell({ type: 'interfaceAnswered', effectId, outcome, answer: null, problem: answered.problem })
    })
    return { stop: () => waiting.stop(), audible: () => waiting.audible() }
  }

/** Null: a secret in it was lost. */
function bodyOf({ vault }: FlowCall, inputs: EffectOf<'callInterface'>['inputs']): PlainMap | null {
  const body: PlainMap = {}
  for (const [name, value] of Object.entries(inputs)) {
    const clear = isSecret(value) ? vault.open(value) : value
    if (clear === undefined) return null
    body[name] = clear
  }
  return body
}

/** Said when the answer is late: once, and anew to a caller whose sound was away. */
class WaitingPrompts implements Performance {
  readonly #play: () => Playing | null
  readonly #timer: NodeJS.Timeout
  #playing: Playing | null = null
  #isDue = false

  constructor(call: FlowCall, { waitingPrompts: pieces, language }: EffectOf<'callInterface'>, sound: PromptSound) {
    this.#play = () => (call.leg === null || !call.isAudible ? null : sound.play(call.tenantId, call.leg, { pieces, language }))
    this.#timer = setTimeout(() => {
      this.#isDue = pieces.length > 0
      this.audible()
    }, patienceMs)
  }

  audible(): void {
    if (!this.#isDue) return
    this.#playing?.stop()
    this.#playing = this.#play()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#isDue = false
    this.#playing?.stop()
  }
}

export const readTable =
  (tables: { read(question: TableQuestion): Promise<TableAnswer> }): Perform<EffectOf<'readTable'>> =>
  ({ tenantId }, { effectId, tableId, value, columns }, tell) => {
    void tables.read({ tenantId, tableId, value, columns }).then((answer) => {
      if ('problem' in answer) tell({ type: 'tableAnswered', effectId, outcome: 'error', row: {}, problem: answer.problem })
      else tell({ type: 'tableAnswered', effectId, outcome: answer.row ? 'found' : 'none', row: answer.row ?? {} })
    })
    return { stop: () => undefined }
  }
