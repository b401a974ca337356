// Matching callers and agents: called route, queue entry with its three fallbacks, and the offer.
import type { OverflowAction, ReleaseCause } from '@openseat/contracts'
import { isSignedIn, type Seat } from '../agent/seat.ts'
import { customerNumberOf, type Call } from '../call/call.ts'
import { agentLeg } from '../call/ends.ts'
import { dialledNumber } from '../numbers/dialled-number.ts'
import { findRoute } from './called-route.ts'
import type { Desk } from './desk.ts'
import { isOfferable } from './idle-agents.ts'
import { isQueueOpen, type QueueConfig } from '../config/routing-config.ts'
import { signOutMisplaced } from './misplaced-seats.ts'
import { callStep, seatStep } from './steps.ts'
import { comesFresh, wentOffDuty } from './unreached.ts'

/** A call is moved between queues no more often than this; then it is released. */
const maxQueueTransfers = 10

/** Sends a newly arrived call on its way. */
export function route(desk: Desk, call: Call, now: number): void {
  desk.addTimeline(call, now, { kind: 'arrived', data: { calledNumber: call.dialled ?? call.calledNumber } })
  const { suspended, routes } = desk.config
  const found = findRoute(routes, call.dialled ?? call.calledNumber)
  if (suspended) release(desk, call, 'tenantSuspended', now)
  else if (found) enterQueue(desk, call, found.queueId, now)
  else release(desk, call, 'noRoute', now)
}

export const release = (desk: Desk, call: Call, cause: ReleaseCause, now: number): boolean =>
  callStep(desk, call, { type: 'release', cause }, now)

/** Into the queue's line, or wherever the queue sends those that it cannot take. */
export function enterQueue(desk: Desk, call: Call, queueId: number, now: number): void {
  const queue = desk.config.queues.get(queueId)
  // The hours of this moment: a queue can be closed at once.
  if (queue && !isQueueOpen(queue, desk.config, now)) divert(desk, call, { action: queue.onClosed, cause: 'closed' }, now)
  else enterOpenQueue(desk, call, queueId, now)
}

/** As `enterQueue`, for a caller whom the queue has let in before. */
export function enterOpenQueue(desk: Desk, call: Call, queueId: number, now: number): void {
  const queue = desk.config.queues.has(queueId) ? desk.configOf(call).queues.get(queueId) : undefined
  if (!queue) release(desk, call, 'noRoute', now)
  else if (!desk.idle.isStaffed(queueId)) divert(desk, call, { action: queue.onUnstaffed, cause: 'offDuty' }, now)
  else if (isFull(desk, queue)) divert(desk, call, { action: queue.onOverflow, cause: 'overflow' }, now)
  else join(desk, call, queue, now)
}

const isFull = (desk: Desk, queue: QueueConfig): boolean =>
  desk.lines.length(queue.id) >= queue.maxQueued && (desk.idle.first(queue.id) === undefined || desk.lines.head(queue.id) !== undefined)

function join(desk: Desk, call: Call, queue: QueueConfig, now: number): void {
  callStep(desk, call, { type: 'enqueue', queueId: queue.id, until: now + queue.maxWaitSeconds * 1000 }, now)
  desk.addTimeline(call, now, { kind: 'queued', data: { queueName: queue.name, queueId: queue.id } })
}

interface Diversion {
  readonly action: OverflowAction
  readonly cause: ReleaseCause
}

/** Releases the call or moves it to another queue, as the queue's settings say. */
export function divert(desk: Desk, call: Call, { action, cause }: Diversion, now: number): void {
  if (action.action === 'release' || call.queueTransfers >= maxQueueTransfers) {
    release(desk, call, cause, now)
    return
  }
  call.queueTransfers += 1
  const queueName = desk.configOf(call).queues.get(action.queueId)?.name ?? ''
  desk.addTimeline(call, now, { kind: 'queueTransferred', data: { queueName, cause } })
  enterQueue(desk, call, action.queueId, now)
}

