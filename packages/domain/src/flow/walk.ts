// A run on its way from one wait to the next: it goes from node to node, counts what is spent, calls sub-flows, and leads what
// fails to the error branch once, then to the apology. No node knows another.
import { flowBudgets, flowLimits } from '@openseat/contracts'
import type { Values } from '../expression/expression.ts'
import { Meter } from '../expression/meter.ts'
import type { PlainValue } from '../expression/plain-value.ts'
import { changed } from './changing.ts'
import type { NewValues, CompiledFlow, CompiledNode, FlowLibrary, NodeView, Outcome } from './compiled-flow.ts'
import type { FlowContext } from './flow-context.ts'
import { initialVars, secretIn, sizeOfValues, valuesOf, withoutSecrets } from './flow-values.ts'
import type { FlowAsk, FlowEffect, FlowEnd, FlowFault, FlowFrame, FlowRun, FlowTraceRow, SecretRef, WaitingRun } from './run.ts'
import { say, sayings } from './sayings.ts'
import { isOverspent, sinceInput, withCalls, withStep } from './spending.ts'

/** Flows, and the moment at which one of them is moved. */
export interface FlowWorld {
  readonly library: FlowLibrary
  readonly context: FlowContext
}

export interface FlowProgress {
  readonly run: FlowRun
  readonly effects: readonly FlowEffect[]
  readonly trace: readonly FlowTraceRow[]
}

type Of<K extends string> = Extract<Outcome, Readonly<Record<K, unknown>>>
type Mutable<T> = { -readonly [K in keyof T]: T[K] }

const answered: ReadonlySet<FlowAsk['do']> = new Set(['playPrompts', 'collectKeys', 'callInterface', 'readTable', 'record', 'signInAgent'])
const detailLength = 200
const hourMs = 3_600_000
/** What the error branch and the apology may take once the run's time is over. */
const errorMs = 600_000
const apologyMs = 30_000

export class Walk {
  readonly #library: FlowLibrary
  readonly #context: FlowContext
  readonly #run: Mutable<WaitingRun>
  readonly #effects: FlowEffect[] = []
  readonly #trace: FlowTraceRow[] = []
  #finished: FlowRun | null = null
  #meter = new Meter(flowBudgets.expressions)

  constructor({ library, context }: FlowWorld, run: WaitingRun) {
    this.#library = library
    this.#context = context
    this.#run = { ...run }
  }

  get progress(): FlowProgress {
    return { run: this.#finished ?? this.#run, effects: this.#effects, trace: this.#trace }
  }

  get #flow(): CompiledFlow | undefined {
    return this.#library.compiled.get(this.#run.flow)
  }

  /** Where the run stands; undefined when its flow is not there. */
  get node(): CompiledNode | undefined {
    return this.#flow?.nodes.get(this.#run.nodeId)
  }

