// Which pages a contact opens at a moment, with their addresses complete: the browser adds nothing.
import type { LivingPop, PageContact, PopTrigger, ResolvedPop } from '@openseat/contracts'
import { isCall, mediaTypeOf } from '../config/channels.ts'
import type { AgentConfig, AllowListRule, PopConfig, RoutingConfig } from '../config/routing-config.ts'
import type { Contact } from '../contact/contact.ts'
import { isListed } from './allow-list.ts'
import { hasDataInPath, livingAddress, pageRequest, type CallData } from './page-address.ts'
import { brokenPart, type RuledContact } from './pop-rule.ts'

/** Path of the wrapper document that holds a pop's page. */
export const framePath = (callId: string, popId: number): string => `/pop/${callId}/${popId}`

const ruled = (contact: Contact): RuledContact => ({ ...contact, mediaType: mediaTypeOf(contact.channel) })

/** The call-data values for an agent who serves the contact. */
export function callDataOf(contact: Contact, agent: AgentConfig): CallData {
  return {
    callerNum: contact.callerNumber,
    calledNum: contact.calledNumber,
    callid: contact.callId,
    mediaType: isCall(contact.channel) ? '1' : '5',
    callType: contact.direction === 'inbound' ? '0' : '1',
    workNo: agent.agentNumber,
    callskill: contact.queueName ?? '',
    callskillid: contact.queueId === null ? '' : String(contact.queueId),
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
export function resolvePops(contact: Contact, { trigger, agent, config, allowList }: PopMoment): ResolvedPop[] {
  if (!isCall(contact.channel)) return []
  const open = new Set((contact.pops[agent.agentNumber] ?? []).map((pop) => pop.popId))
  const values = { callData: callDataOf(contact, agent), attachedData: contact.attachedData }
  return config.pops
    .filter(
      (pop) => (trigger === 'answered' || pop.trigger === 'ringing') && !open.has(pop.id) && brokenPart(pop.rule, ruled(contact)) === null,
    )
    .flatMap((pop) => {
      const { passMode, customPageId } = pop
      if (passMode === 'webApi') return []
      if (customPageId !== null) return { ...internalPop(pop, contact.callId), trigger }
      const { url, form } = pageRequest(pop, values, config.workbenchOrigin)
      return {
        popId: pop.id,
        callId: contact.callId,
        name: pop.name,
        customPageId,
        openMode: pop.openMode,
        passMode,
        url,
        form: form && [...form],
        contextToken: pop.contextToken,
        grants: [...pop.grants],
        dataInPath: hasDataInPath(pop, values),
        framePath: framePath(contact.callId, pop.id),
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
export function internalPages(contact: Contact, { pops }: RoutingConfig): InternalPage[] {
  if (contact.purpose !== 'customer') return []
  return pops.flatMap(({ id: popId, customPageId, rule }) =>
    customPageId === null || brokenPart(rule, ruled(contact)) !== null ? [] : [{ popId, customPageId }],
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
  contact: Contact,
  { agent, config, allowList, offer }: Omit<PopMoment, 'trigger'> & { offer: string },
): PageContact | null {
  if (contact.purpose !== 'customer' || !isCall(contact.channel)) return null
  const pops = config.pops.filter(
    ({ passMode, rule, url }) => passMode === 'webApi' && isListed(allowList, url) && brokenPart(rule, ruled(contact)) === null,
  )
  if (pops.length === 0) return null
  const { callerNum, calledNum, callid, callType, workNo } = callDataOf(contact, agent)
  const calldata = Object.keys(contact.attachedData).length === 0 ? '' : JSON.stringify(contact.attachedData)
  const data = { callerNum, calledNum, callid, mediaType: mediaTypeOf(contact.channel), callType, workNo, calldata }
  return { offer, popIds: pops.map(({ id }) => id), data }
}
