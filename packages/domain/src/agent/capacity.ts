// Which further contacts an agent may be offered. A call takes the agent whole; of written contacts each channel has a limit of
// its own, and a wrap-up takes a place like a live one.
import { isCall, takes, type CapacityConfig, type Channel, type TextChannel } from '../config/channels.ts'
import type { AgentConfig } from '../config/routing-config.ts'
import { isInCall } from './agent-state.ts'
import type { AgentSession } from './agent-session.ts'

/** Whether contacts of the channel are routed to the agent at all. */
export const isRouted = (agent: AgentConfig | undefined, channel: Channel): agent is AgentConfig =>
  agent !== undefined && agent.role !== 'outbound' && takes(agent.kind, channel)

export interface CapacityRules {
  readonly agent: AgentConfig | undefined
  readonly capacity: CapacityConfig
}

/** Whether a contact of the channel may be offered to the agent now. */
export function mayBeOffered(session: AgentSession, channel: Channel, { agent, capacity }: CapacityRules): boolean {
  if (session.presence.kind !== 'ready' || !session.present || !isRouted(agent, channel)) return false
  return isCall(channel) ? mayBeOfferedCall(session, capacity) : mayBeOfferedText(session, channel, { agent, capacity })
}

function mayBeOfferedCall({ assignments, heldBack }: AgentSession, { callsBesideTexts }: CapacityConfig): boolean {
  return !heldBack && !assignments.some(({ channel }) => isCall(channel) || !callsBesideTexts)
}

function mayBeOfferedText(session: AgentSession, channel: TextChannel, rules: CapacityRules): boolean {
  if (isInCall(session) && !rules.capacity.duringCalls.includes(channel)) return false
  return taken(session, channel) < limitOf(channel, rules)
}

const taken = ({ assignments }: AgentSession, channel: Channel): number =>
  assignments.filter((assignment) => assignment.channel === channel).length

const limitOf = (channel: TextChannel, { agent, capacity }: CapacityRules): number =>
  agent?.textLimits?.[channel] ?? capacity.limits[channel]

/** How much of the agent's capacity for the channel is taken, 0 to 1. */
export const loadOf = (session: AgentSession, channel: Channel, rules: CapacityRules): number =>
  isCall(channel) ? 0 : taken(session, channel) / limitOf(channel, rules)