  get #kind(): CompiledFlow['kind'] {
    return this.#library.compiled.get(this.#run.frames[0]?.flow ?? this.#run.flow)?.kind ?? 'ivr'
  }

  get isOverdue(): boolean {
    return this.#context.now >= this.#lastMoment
  }

  get #lastMoment(): number {
    const { startedAt, inError } = this.#run
    return startedAt + flowBudgets.runHours[this.#kind] * hourMs + (inError ? errorMs : 0)
  }

  view(): NodeView {
    const run = this.#run
    let values: Values | null = null
    const { language, attempt, memory, rounds, nodeId } = run
    return {
      context: this.#context,
      meter: this.#meter,
      language,
      attempt,
      memory,
      rounds: rounds[nodeId] ?? 0,
      values: () => (values ??= valuesOf(run)),
      leads: (branch) => this.node?.next.has(branch) === true,
      secret: (name) => secretIn(run, name),
    }
  }

  /** What was spent since is forgotten: the customer did something. */
  heardCustomer(): void {
    this.#run.spent = sinceInput(this.#run.spent)
  }

  begin(): void {
    this.take(this.#enter(this.#run.nodeId))
  }

  take(first: Outcome): void {
    for (let outcome: Outcome | null = first; outcome !== null;) outcome = this.#settle(outcome)
  }

  /** What comes next; null: it waits or has ended. */
  #settle(outcome: Outcome): Outcome | null {
    if (this.#meter.isOverspent) return this.#fail({ fail: 'loop', detail: 'tooMuchWork' })
    if ('fail' in outcome) return this.#fail(outcome)
    if ('wait' in outcome) return this.#wait(outcome)
    if ('lost' in outcome) return this.#askAgain(outcome.lost)
    if ('call' in outcome) return this.#call(outcome)
    if ('leave' in outcome) return this.#leave(outcome.leave)
    const fault = this.#change(outcome.changes)
    if (fault) return fault
    this.#ask(outcome.asks ?? [])
    return 'end' in outcome ? this.finish(outcome.end, outcome.detail) : this.#go(outcome)
  }

  #go({ go, detail, language, rounds }: Of<'go'>): Outcome {
    const run = this.#run
    if (language !== undefined) run.language = language
    if (rounds !== undefined) run.rounds = { ...run.rounds, [run.nodeId]: rounds }
    const next = this.node?.next.get(go)
    if (next === undefined) return { fail: 'branchOpen', detail: go }
    this.#note(go, detail)
    return this.#enter(next)
  }

  #enter(nodeId: string): Outcome {
    const run = this.#run
    Object.assign(run, { nodeId, attempt: 0, memory: {}, awaits: [], wakeAt: null, enteredAt: this.#context.now })
    run.spent = withStep(run.spent, run.inError)
    if (isOverspent(run.spent, run.inError)) return { fail: 'loop', detail: '' }
    return this.node?.behaviour.enter(this.view()) ?? { fail: 'noFlow', detail: run.flow }
  }

  #wait({ wait, asks, attempt, memory, wakeAt }: Of<'wait'>): Outcome | null {
    const run = this.#run
    run.spent = withCalls(run.spent, asks)
    if (isOverspent(run.spent, run.inError)) return { fail: 'loop', detail: '' }
    run.awaits = this.#ask(asks)
    run.wait = { kind: wait }
    run.attempt = attempt ?? run.attempt
    run.memory = memory ?? run.memory
    run.wakeAt = Math.min(wakeAt ?? Infinity, this.#lastMoment)
    return null
  }

  /** The numbers of those that are answered. */
  #ask(asks: readonly FlowAsk[]): number[] {
    const awaited: number[] = []
    for (const ask of asks) {
      this.#run.seq += 1
      this.#effects.push({ effectId: this.#run.seq, ...ask })
      if (answered.has(ask.do)) awaited.push(this.#run.seq)
      if (ask.do === 'setVerificationResult') this.#run.isVerified = true
    }
    return awaited
  }

  #change(changes: NewValues | undefined): Of<'fail'> | null {
    if (changes === undefined || changes.size === 0) return null
    const result = changed(this.#run, this.#flow, changes)
    if ('fail' in result) return result
    const { attached, ...kept } = result
    Object.assign(this.#run, kept)
    if (Object.keys(attached).length > 0) this.#ask([{ do: 'setAttachedData', values: attached }])
    return null
  }

  /** A secret that was lost with the process that had it: at the branch by which its node asks again. */
  #askAgain(name: string): Outcome {
    const asker = this.#run.askedBy[name]
    if (asker === undefined || !this.#flow?.nodes.has(asker)) return { fail: 'secretLost', detail: name }
    this.#note('error', `secretLost: ${name}`)
    // The caller did nothing wrong: the question itself comes again, not what follows a wrong answer.
    return this.#enter(asker)
  }

  #call({ call, given }: Of<'call'>): Outcome {
    const called = this.#library.compiled.get(call)
    const { frames, flow, nodeId, vars, rounds, askedBy } = this.#run
    if (!called) return { fail: 'noFlow', detail: call }
    if (frames.length >= flowLimits.subFlowDepth) return { fail: 'tooDeep', detail: call }
    const inner = initialVars(called, given)
    const callers = [...frames, { flow, nodeId, vars, rounds, askedBy }]
    if (sizeOfValues(this.#run.given, [...callers, { vars: inner }]) > flowLimits.valuesBytes)
      return { fail: 'valuesTooLarge', detail: call }
    this.#note('', call)
    this.#stand({ flow: call, nodeId: called.start, vars: inner, rounds: {}, askedBy: {} }, callers)
    return this.#enter(called.start)
  }

  #stand(frame: FlowFrame, frames: readonly FlowFrame[]): void {
    Object.assign(this.#run, { ...frame, frames, enteredAt: this.#context.now })
  }

  /** To the flow that called, which goes on at the branch of the outcome. */
  #leave(outcome: string): Outcome | null {
    const { frames, vars } = this.#run
    const caller = frames.at(-1)
    if (!caller) return this.finish({ kind: 'released', cause: 'flowEnded', reason: outcome }, outcome)
    const results = new Map<string, PlainValue | SecretRef>()
    for (const name of this.#flow?.results ?? []) if (vars[name] !== undefined) results.set(name, vars[name])
    this.#note(outcome, '')
    this.#stand(caller, frames.slice(0, -1))
    return this.node?.behaviour.returned?.(outcome, results) ?? { fail: 'noFlow', detail: caller.flow }
  }

  /** To the node's own error branch, to that of its flow, to the flow that called, and at last to the apology. */
  #fail({ fail, detail }: Of<'fail'>): Outcome | null {
    this.#note('error', detail === '' ? fail : `${fail}: ${detail}`)
    const isStopped = fail === 'loop' || fail === 'tooLong'
    const [outermost] = this.#run.frames
    // All the way out: a flow that goes round is not asked where its errors lead.
    if (isStopped && outermost) this.#stand(outermost, [])
    const own = isStopped ? undefined : this.node?.next.get('error')
    return own === undefined ? this.#toOnError(fail) : this.#enter(own)
  }

  #toOnError(fail: FlowFault): Outcome | null {
    const run = this.#run
    const onError = this.#flow?.onError ?? null
    if (!run.inError && onError !== null) {
      run.inError = true
      this.#meter = new Meter(flowBudgets.expressions)
      this.heardCustomer()
      return this.#enter(onError)
    }
    const caller = run.frames.at(-1)
    if (!caller) return this.apologise()
    const { flow } = run
    this.#stand(caller, run.frames.slice(0, -1))
    return { fail, detail: flow }
  }

  /** Never silence: the product says itself that it cannot go on. */
  apologise(): null {
    const run = this.#run
    const { language } = run
    if (this.#kind === 'chat') {
      this.#ask([{ do: 'sendMessage', text: sayings[language].apology, buttons: [] }])
      return this.apologised()
    }
    run.wait = { kind: 'apology' }
    run.wakeAt = this.#context.now + apologyMs
    run.awaits = this.#ask([{ do: 'playPrompts', prompts: [say('apology', language)], language, interruptible: false, clearsKeys: true }])
    return null
  }

  /** The apology is over, heard or not. */
  apologised(): null {
    return this.#close({ kind: 'released', cause: 'flowFailed', reason: '' })
  }

  finish(end: FlowEnd, detail?: string): null {
    this.#note('', detail)
    return this.#close(end)
  }

  /** A verification has its result by then, and its customer goes back. */
  #close(wanted: FlowEnd): null {
    const { isVerified, spent, frames, vars } = this.#run
    const isVerification = this.#kind === 'verification'
    const end: FlowEnd = isVerification && wanted.kind === 'released' ? { kind: 'returned' } : wanted
    const result = spent.callsOfRun > 0 ? 3 : 0
    if (isVerification && !isVerified) this.#ask([{ do: 'setVerificationResult', result, returns: ['', '', ''] }])
    if (end.kind === 'returned') this.#ask([{ do: 'returnToAgent' }])
    if (end.kind === 'released') this.#ask([{ do: 'release', cause: end.cause, reason: end.reason }])
    this.#finished = { at: 'finished', end, vars: withoutSecrets(frames[0]?.vars ?? vars) }
    return null
  }

  #note(branch: string, detail = ''): void {
    const { node } = this
    if (!node) return
    const run = this.#run
    run.traced += 1
    const { id: nodeId, kind, title, mark } = node
    const times = { at: run.enteredAt, durationMs: this.#context.now - run.enteredAt }
    this.#trace.push({
      seq: run.traced,
      flow: run.flow,
      nodeId,
      kind,
      title,
      mark,
      branch,
      ...times,
      detail: detail.slice(0, detailLength),
    })
  }
}
