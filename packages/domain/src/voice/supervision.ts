// What an inspector does to others: listens to a call, whispers, barges in, takes it over, and changes other agents' states.
import { busyReasonCodes, type AgentEvent, type SupervisionCommandKind } from '@openseat/contracts'
import { agentState } from '../agent/agent-state.ts'
import type { PresenceEvent } from '../agent/presence-machine.ts'
import { done, refuse, type CommandOf, type Reply, type Rows } from '../acd/command.ts'
import { contactStep } from '../acd/contact-steps.ts'
import { release } from '../acd/routing.ts'
import { presenceStep } from '../acd/session-steps.ts'
import type { TenantState } from '../acd/tenant-state.ts'
import { isConnected, newContact } from '../contact/contact.ts'
import { agentsOf, servingAgent } from '../contact/state-facts.ts'
import { expectAudio } from './audio-presence.ts'
import { agentLeg, newLeg } from './leg.ts'
import { consultOf, supervisionsOf } from './linked-talks.ts'
import { ringAgentPhone } from './ring.ts'
import type { Talk } from './talk.ts'
import { refuseState, type VoiceContext } from './voice-context.ts'
import type { VoiceState } from './voice-state.ts'

type ForcedAction = Extract<AgentEvent, { type: 'seat.forced' }>['action']
type Mode = CommandOf<'supervise'>['mode']
type OfCall = Exclude<SupervisionCommandKind, 'forceState'>

/** A call of the tenant's that is no supervision itself. */
const onCall =
  <C extends { readonly kind: OfCall; readonly callId: string }>(act: (context: VoiceContext, talk: Talk, command: C) => Reply) =>
  (context: VoiceContext, command: C): Reply => {
    const talk = context.voice.liveTalk(command.callId)
    if (!talk || talk.contact.purpose === 'supervision') return refuse('CALL_NOT_FOUND', { callId: command.callId })
    return act(context, talk, command)
  }

/** One in which people talk, others than the inspector. */
const onOthersCall = <C extends CommandOf<'supervise' | 'intercept'>>(act: (context: VoiceContext, talk: Talk, command: C) => Reply) =>
  onCall<C>((context, talk, command) => {
    const isOwn = agentsOf(talk.contact).includes(context.agentNumber)
    return isConnected(talk.contact) && !isOwn ? act(context, talk, command) : refuseState(talk, command.kind)
  })

export const supervisionCommands: Rows<SupervisionCommandKind, VoiceContext> = {
  supervise: {
    needs: 'signedInInspector',
    run: onOthersCall<CommandOf<'supervise'>>((context, talk, { mode }) => supervise(context, talk, mode)),
  },
  intercept: { needs: 'signedInInspector', run: onOthersCall(intercept) },
  forceState: { needs: 'inspector', run: forceState },
  forceRelease: { needs: 'inspector', run: onCall(forceRelease) },
}

const ownSupervision = ({ voice, agentNumber }: VoiceContext, talk: Talk): Talk | undefined =>
  supervisionsOf(voice, talk).find(({ contact }) => servingAgent(contact) === agentNumber)

function supervise(context: VoiceContext, talk: Talk, mode: Mode): Reply {
  const { state, voice, agentNumber, now } = context
  const known = ownSupervision(context, talk)
  const problem = known ? null : joinProblem(context)
  if (problem) return problem
  const supervision = known ?? join(context, talk)
  if (supervision.serving) supervision.serving.mode = mode
  voice.touch(supervision)
  state.addTimeline(talk.contact, now, { kind: 'supervisionStarted', data: { agentNumber, mode } })
  voice.touch(talk)
  return { ok: true, callId: supervision.contact.callId }
}

function joinProblem({ session }: VoiceContext): Reply | null {
  const { kind } = agentState(session)
  return kind === 'idle' || kind === 'busy' || kind === 'wrapUp' ? null : refuse('SEAT_STATE', { state: kind, action: 'supervise' })
}