function offer(desk: Desk, call: Call, seat: Seat, now: number): void {
  const ringUntil = now + desk.config.parameters.ringTimeoutSeconds * 1000
  seatStep(desk, seat, { type: 'offered', callId: call.callId }, now)
  callStep(desk, call, { type: 'offer', agentNumber: seat.agentNumber, ringUntil }, now)
  ringAgentPhone(desk, call, seat.agentNumber)
}

/** An agent who takes calls on a telephone: it rings. A browser asks for its audio by itself. */
export function ringAgentPhone(desk: Desk, call: Call, agentNumber: string): void {
  const phone = desk.agent(agentNumber)?.phone ?? ''
  if (desk.seats.get(agentNumber)?.device !== 'phone' || phone === '') return
  desk.changes.actions.push({
    type: 'dialLine',
    room: call.roomId,
    leg: agentLeg(agentNumber),
    callId: call.callId,
    target: { kind: 'agentPhone', agentNumber, phone, ...outsideNumber(desk, phone) },
    callerNumber: call.callerAgent === null ? customerNumberOf(call) : call.callerNumber,
    callerName: call.queueName ?? '',
  })
}

/** The telephone as a number outside, where it is one. */
function outsideNumber({ config }: Desk, phone: string): { number: string | null; e164: string | null } {
  const number = dialledNumber(phone, config.numbering)
  return typeof number === 'string' ? { number: null, e164: null } : { number: number.dialled, e164: number.e164 }
}

/** The caller whom a free agent serves next: higher queue priority, then longest waiting. */
function nextCaller(desk: Desk, seat: Seat): Call | undefined {
  let best: { callId: string; since: number; priority: number } | undefined
  for (const queueId of seat.queueIds) {
    if (!desk.agent(seat.agentNumber)?.skills.has(queueId)) continue
    const head = desk.lines.head(queueId)
    if (!head) continue
    const priority = desk.config.queues.get(queueId)?.priority ?? 0
    if (!best || priority > best.priority || (priority === best.priority && head.since < best.since)) best = { ...head, priority }
  }
  return best && desk.calls.get(best.callId)
}

/** Matches whoever the present input left waiting or free, until nobody is left who could be matched. */
export function settle(desk: Desk, now: number): void {
  while (desk.unsettledSeats.size > 0 || desk.unsettledCalls.size > 0) {
    const seats = [...desk.unsettledSeats]
    const calls = [...desk.unsettledCalls]
    desk.unsettledSeats.clear()
    desk.unsettledCalls.clear()
    for (const seat of seats) serve(desk, seat, now)
    for (const call of calls) place(desk, call, now)
  }
}

function serve(desk: Desk, seat: Seat, now: number): void {
  signOutMisplaced(desk, seat, now)
  if (!isSignedIn(seat)) wentOffDuty(desk, seat)
  if (!isOfferable(seat, desk.agent(seat.agentNumber))) return
  comesFresh(desk, seat)
  const call = nextCaller(desk, seat)
  if (call) offer(desk, call, seat, now)
}

/** Nobody serves it any more: the caller goes where the queue's own settings sent those whom nobody could serve. */
function leaveDeletedQueue(desk: Desk, call: Call, queueId: number, now: number): void {
  const action = desk.configOf(call).queues.get(queueId)?.onUnstaffed ?? { action: 'release' as const }
  divert(desk, call, { action, cause: 'offDuty' }, now)
}

/** Offers the head of the call's line, which may be another call, to the queue's next agent. */
function place(desk: Desk, call: Call, now: number): void {
  if (call.state.kind !== 'waiting') return
  const { queueId } = call.state
  if (!desk.config.queues.has(queueId)) return leaveDeletedQueue(desk, call, queueId, now)
  const agentNumber = desk.idle.first(queueId)
  const head = desk.lines.head(queueId)
  const next = head && desk.calls.get(head.callId)
  if (agentNumber !== undefined && next) offer(desk, next, desk.seat(agentNumber, now), now)
}
