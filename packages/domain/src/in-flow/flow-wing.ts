// Contacts in flows: a flow is begun, is told what happens, and what it asks for is done here or handed to the outside.
// What happens while a flow is told something comes to it afterwards, in its order: no flow is told anything in the midst of a step.
import type { ReleaseCause } from '@openseat/contracts'
import { contactStep } from '../acd/contact-steps.ts'
import type { FlowHook, FlowStart } from '../acd/flow-hook.ts'
import type { TenantState } from '../acd/tenant-state.ts'
import type { MadeStep } from '../acd/wing.ts'
import { mediaTypeOf } from '../config/channels.ts'
import type { FlowEntry } from '../config/routing-config.ts'
import type { ContactFlow } from '../contact/contact-flow.ts'
import { isLive, type Contact } from '../contact/contact.ts'
import { advanceFlow, isFlowRejection, resumeFlow, startFlow, type FlowProgress } from '../flow/advance.ts'
import type { FlowEvent } from '../flow/run.ts'
import type { VoiceState } from '../voice/voice-state.ts'
import { worldFor } from './flow-world.ts'
import { isOutside, perform } from './flow-effects.ts'
import { tellSteps, tellLastSteps } from './flow-steps.ts'

type QueueOutcome = Extract<FlowEvent, { type: 'queueLeft' }>['outcome']
type TransferOutcome = Extract<FlowEvent, { type: 'transferEnded' }>['outcome']

const queueOutcomes: Partial<Record<ReleaseCause, QueueOutcome>> = {
  waitExpired: 'timeout',
  overflow: 'overflow',
  closed: 'closed',
  offDuty: 'offDuty',
  noRoute: 'offDuty',
}

const transferOutcomes: Partial<Record<ReleaseCause, TransferOutcome>> = {
  calleeBusy: 'busy',
  noAnswer: 'noAnswer',
  unreachable: 'noAnswer',
  phoneUnreached: 'noAnswer',
}

interface Told {
  readonly contact: Contact
  /** Which of the contact's flows it is for. */
  readonly n: number
  readonly event: FlowEvent
}

export class FlowWing implements FlowHook {
  readonly #state: () => TenantState
  readonly #voice: () => VoiceState
  readonly #inbox: Told[] = []
  #isTelling = false

  constructor(of: { state: () => TenantState; voice: () => VoiceState }) {
    this.#state = of.state
    this.#voice = of.voice
  }

  start(contact: Contact, { flowId, returnTo }: FlowStart, now: number): boolean {
    const entry = this.#state().config.flows.published.get(flowId)
    if (!entry || !isLive(contact)) return false
    this.#drop(contact, now)
    contactStep(this.#state(), contact, { type: 'enterFlow', flowName: entry.name }, now)
    this.#begin(contact, { flowId, entry, returnTo }, now)
    return true
  }

  /** The flow of the queue's wait, beside it. */
  #startBeside(contact: Contact, flowId: number, now: number): void {
    const entry = this.#state().config.flows.published.get(flowId)
    if (entry) this.#begin(contact, { flowId, entry, returnTo: null }, now)
  }

