// What a flow may know of the centre that its contact is in.
import type { TenantState } from '../acd/tenant-state.ts'
import type { Contact } from '../contact/contact.ts'
import type { FlowContext, QueueFacts } from '../flow/flow-context.ts'
import type { FlowLibrary } from '../flow/compiled-flow.ts'
import type { FlowWorld } from '../flow/walk.ts'

export const worldFor = (state: TenantState, contact: Contact, now: number, returnTo = contact.flow?.returnTo ?? null): FlowWorld => ({
  library: libraryFor(state, contact),
  context: flowContext(state, contact, { now, hasWayBack: returnTo !== null || contact.queueId !== null }),
})

/** The flows of the settings that the contact began with, and of the present ones. */
function libraryFor(state: TenantState, contact: Contact): FlowLibrary {
  const own = state.configOf(contact).flows.library
  const present = state.config.flows.library
  return { compiled: { get: (ref) => own.compiled.get(ref) ?? present.compiled.get(ref) } }
}

const flowContext = (state: TenantState, contact: Contact, { now, hasWayBack }: Pick<FlowContext, 'now' | 'hasWayBack'>): FlowContext => ({
  now,
  hasWayBack,
  timeZone: state.config.timeZone,
  workingHours: state.config.workingHours,
  queueFacts: (queueId) => queueFacts(state, contact, queueId, now),
})

/** Null: there is no such queue. */
function queueFacts(state: TenantState, contact: Contact, queueId: number, now: number): QueueFacts | null {
  if (!state.config.queues.has(queueId)) return null
  const waiting = state.lines.length(queueId)
  const position = state.lines.positionOf(contact.callId, queueId)
  return {
    position,
    waiting,
    agents: state.ready.signedInCount(queueId),
    expectedWaitSeconds: state.pace.expectedSeconds(queueId, position ?? waiting + 1, now),
  }
}
