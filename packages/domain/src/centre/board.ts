// The inspector's live board, as rows.
import type { BoardAgent, BoardDelta, BoardQueue } from '@openseat/contracts'
import { newSession, type AgentSession } from '../agent/agent-session.ts'
import { sessionView } from '../agent/session-view.ts'
import { serviceLevelOf } from '../acd/queue-days.ts'
import type { TenantState } from '../acd/tenant-state.ts'
import type { BoardViewer } from '../acd/wing.ts'
import { isCall } from '../config/channels.ts'
import { isQueueOpen, type QueueConfig } from '../config/routing-config.ts'

/** Whose rows are to be looked at again. */
export interface BoardChange {
  readonly agentNumbers: readonly string[]
  readonly callIds: readonly string[]
}

interface Look {
  readonly viewer: BoardViewer
  /** Null: everything. */
  readonly changed: BoardChange | null
}

const iso = (at: number): string => new Date(at).toISOString()

/** Queues are few and their figures move with every contact: they are always all told. */
export function board(state: TenantState, { viewer, changed }: Look, now: number): BoardDelta {
  const numbers = changed ? changed.agentNumbers.filter((number) => state.agent(number)) : [...state.config.agents.keys()]
  const ids = changed ? changed.callIds : [...state.contacts.keys()]
  const contacts = ids.flatMap((callId) => state.contacts.get(callId) ?? [])
  return {
    whole: changed === null,
    serverTime: iso(now),
    agents: numbers.map((number) => agentRow(state, state.sessions.get(number) ?? newSession(number, now))),
    calls: contacts.flatMap((contact) => state.wingOf(contact.channel).boardRow(contact, viewer) ?? []),
    queues: [...state.config.queues.values()].filter(({ channel }) => isCall(channel)).map((queue) => queueRow(state, queue, now)),
    gone: ids.filter((callId) => !state.contacts.has(callId)),
  }
}

function agentRow(of: TenantState, session: AgentSession): BoardAgent {
  const { state, since, until, reason, callId, queueIds, device } = sessionView(session)
  const { agentNumber, present } = session
  return { agentNumber, name: of.agent(agentNumber)?.name ?? '', state, since, until, reason, callId, queueIds, device, present }
}

function queueRow(state: TenantState, queue: QueueConfig, now: number): BoardQueue {
  const { id, name } = queue
  const day = state.days.of(id, now)
  const { offered, answered, abandoned, timedOut, left } = day
  const head = state.lines.head(id)
  return {
    queueId: id,
    name,
    open: isQueueOpen(queue, state.config, now),
    waiting: state.lines.length(id),
    longestSince: head ? iso(head.since) : null,
    agentsSignedIn: state.ready.signedInCount(id),
    agentsIdle: state.ready.readyCount(id),
    offered,
    answered,
    abandoned,
    timedOut,
    left,
    serviceLevel: serviceLevelOf(day),
  }
}
