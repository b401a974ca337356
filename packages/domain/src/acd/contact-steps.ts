// One step of a contact: the machine decides, this carries its effects to the tenant's state.
import { contactMachine, type AgentOutcome, type ContactEffect, type ContactEvent } from '../contact/contact-machine.ts'
import type { Contact, Participant } from '../contact/contact.ts'
import { factsOf } from '../contact/state-facts.ts'
import { isRejection } from '../machine.ts'
import { closePops, openPops } from './contact-pops.ts'
import { countWait } from './count-waits.ts'
import { assign, unassign } from './session-steps.ts'
import type { TenantState } from './tenant-state.ts'

/** Wrap-up of a contact that belongs to no queue, seconds. */
const wrapUpWithoutQueue = 5

/** Takes the event to the contact's machine; false when its state does not take it. */
export function contactStep(state: TenantState, contact: Contact, event: ContactEvent, now: number): boolean {
  const result = contactMachine.step(contact.state, event, { now, hasFlow: contact.flow !== null })
  if (isRejection(result)) {
    state.rejected(`${contactMachine.name}: ${result.event} in ${result.state}`)
    return false
  }
  const before = contact.state
  contact.state = result.state
  for (const effect of result.effects) takeParticipant(state, contact, effect, now)
  takeFacts(state, contact, now)
  countWait(state, { before, after: contact.state }, now)
  state.touch(contact)
  for (const effect of result.effects) perform(state, contact, effect, now)
  if (contact.state.kind === 'ended' && contact.initiator !== null)
    free(state, contact, { agentNumber: contact.initiator, outcome: 'failed' }, now)
  state.wingOf(contact.channel).stepped(contact, { before, event }, now)
  state.flows.stepped(contact, { before, event }, now)
  return true
}

/** Facts that follow from the new state, and stay when it passes. */
function takeFacts(state: TenantState, contact: Contact, now: number): void {
  const { state: current } = contact
  contact.agentNumber = factsOf(current).agentNumber ?? contact.agentNumber
  switch (current.kind) {
    case 'waiting':
      contact.queueId = current.queueId
      contact.queuedAt = current.since
      contact.queueName = state.configOf(contact).queues.get(current.queueId)?.name ?? contact.queueName
      return
    case 'offered':
      contact.offeredAt = current.offeredAt
      return
    case 'active':
      if (current.agentNumber !== null && current.isAnswered) contact.answeredAt ??= now
      return
    case 'ended':
      for (const participant of contact.participants) participant.endedAt ??= now
      return
    case 'arrived':
    case 'inFlow':
  }
}

function takeParticipant(state: TenantState, contact: Contact, effect: ContactEffect, now: number): void {
  const { participants } = contact
  if (effect.type === 'participantStarted') participants.push(newParticipant(state, effect, now))
  if (effect.type === 'participantsEnded') for (const each of participants) if (each.party !== 'customer') each.endedAt ??= now
  if (effect.type === 'participantsAnswered') for (const each of participants) if (each.endedAt === null) each.answeredAt ??= now
}

function newParticipant(state: TenantState, { party, number }: Pick<Participant, 'party' | 'number'>, now: number): Participant {
  const numberLabel = party === 'agent' ? (state.agent(number)?.numberLabel ?? '') : ''
  return { party, number, startedAt: now, answeredAt: null, endedAt: null, ...(numberLabel === '' ? {} : { numberLabel }) }
}

function perform(state: TenantState, contact: Contact, effect: ContactEffect, now: number): void {
  switch (effect.type) {
    case 'timeline':
      state.addTimeline(contact, now, {
        kind: effect.kind,
        data: { ...(effect.kind === 'requeued' ? { queueName: contact.queueName ?? '' } : {}), ...effect.data },
      })
      return
    case 'openPops':
      openPops(state, contact, effect, now)
      return
    case 'closePops':
      closePops(contact, effect.agentNumber)
      return
    case 'assign':
      assign(state, contact, effect, now)
      return
    case 'unassign':
      free(state, contact, effect, now)
      return
    case 'participantStarted':
    case 'participantsEnded':
    case 'participantsAnswered':
      // Taken with the state.
      return
  }
}

function free(state: TenantState, contact: Contact, freed: { agentNumber: string; outcome: AgentOutcome }, now: number): void {
  const wrapUpSeconds = contact.purpose === 'customer' ? wrapUpOf(state, contact) : 0
  unassign(state, contact, { ...freed, wrapUpSeconds }, now)
}

function wrapUpOf(state: TenantState, contact: Contact): number {
  const queue = contact.queueId === null ? undefined : state.configOf(contact).queues.get(contact.queueId)
  return queue?.wrapUpSeconds ?? wrapUpWithoutQueue
}
