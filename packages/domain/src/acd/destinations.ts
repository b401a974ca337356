// Whom a call can go to: signed-in colleagues, idle ones first, and the queues that take calls.
import type { AgentStateKind } from '@openseat/contracts'
import { agentState } from '../agent/agent-state.ts'
import { isSignedIn } from '../agent/agent-session.ts'
import { isRouted, mayBeOffered } from '../agent/capacity.ts'
import { isCall, takes } from '../config/channels.ts'
import { isQueueOpen, type QueueConfig } from '../config/routing-config.ts'
import type { TenantState } from './tenant-state.ts'

interface ReachableAgent {
  readonly agentNumber: string
  readonly name: string
  readonly state: AgentStateKind
  readonly since: string
}

export interface Destinations {
  readonly agents: readonly ReachableAgent[]
  readonly queues: readonly {
    readonly id: number
    readonly name: string
    readonly type: string
    readonly waiting: number
    readonly idleAgents: number
    readonly staffed: boolean
    readonly open: boolean
  }[]
  /** Published flows of calls. */
  readonly flows: readonly { readonly id: number; readonly name: string }[]
}

const byIdleThenNumber = (a: ReachableAgent, b: ReachableAgent): number =>
  Number(b.state === 'idle') - Number(a.state === 'idle') || Number(a.agentNumber) - Number(b.agentNumber)

export function destinations(state: TenantState, self: string, now: number): Destinations {
  const sessions = [...state.sessions.values()].filter((session) => {
    const agent = state.agent(session.agentNumber)
    return session.agentNumber !== self && isSignedIn(session) && agent !== undefined && takes(agent.kind, 'voice')
  })
  return {
    agents: sessions
      .map((session) => ({
        agentNumber: session.agentNumber,
        name: state.agent(session.agentNumber)?.name ?? '',
        state: agentState(session).kind,
        since: new Date(session.since).toISOString(),
      }))
      .sort(byIdleThenNumber),
    queues: [...state.config.queues.values()]
      .filter(({ channel }) => isCall(channel))
      .map((queue) => ({
        id: queue.id,
        name: queue.name,
        type: queue.type,
        waiting: state.lines.length(queue.id),
        idleAgents: state.ready.readyCount(queue.id) - (isReadyIn(state, self, queue) ? 1 : 0),
        staffed: state.ready.isStaffed(queue.id),
        open: isQueueOpen(queue, state.config, now),
      })),
    flows: [...state.config.flows.published].map(([id, { name }]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name)),
  }
}

function isReadyIn(state: TenantState, agentNumber: string, { id, channel }: QueueConfig): boolean {
  const session = state.sessions.get(agentNumber)
  const agent = state.agent(agentNumber)
  if (!session?.queueIds.includes(id) || !isRouted(agent, channel)) return false
  return mayBeOffered(session, channel, { agent, capacity: state.config.capacity })
}
