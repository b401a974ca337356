// The three ways to move a run: begin it, tell it something, take it up after a restart. Pure: the same flows, run, event and
// context give the same progress.
import type { FlowLanguage } from '@openseat/contracts'
import type { PlainValue } from '../expression/plain-value.ts'
import { givenOf, initialVars, withoutSecrets } from './flow-values.ts'
import type { FlowEvent, FlowRef, WaitingRun } from './run.ts'
import { nothingSpent } from './spending.ts'
import { type FlowProgress, type FlowWorld, Walk } from './walk.ts'

export type { FlowProgress, FlowWorld } from './walk.ts'

/** The run waits for something else, or for another answer: nothing has changed. */
export interface FlowRejection {
  readonly rejected: true
  readonly event: FlowEvent['type']
  readonly nodeId: string
}

export const isFlowRejection = (progress: FlowProgress | FlowRejection): progress is FlowRejection => 'rejected' in progress

export interface FlowGiven {
  /** The call's own (`callerNum` …, `calldata`), and the flow's arguments by name. */
  readonly variables: Readonly<Record<string, PlainValue>>
  readonly language?: FlowLanguage
}

/** A flow that is not in the library says its apology. */
export function startFlow(world: FlowWorld, ref: FlowRef, { variables, language = 'zh-CN' }: FlowGiven): FlowProgress {
  const { now } = world.context
  const flow = world.library.compiled.get(ref)
  const vars = flow ? initialVars(flow, new Map(Object.entries(variables))) : {}
  const place = { flow: ref, nodeId: flow?.start ?? '', vars, rounds: {}, askedBy: {}, frames: [] }
  const counts = { attempt: 0, memory: {}, spent: nothingSpent, seq: 0, traced: 0 }
  const walk = new Walk(world, {
    at: 'waiting',
    ...place,
    ...counts,
    wait: { kind: 'apology' },
    awaits: [],
    given: givenOf(variables),
    language,
    inError: false,
    isVerified: false,
    startedAt: now,
    enteredAt: now,
    wakeAt: null,
  })
  walk.begin()
  return walk.progress
}

export function advanceFlow(world: FlowWorld, run: WaitingRun, event: FlowEvent): FlowProgress | FlowRejection {
  const walk = new Walk(world, run)
  const rejection: FlowRejection = { rejected: true, event: event.type, nodeId: run.nodeId }
  if (event.type === 'customerLeft' || event.type === 'takenBack') {
    walk.finish({ kind: event.type })
    return walk.progress
  }
  if ('effectId' in event && !run.awaits.includes(event.effectId)) return rejection
  if (event.type === 'timerFired' && (run.wakeAt === null || world.context.now < run.wakeAt)) return rejection
  if (run.wait.kind === 'apology') {
    if (!apologyEnds.has(event.type)) return rejection
    walk.apologised()
    return walk.progress
  }
  return told(walk, event) ? walk.progress : rejection
}

const apologyEnds: ReadonlySet<FlowEvent['type']> = new Set(['promptEnded', 'engineFailed', 'timerFired'])

/** False: not for the node as it waits. */
function told(walk: Walk, event: FlowEvent): boolean {
  if (isInput(event)) walk.heardCustomer()
  if (event.type === 'timerFired' && walk.isOverdue) {
    walk.take({ fail: 'tooLong', detail: '' })
    return true
  }
  const { node } = walk
  if (!node) {
    walk.take({ fail: 'noFlow', detail: '' })
    return true
  }
  const outcome = node.behaviour.on?.(event, walk.view()) ?? failureIn(event)
  if (outcome) walk.take(outcome)
  return outcome !== undefined
}

const isInput = (event: FlowEvent): boolean =>
  event.type === 'messageReceived' || (event.type === 'keysCollected' && event.outcome !== 'noInput')

const failureIn = (event: FlowEvent) => (event.type === 'engineFailed' ? ({ fail: 'engine', detail: event.problem } as const) : undefined)

/** After a restart: what the run waits for is asked for again. Secrets were lost with the process that had them. */
export function resumeFlow(world: FlowWorld, run: WaitingRun): FlowProgress {
  const frames = run.frames.map((frame) => ({ ...frame, vars: withoutSecrets(frame.vars) }))
  const walk = new Walk(world, { ...run, frames, vars: withoutSecrets(run.vars), awaits: [] })
  const behaviour = walk.node?.behaviour
  if (run.wait.kind === 'apology') walk.apologise()
  else if (!behaviour) walk.take({ fail: 'noFlow', detail: run.flow })
  else walk.take((behaviour.resume ?? behaviour.enter)(walk.view()))
  return walk.progress
}
