// Which pages a contact opens at a moment, with their addresses complete: the browser adds nothing.
import type { PopTrigger, ResolvedPop } from '@openseat/contracts'
import type { AgentConfig, AllowListRule, RoutingConfig } from '../acd/routing-config.ts'
import type { Call } from '../call/call.ts'
import { isListed } from './allow-list.ts'
import { pageAddress, type CallData } from './page-address.ts'

/** Path of the wrapper document that holds a pop's page. */
export const framePath = (callId: string, popId: number): string => `/pop/${callId}/${popId}`

/** The nine call-data values for an agent who serves the contact. */
export function callDataOf(call: Call, agent: AgentConfig): CallData {
  return {
    callerNum: call.callerNumber,
    calledNum: call.calledNumber,
    callid: call.callId,
    mediaType: '1',
    callType: call.direction === 'inbound' ? '0' : '1',
    workNo: agent.agentNumber,
    callskill: call.queueName ?? '',
    callskillid: call.queueId === null ? '' : String(call.queueId),
    agentName: agent.account,
  }
}

export interface PopMoment {
  readonly trigger: PopTrigger
  readonly agent: AgentConfig
  /** The settings that the contact began with. */
  readonly config: RoutingConfig
  /** The allowlist as it is now: it alone is always live. */
  readonly allowList: readonly AllowListRule[]
}

/** The pops to open now: those of the trigger, and at the answer also those not opened before. */
export function resolvePops(call: Call, { trigger, agent, config, allowList }: PopMoment): ResolvedPop[] {
  const open = new Set((call.pops[agent.agentNumber] ?? []).map((pop) => pop.popId))
  const values = { callData: callDataOf(call, agent), attachedData: call.attachedData }
  return config.pops
    .filter((pop) => (trigger === 'answered' || pop.trigger === 'ringing') && !open.has(pop.id))
    .map((pop) => {
      const url = pageAddress(pop, values, config.workbenchOrigin)
      return {
        popId: pop.id,
        callId: call.callId,
        name: pop.name,
        url,
        framePath: framePath(call.callId, pop.id),
        position: pop.position,
        trigger,
        blocked: isListed(allowList, url) ? null : 'addressNotListed',
      }
    })
}
