// Written messages: told, and asked for.
import type { NodeConfig } from '@openseat/contracts'
import type { NodeBehaviour, NodeView, Outcome } from '../compiled-flow.ts'
import type { FlowEvent } from '../run.ts'
import { type NodeKind, optional, required } from './node-kind.ts'
import type { Read, Scope } from './scope.ts'

export const message: NodeKind<'message'> = {
  in: ['chat'],
  waits: 'never',
  ends: false,
  branches: () => [...required('next'), ...optional('error')],
  behaviour: ({ text, buttons }, scope) => {
    const written = scope.template('config.text', text)
    return { enter: (at) => ({ go: 'next', asks: [{ do: 'sendMessage', text: written(at), buttons }] }) }
  },
}

type Config = NodeConfig<'ask'>

export const ask: NodeKind<'ask'> = {
  in: ['chat'],
  waits: 'input',
  ends: false,
  branches: () => [...required('ok', 'noInput', 'invalid'), ...optional('error')],
  behaviour: (config, scope) => {
    scope.target('config.variable', config.variable)
    return new Question(config, scope)
  },
}

/** A message that a customer writes is cut to this, as a variable's value. */
const textLength = 4_096

class Question implements NodeBehaviour {
  readonly #config: Config
  readonly #text: Read<string>
  readonly #invalidText: Read<string>
  readonly #fits: (text: string) => boolean

  constructor(config: Config, scope: Scope) {
    this.#config = config
    this.#text = scope.template('config.text', config.text)
    this.#invalidText = config.invalidText === '' ? this.#text : scope.template('config.invalidText', config.invalidText)
    this.#fits = scope.pattern('config.pattern', config.pattern) ?? (() => true)
  }

  enter = (at: NodeView): Outcome => this.#ask(this.#text, at, 0)

  /** The question stands in the chat already. */
  resume = (at: NodeView): Outcome => ({ wait: 'message', asks: [], wakeAt: this.#until(at) })

  on = (event: FlowEvent, at: NodeView): Outcome | undefined => {
    if (event.type === 'timerFired') return { go: 'noInput' }
    if (event.type !== 'messageReceived') return undefined
    const { buttons, variable } = this.#config
    const text = event.text.trim().slice(0, textLength)
    const value = buttons.find(({ label }) => label === text)?.value ?? text
    if (value !== '' && this.#fits(value)) return { go: 'ok', changes: new Map([[variable, value]]) }
    return at.attempt < this.#config.retries ? this.#ask(this.#invalidText, at, at.attempt + 1) : { go: 'invalid' }
  }

  #ask(text: Read<string>, at: NodeView, attempt: number): Outcome {
    const { buttons } = this.#config
    return { wait: 'message', asks: [{ do: 'sendMessage', text: text(at), buttons }], attempt, wakeAt: this.#until(at) }
  }

  #until({ context }: NodeView): number {
    return context.now + this.#config.waitSeconds * 1000
  }
}
