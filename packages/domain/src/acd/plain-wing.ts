// The wing of channels that add nothing: contacts are offered, taken, ended and written up.
import { factsOf } from '../contact/state-facts.ts'
import { reject } from './answering.ts'
import { release } from './routing.ts'
import type { TenantState } from './tenant-state.ts'
import type { Wing } from './wing.ts'

export const plainWing = (state: TenantState): Wing => ({
  stepped: () => undefined,
  view: () => null,
  boardRow: () => null,
  isReachable: () => true,
  deadlineOf: () => null,
  expire: () => false,
  missedAs: () => 'noAnswer',
  leave: (contact, agentNumber, now) => reject(state, contact, agentNumber, now) || release(state, contact, 'agentHangUp', now),
  answerProblem: () => null,
  word: (contact) => factsOf(contact.state).shown,
})
