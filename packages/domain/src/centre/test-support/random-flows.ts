// Flows of the random histories, and what the outside tells them: mostly what they wait for, sometimes anything.
import type { FlowConfig } from '../../config/routing-config.ts'
import type { Contact } from '../../contact/contact.ts'
import { documentOf, libraryOf, text, type Nodes } from '../../flow/test-support/flows.ts'
import type { FlowEffect, FlowEvent, WaitingRun } from '../../flow/run.ts'

const ask: Nodes = {
  s: ['start', {}, { next: 'm' }],
  m: ['menu', { prompts: text('1 2'), keys: [{ key: '1' }, { key: '2' }] }, { '1': 'q', '2': 't', noInput: 'v', invalid: 'c' }],
  c: ['condition', { rows: [{ name: 'mine', when: 'callerNum == "1"' }] }, { mine: 'i', otherwise: 'bye' }],
  i: [
    'interface',
    { interfaceId: 1, waitingPrompts: text('please wait') },
    { ok: 'q', businessFailed: 'bye', timeout: 'v', error: 'sorry' },
  ],
  q: [
    'queue',
    { queueId: 1, maxWaitSeconds: 20, announceSeconds: 15, leaveKey: '9', priority: 3 },
    { timeout: 'q2', overflow: 'v', offDuty: 'v', leftByKey: 'm' },
  ],
  q2: ['queue', { queueId: 2 }, { timeout: 'q', overflow: 'q', offDuty: 'q' }],
  t: ['transfer', { target: { kind: 'agent', agentNumber: '102' } }, { busy: 'o', noAnswer: 'm', refused: 'a' }],
  o: ['transfer', { target: { kind: 'number', number: '555' } }, { busy: 'sorry', noAnswer: 'bye', refused: 'bye' }],
  a: ['transfer', { target: { kind: 'accessCode', number: '4466' } }, { busy: 'bye', noAnswer: 'bye', refused: 'bye' }],
  v: ['voicemail', { queueId: 1, prompts: text('speak') }, { saved: 'bye', tooShort: 'm' }],
  sorry: ['play', { prompts: text('sorry') }, { next: 'sorry' }],
  bye: ['hangUp', { reason: '' }],
}

const rate: Nodes = {
  s: ['start', {}, { next: 'p' }],
  p: ['play', { prompts: text('rate') }, { next: 'back' }],
  back: ['returnToAgent', {}],
}

const beside: Nodes = {
  s: ['start', {}, { next: 'p' }],
  p: ['play', { prompts: text('all are busy') }, { next: 'm' }],
  m: ['menu', { prompts: text('1'), keys: [{ key: '1' }] }, { '1': 'v', noInput: 'p', invalid: 'end' }],
  v: ['voicemail', { queueId: 2, prompts: text('speak') }, { saved: 'end', tooShort: 'q' }],
  q: ['queue', { queueId: 2 }, { timeout: 'end', overflow: 'end', offDuty: 'end' }],
  end: ['hangUp', { reason: '' }],
}

export const flowIds = [1, 2, 3] as const
const library = libraryOf(
  Object.fromEntries(
    [ask, rate, beside].flatMap((nodes, index) => [1, 2].map((revision) => [`${index + 1}@${revision}`, documentOf(nodes)])),
  ),
)

export const randomFlows = (revision: 1 | 2): FlowConfig => ({
  published: new Map(flowIds.map((id) => [id, { ref: `${id}@${revision}`, name: `flow${id}` }])),
  library,
})

/** What comes to the contact's flow next. */
export function randomEvent({ flow }: Contact, pick: <T>(items: readonly T[]) => T): FlowEvent {
  const effect = flow && flow.pending.length > 0 ? pick(flow.pending) : undefined
  return effect && pick([true, true, true, true, false]) ? answerTo(effect, pick) : anything(effect?.effectId ?? 1, pick)
}

function answerTo({ do: what, effectId }: FlowEffect, pick: <T>(items: readonly T[]) => T): FlowEvent {
  switch (what) {
    case 'collectKeys':
      return { type: 'keysCollected', effectId, outcome: pick(['ok', 'ok', 'ok', 'noInput', 'invalid']), value: pick(['1', '2', '9']) }
    case 'callInterface':
      return { type: 'interfaceAnswered', effectId, outcome: pick(['answered', 'timeout', 'error']), answer: { ok: true } }
    case 'record':
      return { type: 'recordingEnded', effectId, outcome: pick(['saved', 'tooShort', 'error']) }
    default:
      return pick([
        { type: 'promptEnded', effectId },
        { type: 'promptEnded', effectId },
        { type: 'engineFailed', effectId, problem: 'none' },
      ])
  }
}

const anything = (effectId: number, pick: <T>(items: readonly T[]) => T): FlowEvent =>
  pick<FlowEvent>([
    { type: 'promptEnded', effectId: effectId - 1 },
    { type: 'keysCollected', effectId: effectId + 1, outcome: 'ok', value: '1' },
    { type: 'timerFired' },
    { type: 'messageReceived', text: 'x' },
    { type: 'tableAnswered', effectId, outcome: 'none', row: {} },
  ])

/** Why the contact's flow would never go on, or null. */
export function stuckFlow({ callId, state, flow }: Contact): string | null {
  if (state.kind === 'inFlow' && !flow) return `${callId} is in no flow`
  if (!flow) return null
  return flow.run.at === 'waiting' ? stuckRun({ callId, state, pending: flow.pending }, flow.run) : `${callId} has a flow that is over`
}

interface Stood extends Pick<Contact, 'callId' | 'state'> {
  readonly pending: readonly FlowEffect[]
}

function stuckRun({ callId, state, pending }: Stood, { awaits, wakeAt, wait, nodeId }: WaitingRun): string | null {
  const missing = awaits.filter((id) => !pending.some(({ effectId }) => effectId === id))
  if (missing.length > 0) return `${callId} awaits ${missing.join()} that nobody is asked for`
  if (wait.kind === 'queue' && state.kind === 'inFlow') return `${callId} is in no line and waits in it`
  if (wait.kind === 'transfer' && state.kind === 'inFlow') return `${callId} is not transferred and waits for it`
  const isWaitedFor = wait.kind === 'queue' || wait.kind === 'transfer'
  return awaits.length === 0 && !isWaitedFor && wakeAt === null ? `${callId} waits for nothing in ${nodeId}` : null
}
