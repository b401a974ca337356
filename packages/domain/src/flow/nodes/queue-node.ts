// Waits in a queue's line, with announcements and, where there is a key for it, a way out. The run ends when an agent answers.
import type { NodeConfig } from '@openseat/contracts'
import type { NodeBehaviour, NodeView, Outcome } from '../compiled-flow.ts'
import type { FlowAsk, FlowEvent, PromptPiece } from '../run.ts'
import { say } from '../sayings.ts'
import { oneKey } from './asking.ts'
import { type NodeKind, optional, required } from './node-kind.ts'
import type { Read, Scope } from './scope.ts'

type Config = NodeConfig<'queue'>

/** Longer than anybody waits without an announcement: a key is listened for until then, and again. */
const listenSeconds = 300

export const queue: NodeKind<'queue'> = {
  in: ['ivr', 'chat'],
  waits: 'outside',
  ends: true,
  branches: ({ leaveKey }) => [
    ...required('timeout', 'overflow', 'offDuty', ...(leaveKey === null ? [] : ['leftByKey'])),
    ...optional('error'),
  ],
  behaviour: (config, scope) => {
    scope.refers({ kind: 'queue', field: 'config.queueId', value: config.queueId })
    if (config.music !== null) scope.refers({ kind: 'prompt', field: 'config.music', value: config.music })
    return new Queueing(config, scope)
  },
}

class Queueing implements NodeBehaviour {
  readonly #config: Config
  readonly #own: Read<readonly PromptPiece[]>

  constructor(config: Config, scope: Scope) {
    this.#config = config
    this.#own = scope.prompts('config.announcePrompts', config.announcePrompts)
  }

  enter = (at: NodeView): Outcome => {
    const { queueId, priority, maxWaitSeconds, music } = this.#config
    const stay = this.#stay(at, [])
    return { ...stay, asks: [{ do: 'enqueue', queueId, priority, maxWaitSeconds, music }, ...stay.asks] }
  }

  /** The line is the contact's own, and is there after a restart. */
  resume = (at: NodeView): Outcome => this.#stay(at, [])

  on = (event: FlowEvent, at: NodeView): Outcome | undefined => {
    switch (event.type) {
      case 'queueLeft':
        return this.#left(event.outcome)
      case 'keysCollected':
        if (event.outcome === 'ok') return { go: 'leftByKey', asks: [{ do: 'dequeue' }] }
        // A key that means nothing is no reason to tell everything again.
        return this.#stay(at, event.outcome === 'noInput' ? this.#announcement(at) : [])
      case 'timerFired':
        return this.#stay(at, this.#announcement(at))
      // Who hears nothing still waits.
      case 'promptEnded':
      case 'engineFailed':
        return this.#stay(at, [])
      default:
        return undefined
    }
  }

  #left(outcome: Extract<FlowEvent, { type: 'queueLeft' }>['outcome']): Outcome {
    if (outcome === 'answered') return { end: { kind: 'served' }, detail: outcome }
    return { go: outcome === 'closed' ? 'offDuty' : outcome, detail: outcome }
  }

  #stay({ language, context }: NodeView, prompts: readonly PromptPiece[]): Extract<Outcome, { wait: string }> {
    const { announceSeconds, leaveKey } = this.#config
    const wait = 'queue'
    // The queue's own tone is heard again as soon as they are over; the key counts all the while.
    const asks: FlowAsk[] = prompts.length === 0 ? [] : [{ do: 'playPrompts', prompts, language, interruptible: false, clearsKeys: false }]
    if (leaveKey !== null) {
      const collection = oneKey(leaveKey, announceSeconds ?? listenSeconds)
      return { wait, asks: [...asks, { do: 'collectKeys', prompts: [], language, collection, clearsKeys: false }] }
    }
    return announceSeconds === null ? { wait, asks } : { wait, asks, wakeAt: context.now + announceSeconds * 1000 }
  }

  #announcement(at: NodeView): readonly PromptPiece[] {
    const { queueId, announceSeconds, announcePosition, announceWait } = this.#config
    if (announceSeconds === null) return []
    const facts = at.context.queueFacts(queueId)
    const position = announcePosition ? (facts?.position ?? null) : null
    const expected = announceWait ? (facts?.expectedWaitSeconds ?? null) : null
    return [...positionWords(position, at), ...waitWords(expected, at), ...this.#own(at)]
  }
}

function positionWords(position: number | null, { language }: NodeView): PromptPiece[] {
  if (position === null) return []
  if (position <= 1) return [say('queueNext', language)]
  return [say('queueAhead', language), { kind: 'readOut', as: 'number', value: position - 1 }, say('queueAheadEnd', language)]
}

function waitWords(seconds: number | null, { language }: NodeView): PromptPiece[] {
  if (seconds === null) return []
  // Nobody can say it to the second.
  const whole = Math.max(60, Math.ceil(seconds / 60) * 60)
  return [say('expectedWait', language), { kind: 'readOut', as: 'duration', value: whole }, say('expectedWaitEnd', language)]
}
