// New contacts of channels that have no line: a message came in. What the customer writes is the channel's own.
import type { Channel } from '../config/channels.ts'
import { newContact } from '../contact/contact.ts'
import { route } from './routing.ts'
import type { TenantState } from './tenant-state.ts'

export interface Arrival {
  readonly callId: string
  readonly channel: Channel
  /** The customer's address on the channel. */
  readonly customer: string
  /** The access code of the channel account. */
  readonly accessCode: string
  readonly attachedData: Readonly<Record<string, string>>
}

export function contactArrived(state: TenantState, { customer, accessCode, ...facts }: Arrival, now: number): void {
  // Given again after a commit whose outcome was in doubt.
  if (state.knownContact(facts.callId)) return
  const contact = newContact({
    ...facts,
    direction: 'inbound',
    callerNumber: customer,
    calledNumber: accessCode,
    startedAt: now,
    revision: state.config.revision,
    participants: [{ party: 'customer', number: customer, startedAt: now, answeredAt: null, endedAt: null }],
  })
  state.add(contact)
  route(state, contact, now)
}
