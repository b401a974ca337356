// An agent at a telephone of its own signs in or out: asks for the agent number, then for the telephone's PIN, which stays secret.
import type { FlowPrompt, NodeConfig } from '@openseat/contracts'
import type { NodeBehaviour, NodeView, Outcome } from '../compiled-flow.ts'
import { isSecret } from '../flow-values.ts'
import type { Collection, FlowEvent, PromptPiece } from '../run.ts'
import { type NodeKind, optional, required } from './node-kind.ts'
import type { Read, Scope } from './scope.ts'

type Config = NodeConfig<'agentSignIn'>

const interDigitSeconds = 3
const numberDigits = { min: 3, max: 5 }
const pinDigits = { min: 6, max: 12 }

export const agentSignIn: NodeKind<'agentSignIn'> = {
  in: ['ivr'],
  waits: 'input',
  ends: false,
  branches: () => [...required('ok', 'refused', 'locked'), ...optional('error')],
  behaviour: (config, scope) => new SigningIn(config, scope),
}

class SigningIn implements NodeBehaviour {
  readonly #config: Config
  readonly #numberPrompts: Read<readonly PromptPiece[]>
  readonly #pinPrompts: Read<readonly PromptPiece[]>

  constructor(config: Config, scope: Scope) {
    const prompts = (field: 'numberPrompts' | 'pinPrompts', of: readonly FlowPrompt[]) => scope.prompts(`config.${field}`, of)
    this.#config = config
    this.#numberPrompts = prompts('numberPrompts', config.numberPrompts)
    this.#pinPrompts = prompts('pinPrompts', config.pinPrompts)
  }

  enter = (at: NodeView): Outcome => this.#ask(at, null, 0)

  on = (event: FlowEvent, at: NodeView): Outcome | undefined => {
    if (event.type === 'signInEnded') return this.#ended(event.outcome, at)
    if (event.type !== 'keysCollected') return undefined
    const number = numberIn(at)
    if (event.outcome !== 'ok') return this.#again(at, number)
    if (isSecret(event.value)) return number === null ? undefined : this.#signIn(number, event.value)
    return this.#ask(at, event.value, at.attempt)
  }

  /** Null: the number is asked for; else the PIN of that number. */
  #ask(at: NodeView, number: string | null, attempt: number): Outcome {
    const { firstDigitSeconds } = this.#config
    const { language } = at
    const prompts = (number === null ? this.#numberPrompts : this.#pinPrompts)(at)
    const digits = number === null ? numberDigits : pinDigits
    const times = { firstDigitSeconds, interDigitSeconds }
    const collection: Collection = { ...digits, ...times, terminator: '#', keys: null, pattern: null, secret: number !== null }
    const memory = number === null ? {} : { number }
    return { wait: 'keys', asks: [{ do: 'collectKeys', prompts, language, collection, clearsKeys: attempt > 0 }], attempt, memory }
  }

  #signIn(agentNumber: string, pin: Parameters<typeof isSecret>[0]): Outcome | undefined {
    if (!isSecret(pin)) return undefined
    const { as } = this.#config
    return { wait: 'signIn', asks: [{ do: 'signInAgent', agentNumber, pin, as }], memory: { number: agentNumber } }
  }

  #ended(outcome: 'ok' | 'refused' | 'locked', at: NodeView): Outcome {
    if (outcome === 'refused' && at.attempt < this.#config.retries) return this.#ask(at, null, at.attempt + 1)
    return { go: outcome, detail: numberIn(at) ?? '' }
  }

  #again(at: NodeView, number: string | null): Outcome {
    if (at.attempt < this.#config.retries) return this.#ask(at, number, at.attempt + 1)
    return { go: 'refused', detail: number ?? '' }
  }
}

const numberIn = ({ memory }: NodeView): string | null => (typeof memory['number'] === 'string' ? memory['number'] : null)
