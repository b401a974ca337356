// What an agent wishes of the own session.
import type { SessionCommandKind } from '@openseat/contracts'
import { agentState } from '../agent/agent-state.ts'
import { isSignedIn } from '../agent/agent-session.ts'
import type { PresenceEvent } from '../agent/presence-machine.ts'
import { done, refuse, type CommandContext, type CommandOf, type Reply, type Rows } from './command.ts'
import { extendWrapUp, finishWrapUps, presenceStep } from './session-steps.ts'

const refuseState = ({ session }: CommandContext, action: SessionCommandKind): Reply =>
  refuse('SEAT_STATE', { state: agentState(session).kind, action })

const wish = (context: CommandContext, event: PresenceEvent & { readonly type: SessionCommandKind }): Reply =>
  presenceStep(context.state, context.session, event, context.now) ? done : refuseState(context, event.type)

export const sessionCommands: Rows<SessionCommandKind, CommandContext> = {
  signIn: { needs: 'page', run: signIn },
  takeOver: {
    needs: 'page',
    run: ({ state, session, browserId }) => {
      session.browserId = browserId
      state.touchSession(session)
      return done
    },
  },
  signOut: { needs: 'signedIn', run: (context) => wish(context, { type: 'signOut' }) },
  setIdle: { needs: 'signedIn', run: (context) => wish(context, { type: 'setIdle' }) },
  setBusy: { needs: 'signedIn', run: (context, { reason }) => wish(context, { type: 'setBusy', reason }) },
  setRest: {
    needs: 'signedIn',
    run: (context, { minutes = context.state.config.parameters.restMinutes }) => wish(context, { type: 'setRest', minutes }),
  },
  extendWrapUp: {
    needs: 'signedIn',
    run: (context) => {
      const { state, session, now } = context
      const isExtended = extendWrapUp(state, session, state.config.parameters.wrapUpExtendSeconds, now)
      return isExtended ? done : refuseState(context, 'extendWrapUp')
    },
  },
  finishWrapUp: {
    needs: 'signedIn',
    run: (context) => (finishWrapUps(context.state, context.session, 'all', context.now) ? done : refuseState(context, 'finishWrapUp')),
  },
  setAutoAnswer: {
    needs: 'signedIn',
    run: ({ state, session }, { on }) => {
      session.autoAnswer = on
      state.touchSession(session)
      return done
    },
  },
  popReport: { needs: 'page', run: popReport },
}

function signIn(context: CommandContext, { queueIds, device }: CommandOf<'signIn'>): Reply {
  const { state, session, now, browserId } = context
  const agent = state.agent(session.agentNumber)
  if (!agent) return refuse('AGENT_NONE')
  // The page went away while the command was on its way: nobody would be there to take contacts.
  if (!session.present) return refuseState(context, 'signIn')
  const missing = queueIds.find((id) => !agent.skills.has(id))
  if (missing !== undefined) return refuse('QUEUE_NOT_YOURS', { queue: state.config.queues.get(missing)?.name ?? missing })
  if (device === 'phone' && agent.phone === '') return refuse('AGENT_NO_PHONE', { agentNumber: agent.agentNumber })
  if (isSignedIn(session)) return refuseState(context, 'signIn')
  const leftOut = [...agent.skills.keys()].filter((id) => !queueIds.includes(id))
  Object.assign(session, { queueIds: [...new Set(queueIds)], leftOut, signedOutFor: null, browserId, autoAnswer: agent.autoAnswer, device })
  presenceStep(state, session, { type: 'signIn' }, now)
  return done
}

function popReport({ state, agentNumber, now }: CommandContext, report: CommandOf<'popReport'>): Reply {
  const contact = state.contacts.get(report.callId)
  const pop = contact?.pops[agentNumber]?.find(({ popId }) => popId === report.popId)
  if (!contact || !pop) return refuse('CALL_NOT_FOUND', { callId: report.callId })
  const isLoaded = report.outcome === 'loaded'
  const data = { popName: pop.name, popId: pop.popId, milliseconds: report.milliseconds, ...(isLoaded ? {} : { outcome: report.outcome }) }
  state.addTimeline(contact, now, { kind: isLoaded ? 'frameLoaded' : 'frameFailed', data })
  return done
}
