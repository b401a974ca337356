// Collects digits into a variable. What is secret stays with whoever collects: the variable holds a reference. Digits may be read
// back and confirmed by a key.
import type { NodeConfig } from '@openseat/contracts'
import type { NodeBehaviour, NodeView, Outcome } from '../compiled-flow.ts'
import { isSecret } from '../flow-values.ts'
import type { Collection, FlowEvent } from '../run.ts'
import { say } from '../sayings.ts'
import { type Asking, asking, type Missed, oneKey } from './asking.ts'
import { type NodeKind, optional, required, spoken } from './node-kind.ts'
import type { Scope } from './scope.ts'

type Config = NodeConfig<'collect'>

export const collect: NodeKind<'collect'> = {
  in: spoken,
  waits: 'input',
  ends: false,
  branches: () => [...required('ok', 'noInput', 'invalid'), ...optional('error')],
  behaviour: (config, scope) => {
    const { min, max, pattern, secret, repeatBack, variable } = config
    if (min > max) scope.problem('lengths', { field: 'config.min' })
    if (secret && repeatBack) scope.problem('secret', { field: 'config.repeatBack', params: { name: variable } })
    scope.target('config.variable', variable, { type: secret ? 'secret' : undefined })
    scope.pattern('config.pattern', pattern)
    return new Collecting(config, scope)
  },
}

class Collecting implements NodeBehaviour {
  readonly #config: Config
  readonly #asking: Asking
  readonly #collection: Collection

  constructor(config: Config, scope: Scope) {
    this.#config = config
    this.#asking = asking(config, scope)
    const { min, max, terminator, firstDigitSeconds, interDigitSeconds, pattern, secret } = config
    const form = { min, max, terminator, keys: null, pattern: pattern === '' ? null : pattern, secret }
    this.#collection = { ...form, firstDigitSeconds, interDigitSeconds }
  }

  enter = (at: NodeView): Outcome => this.#ask(at, null, 0)

  on = (event: FlowEvent, at: NodeView): Outcome | undefined => {
    if (event.type !== 'keysCollected') return undefined
    const { outcome, value } = event
    if (typeof at.memory['digits'] === 'string') return this.#confirmed(outcome === 'ok' && value === '1', at.memory['digits'], at)
    if (outcome !== 'ok') return this.#missed(outcome, at)
    if (isSecret(value) || !this.#config.repeatBack) return this.#got(value)
    return this.#readBack(value, at)
  }

  #ask(at: NodeView, missed: Missed | null, attempt: number): Outcome {
    return { wait: 'keys', asks: [this.#asking.ask(at, missed, this.#collection)], attempt, memory: {} }
  }

  #missed(missed: Missed, at: NodeView): Outcome {
    if (this.#asking.again(at)) return this.#ask(at, missed, at.attempt + 1)
    return { go: missed, detail: `${at.attempt + 1}` }
  }

  #got(value: Parameters<typeof isSecret>[0]): Outcome {
    const detail = isSecret(value) ? `length ${value.length}` : String(value)
    return { go: 'ok', changes: new Map([[this.#config.variable, value]]), detail }
  }

  #readBack(digits: string, { language }: NodeView): Outcome {
    const prompts = [say('readBack', language), { kind: 'readOut', as: 'digits', value: digits } as const, say('readBackChoice', language)]
    const collection = oneKey('12', this.#config.firstDigitSeconds)
    return { wait: 'keys', asks: [{ do: 'collectKeys', prompts, language, collection, clearsKeys: false }], memory: { digits } }
  }

  #confirmed(isRight: boolean, digits: string, at: NodeView): Outcome {
    return isRight ? this.#got(digits) : this.#missed('invalid', at)
  }
}
