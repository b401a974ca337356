// Flows for tests, written as short as can be: nodes by id, with what differs from the defaults.
import { flowDocumentSchema, type FlowDocument } from '@openseat/contracts'
import { isFlowRejection, advanceFlow, startFlow, type FlowGiven, type FlowProgress } from '../advance.ts'
import { compileFlow } from '../compile/compile-flow.ts'
import type { FlowLibrary } from '../compiled-flow.ts'
import type { FlowContext } from '../flow-context.ts'
import { flowRef, type FlowEvent, type FlowRef, type FlowRun, type WaitingRun } from '../run.ts'

export type Nodes = Readonly<Record<string, readonly [kind: string, config: object, next?: Readonly<Record<string, string>>]>>

export const documentOf = (nodes: Nodes, more: object = {}): FlowDocument =>
  flowDocumentSchema.parse({
    schema: 1,
    kind: 'ivr',
    name: 'test',
    start: 's',
    onError: null,
    nodes: Object.fromEntries(Object.entries(nodes).map(([id, [kind, config, next = {}]]) => [id, { kind, config, next }])),
    ...more,
  })

export const text = (words: string) => [{ kind: 'text', text: words }]

export const mainRef = flowRef(1, 1)

export const libraryOf = (flows: Readonly<Record<FlowRef, FlowDocument>>): FlowLibrary => ({
  compiled: new Map(Object.entries(flows).map(([ref, document]) => [ref, compileFlow(document, ref)])),
})

export const noon = Date.UTC(2026, 10, 23, 4)

export const contextAt = (now: number, more: Partial<FlowContext> = {}): FlowContext => ({
  now,
  timeZone: 'Asia/Shanghai',
  workingHours: new Map(),
  hasWayBack: true,
  queueFacts: () => null,
  ...more,
})

export interface Told {
  readonly run: FlowRun
  readonly effects: FlowProgress['effects']
  readonly trace: FlowProgress['trace']
}

/** A run that is told one thing after another, with a clock that is moved by hand. */
export class Played {
  readonly library: FlowLibrary
  now = noon
  context: Partial<FlowContext> = {}
  progress: FlowProgress
  readonly trace: FlowProgress['trace'][number][] = []

  constructor(library: FlowLibrary, given: FlowGiven = { variables: {} }, context: Partial<FlowContext> = {}) {
    this.library = library
    this.context = context
    this.progress = startFlow(this.world, mainRef, given)
    this.trace.push(...this.progress.trace)
  }

  get world() {
    return { library: this.library, context: contextAt(this.now, this.context) }
  }

  get run(): FlowRun {
    return this.progress.run
  }

  get waiting(): WaitingRun {
    if (this.run.at !== 'waiting') throw new Error(`finished: ${JSON.stringify(this.run.end)}`)
    return this.run
  }

  get effect() {
    return this.progress.effects.at(-1)
  }

  /** False where it was rejected. */
  tell(event: FlowEvent): boolean {
    const progress = advanceFlow(this.world, this.waiting, event)
    if (isFlowRejection(progress)) return false
    this.progress = progress
    this.trace.push(...progress.trace)
    return true
  }

  get awaited(): number {
    return this.waiting.awaits.at(-1) ?? -1
  }

  press(value: string): boolean {
    return this.tell({ type: 'keysCollected', effectId: this.awaited, outcome: 'ok', value })
  }

  miss(outcome: 'noInput' | 'invalid'): boolean {
    return this.tell({ type: 'keysCollected', effectId: this.awaited, outcome, value: '' })
  }

  /** The way so far, as `node>branch`. */
  get way(): string {
    return this.trace.map(({ nodeId, branch }) => `${nodeId}>${branch}`).join(' ')
  }
}
