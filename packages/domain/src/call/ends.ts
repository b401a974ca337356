// Who is at the ends of a call, and what their audio legs are called.
import type { Call, Party } from './call.ts'

export const agentLeg = (agentNumber: string): string => `agent/${agentNumber}`

/** The leg of the outside number that a call is transferred to without a consultation. */
export const transfereeLeg = (callId: string): string => `phone/${callId}/2`

/** The agent who serves the call now, or is offered it. */
export const servingAgent = ({ state }: Call): string | null => ('agentNumber' in state ? state.agentNumber : null)

/** Leg at the customer's end; null where the call has no such end. */
export function customerLeg(call: Call): string | null {
  if (call.purpose === 'supervision') return null
  return call.callerAgent === null ? `phone/${call.callId}` : agentLeg(call.callerAgent)
}

/** Leg at the agent's end: the agent's, or the outside number's that took the agent's place. */
export function otherLeg(call: Call): string | null {
  const agentNumber = servingAgent(call)
  if (agentNumber !== null) return agentLeg(agentNumber)
  return 'leg' in call.state ? call.state.leg : null
}

/** Agents at the call's ends. */
export const agentsOf = (call: Call): string[] => [servingAgent(call), call.callerAgent].filter((agent) => agent !== null)

/** At which end the agent is. */
export function endOf(call: Call, agentNumber: string): Party | null {
  if (servingAgent(call) === agentNumber) return 'agent'
  return call.callerAgent === agentNumber ? 'customer' : null
}

export function partyOf(call: Call, leg: string): Party | null {
  if (otherLeg(call) === leg) return 'agent'
  return customerLeg(call) === leg ? 'customer' : null
}

/** In a consultation by `agentNumber`: the leg of the one consulted. */
export const consultedLeg = (consult: Call, agentNumber: string): string | null =>
  consult.callerAgent === agentNumber ? otherLeg(consult) : customerLeg(consult)
