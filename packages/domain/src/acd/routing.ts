// Matching contacts and agents: called route, queue entry with its fallbacks, and the offer.
import type { OverflowAction, ReleaseCause } from '@openseat/contracts'
import { isSignedIn, type AgentSession } from '../agent/agent-session.ts'
import { mayBeOffered } from '../agent/capacity.ts'
import { isQueueOpen, type QueueConfig, type RouteTarget } from '../config/routing-config.ts'
import type { Contact, QueuePosition } from '../contact/contact.ts'
import { bringUpToDate } from './bring-up-to-date.ts'
import { findRoute } from './called-route.ts'
import { contactStep } from './contact-steps.ts'
import { signOutMisplaced } from './misplaced-agents.ts'
import type { TenantState } from './tenant-state.ts'
import { comesFresh, wentOffDuty } from './unreached.ts'

/** A contact is moved between queues no more often than this; then it is released. */
const maxQueueTransfers = 10

/** Sends a newly arrived contact on its way. */
export function route(state: TenantState, contact: Contact, now: number): void {
  const entryPoint = contact.dialled ?? contact.calledNumber
  state.addTimeline(contact, now, { kind: 'arrived', data: { calledNumber: entryPoint } })
  const { suspended, routes } = state.config
  const found = findRoute(routes, entryPoint)
  if (suspended) release(state, contact, 'tenantSuspended', now)
  else if (found) sendTo(state, contact, found.target, now)
  else release(state, contact, 'noRoute', now)
}

/** To where a called route leads. */
export function sendTo(state: TenantState, contact: Contact, target: RouteTarget, now: number): void {
  if (target.kind === 'skillQueue') enterQueue(state, contact, target, now)
  else if (!state.flows.start(contact, { flowId: target.flowId, returnTo: null }, now)) release(state, contact, 'noRoute', now)
}

export const release = (state: TenantState, contact: Contact, cause: ReleaseCause, now: number): boolean =>
  contactStep(state, contact, { type: 'release', cause }, now)

/** What is wanted of a queue's line. What is not said follows the queue's settings. */
export interface QueueEntry {
  readonly queueId: number
  readonly maxWaitSeconds?: number | null
  readonly priority?: number | null
  /** Epoch milliseconds from when the position counts; absent: now. */
  readonly since?: number
}

/** Into the queue's line, or wherever the queue sends those that it cannot take. */
export function enterQueue(state: TenantState, contact: Contact, entry: QueueEntry, now: number): void {
  const queue = state.config.queues.get(entry.queueId)
  // The hours of this moment: a queue can be closed at once.
  if (queue && !isQueueOpen(queue, state.config, now)) divert(state, contact, { action: queue.onClosed, cause: 'closed' }, now)
  else enterOpenQueue(state, contact, entry, now)
}

/** As `enterQueue`, for a customer whom the queue has let in before. */
export function enterOpenQueue(state: TenantState, contact: Contact, entry: QueueEntry, now: number): void {
  const { queueId } = entry
  const queue = state.config.queues.has(queueId) ? state.configOf(contact).queues.get(queueId) : undefined
  if (!queue) divert(state, contact, { action: { action: 'release' }, cause: 'noRoute' }, now)
  else if (!state.ready.isStaffed(queueId)) divert(state, contact, { action: queue.onUnstaffed, cause: 'offDuty' }, now)
  else if (isFull(state, queue)) divert(state, contact, { action: queue.onOverflow, cause: 'overflow' }, now)
  else join(state, contact, { queue, entry }, now)
}

const isFull = ({ lines, ready }: TenantState, { id, maxQueued }: QueueConfig): boolean =>
  lines.length(id) >= maxQueued && (ready.first(id) === undefined || lines.head(id) !== undefined)

function join(state: TenantState, contact: Contact, { queue, entry }: { queue: QueueConfig; entry: QueueEntry }, now: number): void {
  const { maxWaitSeconds, priority, since } = entry
  const until = now + (maxWaitSeconds ?? queue.maxWaitSeconds) * 1000
  const position = { queueId: queue.id, until, ...(priority ? { priority } : {}), ...(since === undefined ? {} : { since }) }
  contactStep(state, contact, { type: 'enqueue', ...position }, now)
  state.addTimeline(contact, now, { kind: 'queued', data: { queueName: queue.name, queueId: queue.id } })
}

