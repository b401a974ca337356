// The inspector's live board, as rows.
import type { BoardAgent, BoardCall, BoardDelta, BoardQueue } from '@openseat/contracts'
import { maskNumber } from '../access/mask-number.ts'
import { newSeat, type Seat } from '../agent/seat.ts'
import type { Call } from '../call/call.ts'
import { agentsOf } from '../call/ends.ts'
import type { Desk } from './desk.ts'
import { serviceLevelOf } from './queue-days.ts'
import { supervisionsOf } from './linked-calls.ts'
import { isQueueOpen, type QueueConfig } from '../config/routing-config.ts'
import { seatView } from './views.ts'

export interface BoardViewer {
  readonly seesNumbers: boolean
}

/** Whose rows are to be looked at again. */
export interface BoardChange {
  readonly agentNumbers: readonly string[]
  readonly callIds: readonly string[]
}

interface Look {
  readonly viewer: BoardViewer
  readonly changed: BoardChange | null
}

const iso = (at: number): string => new Date(at).toISOString()

/** Queues are few and their figures move with every call: they are always all told. */
export function board(desk: Desk, { viewer, changed }: Look, now: number): BoardDelta {
  const numbers = changed ? changed.agentNumbers.filter((number) => desk.agent(number)) : [...desk.config.agents.keys()]
  const ids = changed ? changed.callIds : [...desk.calls.keys()]
  const calls = ids.map((callId) => desk.calls.get(callId)).filter((call) => call !== undefined)
  return {
    whole: changed === null,
    serverTime: iso(now),
    agents: numbers.map((number) => agentRow(desk, desk.seats.get(number) ?? newSeat(number, now))),
    calls: calls.filter(({ purpose }) => purpose !== 'supervision').map((call) => callRow(desk, call, viewer)),
    queues: [...desk.config.queues.values()].filter(({ type }) => type !== 'multimedia').map((queue) => queueRow(desk, queue, now)),
    gone: ids.filter((callId) => !desk.calls.has(callId)),
  }
}

function agentRow(desk: Desk, seat: Seat): BoardAgent {
  const { state, since, until, reason, callId, queueIds, device } = seatView(seat)
  const { agentNumber, present } = seat
  return { agentNumber, name: desk.agent(agentNumber)?.name ?? '', state, since, until, reason, callId, queueIds, device, present }
}

const rowStates = {
  arrived: 'arrived',
  waiting: 'waiting',
  offered: 'ringing',
  directed: 'ringing',
  dialling: 'dialling',
  alerting: 'alerting',
  talking: 'talking',
  held: 'held',
  transferring: 'alerting',
  handedOff: 'handedOff',
  supervising: 'talking',
  ended: 'handedOff',
} as const satisfies Record<Call['state']['kind'], BoardCall['state']>

/** Since when the call is in its state. */
function sinceOf({ state, startedAt }: Call): number {
  if ('since' in state) return state.since
  return 'offeredAt' in state ? state.offeredAt : startedAt
}

function callRow(desk: Desk, call: Call, { seesNumbers }: BoardViewer): BoardCall {
  const shown = (number: string, isCustomers: boolean): string => (seesNumbers || !isCustomers ? number : maskNumber(number))
  const supervisors = supervisionsOf(desk, call).flatMap(({ state }) =>
    state.kind === 'supervising' ? [{ agentNumber: state.agentNumber, mode: state.mode }] : [],
  )
  return {
    callId: call.callId,
    purpose: call.purpose,
    parentCallId: call.parentCallId,
    direction: call.direction,
    mediaType: call.mediaType,
    state: rowStates[call.state.kind],
    since: iso(sinceOf(call)),
    startedAt: iso(call.startedAt),
    callerNumber: shown(call.callerNumber, call.direction === 'inbound'),
    calledNumber: shown(call.calledNumber, call.direction === 'outbound'),
    queueId: call.queueId,
    queueName: call.queueName,
    agentNumbers: agentsOf(call),
    conference: call.state.kind === 'talking' && call.state.conference,
    recording: call.recording,
    supervisors,
  }
}

function queueRow(desk: Desk, queue: QueueConfig, now: number): BoardQueue {
  const { id, name } = queue
  const day = desk.days.of(id, now)
  const { offered, answered, abandoned, timedOut, left } = day
  const head = desk.lines.head(id)
  return {
    queueId: id,
    name,
    open: isQueueOpen(queue, desk.config, now),
    waiting: desk.lines.length(id),
    longestSince: head ? iso(head.since) : null,
    agentsSignedIn: desk.idle.dutyCount(id),
    agentsIdle: desk.idle.idleCount(id),
    offered,
    answered,
    abandoned,
    timedOut,
    left,
    serviceLevel: serviceLevelOf(day),
  }
}
