// Asks an enterprise's service, and takes variables from its answer. What the answer lacks is an error unless a row has a default.
import type { NodeConfig } from '@openseat/contracts'
import type { PlainValue } from '../../expression/plain-value.ts'
import type { NodeBehaviour, NodeView, Outcome } from '../compiled-flow.ts'
import type { FlowEvent, PromptPiece, SecretRef } from '../run.ts'
import { type NodeKind, everyKind, optional, required } from './node-kind.ts'
import { NodeFailure, type Read, type Scope } from './scope.ts'

type Config = NodeConfig<'interface'>

export const interfaceNode: NodeKind<'interface'> = {
  in: everyKind,
  waits: 'outside',
  ends: false,
  branches: ({ success }) => [
    ...required('ok', ...(success === '' ? [] : ['businessFailed'])),
    // Where they lead nowhere, they are errors.
    ...optional('timeout', 'error'),
  ],
  behaviour: (config, scope) => {
    scope.refers({ kind: 'interface', field: 'config.interfaceId', value: config.interfaceId })
    return new Asking(config, scope)
  },
}

interface Mapping {
  readonly to: string
  readonly read: Read<PlainValue>
  readonly fallback: PlainValue | undefined
}

class Asking implements NodeBehaviour {
  readonly #config: Config
  readonly #inputs: readonly (readonly [string, Read<PlainValue | SecretRef | null>])[]
  readonly #success: Read<PlainValue> | null
  readonly #mappings: readonly Mapping[]
  readonly #waiting: Read<readonly PromptPiece[]>

  constructor(config: Config, scope: Scope) {
    const { inputs, mappings, success, waitingPrompts } = config
    this.#config = config
    this.#inputs = inputs.map(({ name, value }, index) => [name, scope.input(`config.inputs.${index}.value`, value)])
    this.#success = success === '' ? null : scope.expression('config.success', success, { type: 'bool', answer: true })
    this.#mappings = mappings.map(({ to, path, default: fallback }, index) => {
      const row = `config.mappings.${index}`
      const assigned = { to, toField: `${row}.to`, text: path, textField: `${row}.path` }
      return { to, read: scope.assigned(assigned, { answer: true }), fallback }
    })
    this.#waiting = scope.prompts('config.waitingPrompts', waitingPrompts)
  }

  enter = (at: NodeView): Outcome => {
    const inputs: Record<string, PlainValue | SecretRef> = {}
    for (const [index, [name, read]] of this.#inputs.entries()) {
      const value = read(at)
      if (value === null && this.#isLost(index, at)) return { lost: this.#config.inputs[index]?.value.trim() ?? name }
      inputs[name] = value
    }
    const { interfaceId, timeoutSeconds, retries } = this.#config
    const waitingPrompts = this.#waiting(at)
    const { language } = at
    return { wait: 'interface', asks: [{ do: 'callInterface', interfaceId, inputs, timeoutSeconds, retries, waitingPrompts, language }] }
  }

  #isLost(index: number, at: NodeView): boolean {
    return at.secret(this.#config.inputs[index]?.value.trim() ?? '') === null
  }

  on = (event: FlowEvent, at: NodeView): Outcome | undefined => {
    if (event.type !== 'interfaceAnswered') return undefined
    const { outcome, answer, problem = '' } = event
    if (outcome === 'timeout' && at.leads('timeout')) return { go: 'timeout', detail: problem }
    if (outcome !== 'answered') return { fail: 'interface', detail: problem === '' ? outcome : problem }
    const isDone = this.#success === null || this.#holds(this.#success, at, answer)
    const changes = this.#read(at, answer, isDone)
    return isDone ? { go: 'ok', changes } : { go: 'businessFailed', changes }
  }

  /** A condition that cannot be read does not hold. */
  #holds(success: Read<PlainValue>, at: NodeView, answer: PlainValue): boolean {
    try {
      return success(at, answer) === true
    } catch (error) {
      if (error instanceof NodeFailure) return false
      throw error
    }
  }

  /** Of an answer that says no, what is there. */
  #read(at: NodeView, answer: PlainValue, isDone: boolean): ReadonlyMap<string, PlainValue> {
    const changes = new Map<string, PlainValue>()
    for (const { to, read, fallback } of this.#mappings) {
      try {
        changes.set(to, read(at, answer))
      } catch (error) {
        if (!(error instanceof NodeFailure)) throw error
        if (fallback !== undefined) changes.set(to, fallback)
        else if (isDone) throw new NodeFailure('answerUnread', `${to}: ${error.detail}`)
      }
    }
    return changes
  }
}
