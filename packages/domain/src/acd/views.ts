// Calls and seats as their agent is shown them.
import type { CallState as CallViewState, CallView, ReleaseCause, SeatView } from '@openseat/contracts'
import type { Seat } from '../agent/seat.ts'
import { maskNumber } from '../access/mask-number.ts'
import { customerNumberOf, type Call } from '../call/call.ts'
import type { AgentConfig } from './routing-config.ts'

const iso = (at: number): string => new Date(at).toISOString()
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at))

function viewState(call: Call): CallViewState {
  switch (call.state.kind) {
    case 'offered':
      return 'ringing'
    case 'arrived':
    case 'waiting':
      // Of a call in the line an agent sees nothing; the one whose offer ended sees the end of it.
      return 'ended'
    case 'dialling':
    case 'alerting':
    case 'talking':
    case 'held':
    case 'ended':
      return call.state.kind
  }
}

const causeOf = (call: Call): ReleaseCause | null => (call.state.kind === 'ended' ? call.state.cause : null)
const endOf = (call: Call): number | null => (call.state.kind === 'ended' ? call.state.at : null)

const waitSeconds = (call: Call): number =>
  call.offeredAt === null || call.direction === 'outbound' ? 0 : Math.round((call.offeredAt - call.startedAt) / 1000)

function numbersFor(call: Call, agent: AgentConfig | undefined): Pick<CallView, 'customerNumber' | 'callerNumber' | 'calledNumber'> {
  const shown = (number: string): string => (agent?.seesNumbers ? number : maskNumber(number))
  const customerNumber = shown(customerNumberOf(call))
  return call.direction === 'inbound'
    ? { customerNumber, callerNumber: customerNumber, calledNumber: call.calledNumber }
    : { customerNumber, callerNumber: call.callerNumber, calledNumber: customerNumber }
}

/** The call for an agent; numbers masked unless that agent may see them. */
export function callView(call: Call, agent: AgentConfig | undefined): CallView {
  const { state } = call
  return {
    callId: call.callId,
    direction: call.direction,
    mediaType: call.mediaType,
    state: viewState(call),
    ...numbersFor(call, agent),
    queueId: call.queueId,
    queueName: call.queueName,
    muted: call.muted,
    startedAt: iso(call.startedAt),
    offeredAt: isoOrNull(call.offeredAt),
    ringUntil: state.kind === 'offered' ? iso(state.ringUntil) : null,
    answeredAt: isoOrNull(call.answeredAt),
    heldSince: state.kind === 'held' ? iso(state.since) : null,
    endedAt: isoOrNull(endOf(call)),
    waitSeconds: waitSeconds(call),
    mediaWanted: state.kind !== 'ended' && state.kind !== 'waiting' && call.audio.agent.kind === 'absent',
    customerLost: call.audio.customer.kind === 'absent' && call.audio.customer.lost,
    releaseCause: causeOf(call),
    attachedData: { ...call.attachedData },
  }
}

export function seatView(seat: Seat): SeatView {
  const { state } = seat
  return {
    agentNumber: seat.agentNumber,
    state: state.kind,
    since: iso(state.since),
    until: state.kind === 'rest' || state.kind === 'wrapUp' ? iso(state.until) : null,
    reason: state.kind === 'busy' ? state.reason : null,
    callId: state.kind === 'ringing' || state.kind === 'talking' || state.kind === 'wrapUp' ? state.callId : null,
    next: seat.next,
    queueIds: [...seat.queueIds],
    autoAnswer: seat.autoAnswer,
  }
}
