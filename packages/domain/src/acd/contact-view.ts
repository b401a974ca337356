// What an agent is shown of a contact whatever its channel is: who, where from, how long. The channel's wing adds its own part.
import type { CallView } from '@openseat/contracts'
import { maskNumber } from '../access/mask-number.ts'
import { customerNumberOf, type Contact } from '../contact/contact.ts'
import { servingAgent } from '../contact/state-facts.ts'
import { pageContact } from '../screen-pop/resolve-pops.ts'
import type { TenantState } from './tenant-state.ts'

const iso = (at: number): string => new Date(at).toISOString()
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at))

const waitSeconds = ({ offeredAt, queuedAt, direction }: Contact): number =>
  offeredAt === null || direction === 'outbound' ? 0 : Math.max(0, Math.round((offeredAt - (queuedAt ?? offeredAt)) / 1000))

type Numbers = Pick<CallView, 'customerNumber' | 'callerNumber' | 'calledNumber'>

/** Customers' numbers are masked unless the agent may see them. */
export function numbersFor(state: TenantState, contact: Contact, agentNumber: string): Numbers {
  const seesNumbers = state.agent(agentNumber)?.seesNumbers ?? false
  const shown = (number: string): string => (seesNumbers ? number : maskNumber(number))
  const { callerNumber, calledNumber, direction } = contact
  if (direction === 'internal') {
    const parent = state.contacts.get(contact.parentCallId ?? '')
    const own = contact.initiator === agentNumber ? calledNumber : callerNumber
    return { customerNumber: parent ? shown(customerNumberOf(parent)) : own, callerNumber, calledNumber }
  }
  const customerNumber = shown(customerNumberOf(contact))
  return direction === 'inbound'
    ? { customerNumber, callerNumber: customerNumber, calledNumber }
    : { customerNumber, callerNumber, calledNumber: customerNumber }
}

function otherFor(state: TenantState, contact: Contact, agentNumber: string): CallView['other'] {
  if (contact.direction !== 'internal')
    return { kind: 'customer', number: numbersFor(state, contact, agentNumber).customerNumber, name: '' }
  const isAsking = contact.initiator === agentNumber || contact.purpose === 'supervision'
  const number = isAsking ? (askedAgent(contact) ?? '') : contact.callerNumber
  if (number === '') return { kind: 'queue', number: '', name: contact.queueName ?? '' }
  return { kind: 'agent', number, name: state.agent(number)?.name ?? '' }
}

/** The agent who rings or serves, or who was asked for; in a supervision the supervised one. */
const askedAgent = (contact: Contact): string | null => {
  if (contact.purpose === 'supervision') return contact.calledNumber
  return servingAgent(contact) ?? (contact.queueId === null ? contact.calledNumber : contact.agentNumber)
}

const participation = ({ participants }: Contact, agentNumber: string) =>
  participants.findLast(({ party, number }) => party === 'agent' && number === agentNumber)

/** When it was offered to this agent and answered by this agent: another may have had the contact before. */
function timesFor(contact: Contact, agentNumber: string): Pick<CallView, 'offeredAt' | 'answeredAt'> {
  const own = participation(contact, agentNumber)
  return {
    offeredAt: isoOrNull(contact.offeredAt === null ? null : (own?.startedAt ?? contact.offeredAt)),
    answeredAt: isoOrNull(contact.answeredAt === null ? null : own ? own.answeredAt : contact.answeredAt),
  }
}

/** What the agent's Web API pages are told of it. */
function pageFor(state: TenantState, contact: Contact, agentNumber: string): CallView['page'] {
  const agent = state.agent(agentNumber)
  if (!agent) return null
  const offer = `${contact.callId}/${participation(contact, agentNumber)?.startedAt ?? contact.startedAt}`
  return pageContact(contact, { agent, offer, config: state.configOf(contact), allowList: state.config.allowList })
}

export function contactHead(state: TenantState, contact: Contact, agentNumber: string) {
  const { state: current, direction, purpose, initiator } = contact
  return {
    callId: contact.callId,
    purpose,
    parentCallId: contact.parentCallId,
    other: otherFor(state, contact, agentNumber),
    isCaller: initiator === agentNumber || direction === 'outbound' || purpose === 'supervision',
    direction,
    ...numbersFor(state, contact, agentNumber),
    queueId: contact.queueId,
    queueName: contact.queueName,
    startedAt: iso(contact.startedAt),
    ...timesFor(contact, agentNumber),
    ringUntil: current.kind === 'offered' ? iso(current.ringUntil) : null,
    endedAt: current.kind === 'ended' ? iso(current.at) : null,
    waitSeconds: waitSeconds(contact),
    releaseCause: current.kind === 'ended' ? current.cause : null,
    numberLabel: state.agent(agentNumber)?.numberLabel ?? '',
    attachedData: { ...contact.attachedData },
    page: pageFor(state, contact, agentNumber),
  } satisfies Partial<CallView>
}
