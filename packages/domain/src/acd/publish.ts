// What the agents of a call and of a seat are told.
import type { AgentEvent, ReleaseCause } from '@openseat/contracts'
import type { Seat } from '../agent/seat.ts'
import { isLive, type Call } from '../call/call.ts'
import { agentsOf } from '../call/ends.ts'
import type { Desk } from './desk.ts'
import { callView, seatView } from './views.ts'

export function publishSeat(desk: Desk, seat: Seat, now: number): void {
  desk.seatChanged(seat)
  desk.publish(seat.agentNumber, now, { type: 'seat.changed', seat: seatView(seat) })
}

const callEventTypes = {
  ringing: 'call.ringing',
  dialling: 'call.dialling',
  alerting: 'call.alerting',
  talking: 'call.talking',
  held: 'call.held',
  ended: 'call.ended',
} as const satisfies Record<string, AgentEvent['type']>

export function publishCall(desk: Desk, call: Call, agentNumber: string, now: number): void {
  const view = callView(desk, call, agentNumber)
  desk.publish(agentNumber, now, { type: callEventTypes[view.state], call: view })
}

/** Tells the call's agents of a change that is no change of state, such as muting. */
export function publishUpdate(desk: Desk, call: Call, now: number): void {
  desk.callChanged(call)
  if (!isLive(call)) return
  for (const agentNumber of agentsOf(call))
    desk.publish(agentNumber, now, { type: 'call.updated', call: callView(desk, call, agentNumber) })
}

/** To the agent who handed the call over. */
export function tellTransferFailed(desk: Desk, call: Call, cause: ReleaseCause, now: number): void {
  const from = call.legs.findLast(({ party, answeredAt }) => party === 'agent' && answeredAt !== null)?.number
  if (from === undefined) return
  const { customerNumber } = callView(desk, call, from)
  desk.publish(from, now, { type: 'transfer.failed', callId: call.callId, customerNumber, cause })
}
