// An agent's log-in is over and nobody may come back to it: whatever they had in a browser ends now, so that no customer
// waits for somebody who has been shut out. Who talks on a telephone of their own goes on talking.
import { isSignedIn } from '../agent/seat.ts'
import { leaveCall } from './call-commands.ts'
import type { Desk } from './desk.ts'
import { seatDisconnected } from './inputs.ts'
import { seatStep } from './steps.ts'

export function seatEnded(desk: Desk, agentNumber: string, now: number): void {
  seatDisconnected(desk, agentNumber, now)
  const seat = desk.seats.get(agentNumber)
  if (!seat || !isSignedIn(seat) || seat.device === 'phone') return
  for (const call of desk.index.ofAgent(agentNumber)) leaveCall(desk, call, agentNumber, now)
  seatStep(desk, seat, { type: 'signOut' }, now)
}
