// Whom a call can go to, as rows of a list that is searched. Pure. The server has the last word.
import type { AgentStateKind, Destination, HandOver, RouteResponse } from '@openseat/contracts'
import { tidyNumber } from '../../ui/dialled-text.ts'

export type Destinations = RouteResponse<'listDestinations'>

interface Row<To = Destination> {
  readonly key: string
  readonly to: To
  readonly title: string
  /** It can be chosen now; else state or staffing say why not. */
  readonly isAvailable: boolean
}

export interface AgentRow extends Row {
  readonly state: AgentStateKind
  readonly since: string
}

export interface QueueRow extends Row {
  readonly waiting: number
  readonly idleAgents: number
  /** Within its working hours. */
  readonly open: boolean
}

export type FlowRow = Row<Extract<HandOver, { kind: 'flow' }>>

export interface DestinationRows {
  readonly number: Row | null
  readonly agents: readonly AgentRow[]
  readonly queues: readonly QueueRow[]
  readonly flows: readonly FlowRow[]
  /** How many are not shown for want of room. */
  readonly more: number
}

/** Of each kind; a longer list is searched, not read. */
export const shownAtMost = 50

/** `text`: what the agent typed: part of a name or an agent number, or a whole outside number. */
export function destinationRows({ agents, queues, flows }: Destinations, text: string): DestinationRows {
  const wanted = text.trim().toLowerCase()
  const isFound = (words: string): boolean => words.toLowerCase().includes(wanted)
  const agentRows = agents
    .filter(({ agentNumber, name }) => isFound(`${agentNumber} ${name}`))
    .map(({ agentNumber, name, state, since }) => ({
      key: `agent-${agentNumber}`,
      to: { kind: 'agent', agentNumber } as const,
      title: `${agentNumber} ${name}`.trim(),
      isAvailable: state === 'idle',
      state,
      since,
    }))
  const queueRows = queues
    .filter(({ name }) => isFound(name))
    .map(({ id, name, waiting, idleAgents, staffed, open }) => ({
      key: `queue-${id}`,
      to: { kind: 'queue', queueId: id } as const,
      title: name,
      isAvailable: staffed && open,
      open,
      waiting,
      idleAgents,
    }))
  const flowRows = flows
    .filter(({ name }) => isFound(name))
    .map(({ id, name }) => ({
      key: `flow-${id}`,
      to: { kind: 'flow', flowId: id, comesBack: false } as const,
      title: name,
      isAvailable: true,
    }))
  const hidden = [agentRows, queueRows, flowRows].map((rows) => Math.max(0, rows.length - shownAtMost))
  return {
    number: numberRow(text),
    agents: agentRows.slice(0, shownAtMost),
    queues: queueRows.slice(0, shownAtMost),
    flows: flowRows.slice(0, shownAtMost),
    more: hidden.reduce((total, count) => total + count, 0),
  }
}

function numberRow(text: string): Row | null {
  const number = tidyNumber(text)
  return number === null ? null : { key: 'number', to: { kind: 'number', number: text.trim() }, title: number, isAvailable: true }
}