  #begin(contact: Contact, begun: { flowId: number; entry: FlowEntry; returnTo: string | null }, now: number): void {
    const state = this.#state()
    const { flowId, entry, returnTo } = begun
    contact.flowsBegun += 1
    const progress = startFlow(worldFor(state, contact, now, returnTo), entry.ref, { variables: variablesOf(contact) })
    const { name, ref } = entry
    const known = { flowId, name, ref, n: contact.flowsBegun, returnTo, stepsTold: 0, lastSteps: [], pending: [], music: null }
    contact.flow = { ...known, run: progress.run }
    this.#take(contact, contact.flow, progress, now)
  }

  queueLeft(contact: Contact, cause: ReleaseCause, now: number): boolean {
    const outcome = queueOutcomes[cause]
    if (outcome === undefined || !waitsFor(contact, 'queue')) return false
    if (contact.state.kind === 'waiting') this.#comeBack(contact, now)
    this.tell(contact, { type: 'queueLeft', outcome }, now)
    return true
  }

  transferFailed(contact: Contact, cause: ReleaseCause, now: number): boolean {
    if (!waitsFor(contact, 'transfer')) return false
    this.#comeBack(contact, now)
    this.tell(contact, { type: 'transferEnded', outcome: transferOutcomes[cause] ?? 'refused' }, now)
    return true
  }

  #comeBack(contact: Contact, now: number): void {
    contactStep(this.#state(), contact, { type: 'enterFlow', flowName: contact.flow?.name ?? '' }, now)
  }

  stepped(contact: Contact, { before, event }: MadeStep, now: number): void {
    const { state, flow } = contact
    if (!flow) {
      if (event.type === 'enqueue') this.#waitBegan(contact, now)
      return
    }
    if (state.kind === 'ended') this.#over(contact, { type: 'customerLeft' }, now)
    else if (state.kind === 'active' && state.isAnswered) this.#taken(contact, now)
    else if (before.kind === 'offered' && state.kind === 'inFlow') this.#notTaken(contact, event, now)
  }

  #waitBegan(contact: Contact, now: number): void {
    const queue = contact.queueId === null ? undefined : this.#state().configOf(contact).queues.get(contact.queueId)
    if (queue && queue.waitFlowId !== null) this.#startBeside(contact, queue.waitFlowId, now)
  }

  #taken(contact: Contact, now: number): void {
    if (waitsFor(contact, 'queue')) this.#over(contact, { type: 'queueLeft', outcome: 'answered' }, now)
    else if (waitsFor(contact, 'transfer')) this.#over(contact, { type: 'transferEnded', outcome: 'answered' }, now)
    else this.#over(contact, { type: 'takenBack' }, now)
  }

  #notTaken(contact: Contact, event: MadeStep['event'], now: number): void {
    const isBusy = event.type === 'withdraw' && event.outcome === 'rejected'
    this.tell(contact, { type: 'transferEnded', outcome: isBusy ? 'busy' : 'noAnswer' }, now)
  }

  /** The last that the flow is told: whatever it makes of it, the contact goes on, or ends, without it. */
  #over(contact: Contact, event: FlowEvent, now: number): void {
    this.tell(contact, event, now)
    this.#drop(contact, now)
  }

  /** The flow has done its part; whatever comes next has the contact. */
  handOver(contact: Contact, event: FlowEvent | null, now: number): void {
    const { flow } = contact
    if (flow?.run.at === 'waiting' && event) {
      const progress = advanceFlow(worldFor(this.#state(), contact, now), flow.run, event)
      if (!isFlowRejection(progress)) tellSteps(this.#state(), contact, { flow, trace: progress.trace }, now)
    }
    this.#drop(contact, now)
  }

  #drop(contact: Contact, now: number): void {
    if (!contact.flow) return
    tellLastSteps(this.#state(), contact, contact.flow, now)
    contact.flow = null
    this.#state().touch(contact)
  }

  wakeAt({ flow, state }: Contact): number | null {
    return state.kind !== 'ended' && flow?.run.at === 'waiting' ? flow.run.wakeAt : null
  }

  expire(contact: Contact, now: number): boolean {
    const due = this.wakeAt(contact)
    if (due === null || due > now) return false
    this.tell(contact, { type: 'timerFired' }, now)
    return true
  }

  /** What the run waits for is asked for again. */
  restored(contact: Contact, now: number): void {
    const { flow } = contact
    if (flow?.run.at !== 'waiting') return
    const state = this.#state()
    this.#take(contact, flow, resumeFlow(worldFor(state, contact, now), flow.run), now)
  }

  /** `n`: which of the contact's flows is meant; absent: the present one. */
  tell(contact: Contact, event: FlowEvent, now: number, n = contact.flow?.n): void {
    if (n === undefined) return
    this.#inbox.push({ contact, n, event })
    if (this.#isTelling) return
    this.#isTelling = true
    try {
      for (let told = this.#inbox.shift(); told; told = this.#inbox.shift()) this.#advance(told, now)
    } finally {
      this.#isTelling = false
    }
  }

  #advance({ contact, n, event }: Told, now: number): void {
    const state = this.#state()
    const { flow } = contact
    if (flow?.n !== n || flow.run.at !== 'waiting') return state.rejected(`flow: ${event.type} for one that is over`)
    const progress = advanceFlow(worldFor(state, contact, now), flow.run, event)
    if (isFlowRejection(progress)) state.rejected(`flow: ${event.type} at ${flow.run.nodeId}`)
    else this.#take(contact, flow, progress, now)
  }

  #take(contact: Contact, flow: ContactFlow, { run, effects, trace }: FlowProgress, now: number): void {
    const state = this.#state()
    flow.run = run
    const awaited = run.at === 'waiting' ? run.awaits : []
    flow.pending = [...flow.pending, ...effects.filter(isOutside)].filter(({ effectId }) => awaited.includes(effectId))
    tellSteps(state, contact, { flow, trace }, now)
    state.touch(contact)
    // Who leaves a message is not to be rung for in the midst of it.
    if (contact.state.kind === 'waiting' && flow.pending.some((effect) => effect.do === 'record')) this.#comeBack(contact, now)
    for (const effect of effects)
      if (!isOutside(effect) && isLive(contact)) perform(this.#voice(), { contact, flow, wing: this }, effect, now)
    if (run.at === 'finished' && contact.flow === flow) this.#finished(contact, now)
  }

  #finished(contact: Contact, now: number): void {
    this.#drop(contact, now)
    if (contact.state.kind === 'inFlow') contactStep(this.#state(), contact, { type: 'release', cause: 'flowEnded' }, now)
  }
}

const waitsFor = ({ flow }: Contact, kind: 'queue' | 'transfer'): boolean => flow?.run.at === 'waiting' && flow.run.wait.kind === kind

const variablesOf = ({ callerNumber, calledNumber, callId, channel, attachedData }: Contact) => ({
  callerNum: callerNumber,
  calledNum: calledNumber,
  callid: callId,
  mediaType: mediaTypeOf(channel),
  calldata: { ...attachedData },
})
