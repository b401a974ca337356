// Seats that settings have left without something to serve: never idle in no queue, never signed out without a word. Whoever is in
// a call, or writes it up, finishes it first.
import type { SignedOutReason } from '@openseat/contracts'
import { isSignedIn, type Seat } from '../agent/seat.ts'
import type { Desk } from './desk.ts'
import { publishSeat } from './publish.ts'
import type { RoutingConfig } from '../config/routing-config.ts'
import { seatStep } from './steps.ts'

/** Brings the queues of a seat that is signed in up to its agent's skills, but for those left out when signing in. */
export function followSkills(desk: Desk, seat: Seat, now: number): void {
  const queueIds = queuesOf(desk.config, seat)
  if (queueIds.length === seat.queueIds.length && queueIds.every((id) => seat.queueIds.includes(id))) return
  seat.queueIds = queueIds
  publishSeat(desk, seat, now)
}

/** Those that it has already keep their order: the first ones are dialled with. */
function queuesOf({ agents }: RoutingConfig, { agentNumber, leftOut, queueIds }: Seat): number[] {
  const served = [...(agents.get(agentNumber)?.skills.keys() ?? [])].filter((id) => !leftOut.includes(id))
  return [...queueIds.filter((id) => served.includes(id)), ...served.filter((id) => !queueIds.includes(id))]
}

const canLeave: ReadonlySet<Seat['state']['kind']> = new Set(['idle', 'busy', 'rest'])

export function signOutMisplaced(desk: Desk, seat: Seat, now: number): void {
  if (!isSignedIn(seat) || !canLeave.has(seat.state.kind)) return
  const reason = misplacedFor(desk, seat)
  if (reason === null) return
  seat.signedOutFor = reason
  seatStep(desk, seat, { type: 'signOut' }, now)
}

function misplacedFor(desk: Desk, seat: Seat): SignedOutReason | null {
  const agent = desk.agent(seat.agentNumber)
  if (!agent) return 'agentRemoved'
  if (seat.queueIds.length === 0) return 'noQueue'
  return seat.device === 'phone' && agent.phone === '' ? 'noPhone' : null
}
