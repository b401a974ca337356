// How the contacts stand in the column, and which one is in front. Pure.
import type { AgentEvent, SeatView } from '@openseat/contracts'
import { isLive, type Contact } from '../../realtime/contact-state.ts'

export const groupKeys = ['ringing', 'active', 'wrapUp', 'ended'] as const
export type GroupKey = (typeof groupKeys)[number]

export function groupOf({ call }: Contact, seat: SeatView | null): GroupKey {
  if (call.state === 'ringing') return 'ringing'
  if (isLive(call)) return 'active'
  return seat?.state === 'wrapUp' && seat.callId === call.callId ? 'wrapUp' : 'ended'
}

/** Groups that hold anything, in their order; the newest ended contact first. */
export function groupContacts(contacts: readonly Contact[], seat: SeatView | null): { key: GroupKey; contacts: Contact[] }[] {
  return groupKeys
    .map((key) => {
      const members = contacts.filter((contact) => groupOf(contact, seat) === key)
      return { key, contacts: key === 'ended' ? members.toReversed() : members }
    })
    .filter((group) => group.contacts.length > 0)
}

export interface FrontContext {
  readonly front: string | null
  readonly contacts: readonly Contact[]
  /** The agent answered this call by hand here. */
  readonly byHand: boolean
  /** The focus is in a field or in an enterprise page. */
  readonly isTyping: boolean
}

/** Which contact is in front after the event. It never changes under the hands of someone who types. */
export function frontAfter(context: FrontContext, event: AgentEvent): string | null {
  const { front, contacts, isTyping } = context
  const there = (callId: string | null): boolean => contacts.some((contact) => contact.callId === callId)
  const present = there(front) ? front : null
  const next = wants(event, context)
  if (next === null || !there(next.callId)) return present ?? newest(contacts)
  return next.byHand || !isTyping || present === null ? next.callId : present
}

/** The contact that the event brings to the front. */
function wants(event: AgentEvent, { byHand }: FrontContext): { callId: string; byHand: boolean } | null {
  switch (event.type) {
    case 'call.dialling':
      return { callId: event.call.callId, byHand: true }
    case 'call.talking':
      return { callId: event.call.callId, byHand }
    case 'call.ringing':
      return { callId: event.call.callId, byHand: false }
    default:
      return null
  }
}

/** The newest contact whose call still goes on; without one, the newest. */
function newest(contacts: readonly Contact[]): string | null {
  return contacts.findLast(({ call }) => isLive(call))?.callId ?? contacts.at(-1)?.callId ?? null
}