/** A contact of the inspector's own, in the supervised call's room. */
function join({ state, voice, agentNumber, newCallId, now }: VoiceContext, talk: Talk): Talk {
  const contact = newContact({
    callId: newCallId,
    purpose: 'supervision',
    parentCallId: talk.contact.callId,
    direction: 'internal',
    channel: 'voice',
    callerNumber: agentNumber,
    calledNumber: servingAgent(talk.contact) ?? '',
    startedAt: now,
    revision: state.config.revision,
  })
  state.add(contact)
  const serving = newLeg({ id: agentLeg(agentNumber), role: 'inspector' })
  const supervision = voice.begin({ contact, roomId: talk.roomId, serving })
  expectAudio(voice, serving, now)
  contactStep(state, contact, { type: 'join', agentNumber }, now)
  ringAgentPhone(voice, supervision, agentNumber)
  return supervision
}

/** Takes the agent's place (拦截): the inspector's leg serves the customer from then on. A consultation of the agent's ends. */
function intercept(context: VoiceContext, talk: Talk): Reply {
  const { state, voice, agentNumber, now } = context
  const { contact } = talk
  if (contact.purpose !== 'customer') return refuseState(talk, 'intercept')
  if (!ownSupervision(context, talk)) {
    const reply = supervise(context, talk, 'listen')
    if (!reply.ok) return reply
  }
  const supervision = ownSupervision(context, talk)
  const consult = consultOf(voice, talk)
  if (consult) release(state, consult.contact, 'forcedRelease', now)
  const from = servingAgent(contact)
  if (!supervision?.serving || from === null) return refuseState(talk, 'intercept')
  state.addTimeline(contact, now, { kind: 'intercepted', data: { agentNumber } })
  talk.serving = supervision.serving
  Object.assign(talk.serving, { role: 'agent', mode: null })
  contactStep(state, contact, { type: 'replaceAgent', agentNumber }, now)
  release(state, supervision.contact, 'transferred', now)
  tellForced(context, from, 'intercept')
  return { ok: true, callId: contact.callId }
}

function forceRelease(context: VoiceContext, { contact }: Talk): Reply {
  const agents = agentsOf(contact)
  release(context.state, contact, 'forcedRelease', context.now)
  for (const agentNumber of agents) tellForced(context, agentNumber, 'release')
  return done
}

function forcedEvent({ config }: TenantState, state: CommandOf<'forceState'>['state']): PresenceEvent {
  switch (state) {
    case 'idle':
      return { type: 'setIdle' }
    case 'busy':
      return { type: 'setBusy', reason: busyReasonCodes.forced }
    case 'rest':
      return { type: 'setRest', minutes: config.parameters.restMinutes }
    case 'signedOut':
      return { type: 'signOut' }
  }
}

function forceState(context: VoiceContext, command: CommandOf<'forceState'>): Reply {
  const { state, now } = context
  const session = state.sessions.get(command.agentNumber)
  if (!state.agent(command.agentNumber) || !session) return refuse('AGENT_UNKNOWN', { agentNumber: command.agentNumber })
  if (!presenceStep(state, session, forcedEvent(state, command.state), now))
    return refuse('SEAT_STATE', { state: agentState(session).kind, action: 'forceState' })
  tellForced(context, command.agentNumber, command.state)
  return done
}

function tellForced({ state, agentNumber: by }: VoiceContext, agentNumber: string, action: ForcedAction): void {
  state.notify(agentNumber, { type: 'seat.forced', by, byName: state.agent(by)?.name ?? '', action })
}

/** Nobody goes on listening whose right was withdrawn. */
export function endForbiddenSupervision({ state }: VoiceState, now: number): void {
  for (const contact of state.contacts.values()) {
    const inspector = contact.purpose === 'supervision' ? servingAgent(contact) : null
    if (inspector !== null && state.agent(inspector)?.role !== 'inspector') release(state, contact, 'forcedRelease', now)
  }
}
