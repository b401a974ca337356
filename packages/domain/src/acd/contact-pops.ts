// The pages of a contact, as its moments open and close them.
import type { PopTrigger } from '@openseat/contracts'
import type { Contact } from '../contact/contact.ts'
import { resolvePops } from '../screen-pop/resolve-pops.ts'
import type { TenantState } from './tenant-state.ts'

interface PopMoment {
  readonly trigger: PopTrigger
  readonly agentNumber: string
}

export function openPops(state: TenantState, contact: Contact, { trigger, agentNumber }: PopMoment, now: number): void {
  const agent = state.agent(agentNumber)
  if (!agent || contact.purpose !== 'customer') return
  const pops = resolvePops(contact, { trigger, agent, config: state.configOf(contact), allowList: state.config.allowList })
  if (pops.length === 0) return
  contact.pops = { ...contact.pops, [agentNumber]: [...(contact.pops[agentNumber] ?? []), ...pops] }
  for (const pop of pops) state.addTimeline(contact, now, { kind: 'popRequested', data: { popName: pop.name, popId: pop.popId } })
}

export function closePops(contact: Contact, agentNumber: string): void {
  contact.pops = Object.fromEntries(Object.entries(contact.pops).filter(([number]) => number !== agentNumber))
}
