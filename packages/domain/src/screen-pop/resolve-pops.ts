// Which pages a contact opens at a moment, with their addresses complete: the browser adds nothing.
import type { LivingPop, PageContact, PopTrigger, ResolvedPop } from '@openseat/contracts'
import type { AgentConfig, AllowListRule, PopConfig, RoutingConfig } from '../config/routing-config.ts'
import type { Call } from '../call/call.ts'
import { isListed } from './allow-list.ts'
import { hasDataInPath, livingAddress, pageRequest, type CallData } from './page-address.ts'
import { brokenPart } from './pop-rule.ts'

/** Path of the wrapper document that holds a pop's page. */
export const framePath = (callId: string, popId: number): string => `/pop/${callId}/${popId}`

/** The call-data values for an agent who serves the contact. */
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
    numberLabel: agent.numberLabel,
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
    .filter((pop) => (trigger === 'answered' || pop.trigger === 'ringing') && !open.has(pop.id) && brokenPart(pop.rule, call) === null)
    .flatMap((pop) => {
      const { passMode, customPageId } = pop
      if (passMode === 'webApi') return []
      if (customPageId !== null) return { ...internalPop(pop, call.callId), trigger }
      const { url, form } = pageRequest(pop, values, config.workbenchOrigin)
      return {
        popId: pop.id,
        callId: call.callId,
        name: pop.name,
        customPageId,
        openMode: pop.openMode,
        passMode,
        url,
        form: form && [...form],
        contextToken: pop.contextToken,
        grants: [...pop.grants],
        dataInPath: hasDataInPath(pop, values),
        framePath: framePath(call.callId, pop.id),
        position: pop.position,
        trigger,
        blocked: isListed(allowList, url) ? null : 'addressNotListed',
      }
    })
}

function internalPop({ id: popId, name, position, customPageId }: PopConfig, callId: string): Omit<ResolvedPop, 'trigger'> {
  const page = { customPageId, openMode: 'embedded' as const, passMode: 'get' as const, url: '', form: null, framePath: '', grants: [] }
  return { popId, callId, name, position, ...page, contextToken: false, dataInPath: false, blocked: null }
}

/** An internal page that a call shows, or will show once it is answered. */
export interface InternalPage {
  readonly popId: number
  readonly customPageId: number
}

/** The internal pages of a customer's call, whatever their moment: what they show is fetched while it rings. */
export function internalPages(call: Call, { pops }: RoutingConfig): InternalPage[] {
  if (call.purpose !== 'customer') return []
  return pops.flatMap(({ id: popId, customPageId, rule }) =>
    customPageId === null || brokenPart(rule, call) !== null ? [] : [{ popId, customPageId }],
  )
}

/** The pages that stand all the time, as the settings are now. */
export function livingPops({ pops, allowList, workbenchOrigin }: RoutingConfig): LivingPop[] {
  return pops
    .filter(({ passMode }) => passMode === 'webApi')
    .map((pop) => {
      const url = livingAddress(pop.url, workbenchOrigin)
      const { id: popId, name, position, trigger, contextToken, version } = pop
      const grants = [...pop.grants]
      const blocked = isListed(allowList, url) ? null : 'addressNotListed'
      return { popId, name, url, framePath: `/pop/living/${popId}`, position, trigger, contextToken, grants, version, blocked }
    })
}

/** What Web API pages are told of the contact; null when there is none that it is for. */
export function pageContact(
  call: Call,
  { agent, config, allowList, offer }: Omit<PopMoment, 'trigger'> & { offer: string },
): PageContact | null {
  if (call.purpose !== 'customer') return null
  const pops = config.pops.filter(
    ({ passMode, rule, url }) => passMode === 'webApi' && isListed(allowList, url) && brokenPart(rule, call) === null,
  )
  if (pops.length === 0) return null
  const { callerNum, calledNum, callid, callType, workNo } = callDataOf(call, agent)
  const calldata = Object.keys(call.attachedData).length === 0 ? '' : JSON.stringify(call.attachedData)
  const data = { callerNum, calledNum, callid, mediaType: call.mediaType, callType, workNo, calldata }
  return { offer, popIds: pops.map(({ id }) => id), data }
}