interface Diversion {
  readonly action: OverflowAction
  readonly cause: ReleaseCause
}

/** A flow that waits for the queue goes on; otherwise the contact is released or sent on, as the queue's settings say. */
export function divert(state: TenantState, contact: Contact, { action, cause }: Diversion, now: number): void {
  if (state.flows.queueLeft(contact, cause, now)) return
  if (action.action === 'release' || contact.queueTransfers >= maxQueueTransfers) {
    release(state, contact, cause, now)
    return
  }
  contact.queueTransfers += 1
  if (action.action === 'flow') {
    if (!state.flows.start(contact, { flowId: action.flowId, returnTo: null }, now)) release(state, contact, cause, now)
    return
  }
  const queueName = state.configOf(contact).queues.get(action.queueId)?.name ?? ''
  state.addTimeline(contact, now, { kind: 'queueTransferred', data: { queueName, cause } })
  enterQueue(state, contact, action, now)
}

const ringUntil = ({ config }: TenantState, now: number): number => now + config.parameters.ringTimeoutSeconds * 1000

export interface NamedAgent {
  readonly agentNumber: string
  /** Where the contact goes without an answer. */
  readonly back: QueuePosition | null
  /** Absent: as everybody is rung. */
  readonly ringUntil?: number
}

/** Rings the agent who is named. */
export function offerTo(state: TenantState, contact: Contact, to: NamedAgent, now: number): void {
  contactStep(state, contact, { type: 'direct', ringUntil: ringUntil(state, now), ...to }, now)
}

function offer(state: TenantState, contact: Contact, agentNumber: string, now: number): void {
  contactStep(state, contact, { type: 'offer', agentNumber, ringUntil: ringUntil(state, now) }, now)
  bringUpToDate(state, now)
}

/** The contact that the agent serves next: higher queue priority, then longest waiting. */
function nextContact(state: TenantState, session: AgentSession): Contact | undefined {
  const agent = state.agent(session.agentNumber)
  const { queues, capacity } = state.config
  let best: { callId: string; since: number; priority: number } | undefined
  for (const queueId of session.queueIds) {
    const queue = queues.get(queueId)
    const head = state.lines.head(queueId)
    if (!head || !queue || !agent?.skills.has(queueId) || !mayBeOffered(session, queue.channel, { agent, capacity })) continue
    const { priority } = queue
    if (!best || priority > best.priority || (priority === best.priority && head.since < best.since)) best = { ...head, priority }
  }
  return best && state.contacts.get(best.callId)
}

/** Matches whoever the present input left waiting or free, until nobody is left who could be matched. */
export function settle(state: TenantState, now: number): void {
  bringUpToDate(state, now)
  while (state.unsettledSessions.size > 0 || state.unsettledContacts.size > 0) {
    const sessions = [...state.unsettledSessions]
    const contacts = [...state.unsettledContacts]
    state.unsettledSessions.clear()
    state.unsettledContacts.clear()
    for (const session of sessions) serve(state, session, now)
    for (const contact of contacts) offerHead(state, contact, now)
  }
}

function serve(state: TenantState, session: AgentSession, now: number): void {
  signOutMisplaced(state, session, now)
  if (!isSignedIn(session)) wentOffDuty(state, session)
  else comesFresh(state, session)
  bringUpToDate(state, now)
  for (let next = nextContact(state, session); next; next = nextContact(state, session)) offer(state, next, session.agentNumber, now)
}

/** Nobody serves it any more: the contact goes where the queue's own settings sent those whom nobody could serve. */
function leaveDeletedQueue(state: TenantState, contact: Contact, queueId: number, now: number): void {
  const action = state.configOf(contact).queues.get(queueId)?.onUnstaffed ?? { action: 'release' as const }
  divert(state, contact, { action, cause: 'offDuty' }, now)
  bringUpToDate(state, now)
}

/** Offers the head of the contact's line, which may be another contact, to the queue's next agent. */
function offerHead(state: TenantState, contact: Contact, now: number): void {
  if (contact.state.kind !== 'waiting') return
  const { queueId } = contact.state
  if (!state.config.queues.has(queueId)) return leaveDeletedQueue(state, contact, queueId, now)
  const agentNumber = state.ready.first(queueId)
  const head = state.lines.head(queueId)
  const next = head && state.contacts.get(head.callId)
  if (agentNumber !== undefined && next) offer(state, next, agentNumber, now)
}
