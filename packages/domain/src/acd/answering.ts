// An offer is taken or refused, and a contact left, as an agent does from the page.
import type { ContactCommandKind } from '@openseat/contracts'
import { done, refuse, type CommandContext, type Reply, type Rows } from './command.ts'
import { contactStep } from './contact-steps.ts'
import type { Contact } from '../contact/contact.ts'
import { servingAgent } from '../contact/state-facts.ts'
import type { TenantState } from './tenant-state.ts'

const isOfferedTo = (contact: Contact, agentNumber: string): boolean =>
  contact.state.kind === 'offered' && servingAgent(contact) === agentNumber

/** The agent takes the offer; false where there is none to this agent. */
export const accept = (state: TenantState, contact: Contact, agentNumber: string, now: number): boolean =>
  isOfferedTo(contact, agentNumber) && contactStep(state, contact, { type: 'accept' }, now)

/** The agent refuses the offer; false where there is none to this agent. */
export const reject = (state: TenantState, contact: Contact, agentNumber: string, now: number): boolean =>
  isOfferedTo(contact, agentNumber) && contactStep(state, contact, { type: 'withdraw', outcome: 'rejected' }, now)

type OwnContact = CommandContext & { readonly contact: Contact }

const refuseState = ({ state, contact }: OwnContact, action: ContactCommandKind): Reply =>
  refuse('CALL_STATE', { state: state.wingOf(contact.channel).word(contact), action })

export const contactCommands: Rows<ContactCommandKind, CommandContext> = {
  answer: {
    needs: 'contact',
    run: (context) => {
      const { state, contact, session, agentNumber, now } = context
      const problem = state.wingOf(contact.channel).answerProblem(contact, session)
      if (problem) return refuse(problem)
      return accept(state, contact, agentNumber, now) ? done : refuseState(context, 'answer')
    },
  },
  hangUp: {
    needs: 'contact',
    run: (context) => {
      const { state, contact, agentNumber, now } = context
      return state.wingOf(contact.channel).leave(contact, agentNumber, now) ? done : refuseState(context, 'hangUp')
    },
  },
}
