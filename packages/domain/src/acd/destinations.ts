// Whom a call can go to: signed-in colleagues, idle ones first, and the queues that take calls.
import type { AgentStateKind } from '@openseat/contracts'
import { isSignedIn, type Seat } from '../agent/seat.ts'
import type { Desk } from './desk.ts'
import { isQueueOpen, takesCalls } from '../config/routing-config.ts'

export interface Destinations {
  readonly agents: readonly {
    readonly agentNumber: string
    readonly name: string
    readonly state: AgentStateKind
    readonly since: string
  }[]
  readonly queues: readonly {
    readonly id: number
    readonly name: string
    readonly type: string
    readonly waiting: number
    readonly idleAgents: number
    readonly staffed: boolean
    readonly open: boolean
  }[]
}

const byIdleThenNumber = (a: Seat, b: Seat): number =>
  Number(b.state.kind === 'idle') - Number(a.state.kind === 'idle') || Number(a.agentNumber) - Number(b.agentNumber)

export function destinations(desk: Desk, self: string, now: number): Destinations {
  const own = desk.seats.get(self)
  const isIdleIn = (queueId: number): boolean => own?.state.kind === 'idle' && own.present && own.queueIds.includes(queueId)
  const seats = [...desk.seats.values()].filter((seat) => {
    const agent = desk.agent(seat.agentNumber)
    return seat.agentNumber !== self && isSignedIn(seat) && agent !== undefined && takesCalls(agent.kind)
  })
  return {
    agents: seats.sort(byIdleThenNumber).map(({ agentNumber, state }) => ({
      agentNumber,
      name: desk.agent(agentNumber)?.name ?? '',
      state: state.kind,
      since: new Date(state.since).toISOString(),
    })),
    queues: [...desk.config.queues.values()]
      .filter(({ type }) => type !== 'multimedia')
      .map((queue) => ({
        id: queue.id,
        name: queue.name,
        type: queue.type,
        waiting: desk.lines.length(queue.id),
        idleAgents: desk.idle.idleCount(queue.id) - (isIdleIn(queue.id) ? 1 : 0),
        staffed: desk.idle.isStaffed(queue.id),
        open: isQueueOpen(queue, desk.config, now),
      })),
  }
}
