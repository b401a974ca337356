// What an inspector does: listens to a call, whispers, barges in, takes it over, and changes other agents' states.
import { busyReasonCodes, type AgentEvent } from '@openseat/contracts'
import { isConnected, newCall, type Call } from '../call/call.ts'
import { agentsOf, servingAgent } from '../call/ends.ts'
import type { SeatEvent } from '../agent/seat-machine.ts'
import type { Desk } from './desk.ts'
import { expectAudio } from './inputs.ts'
import { consultOf, supervisionsOf } from './linked-calls.ts'
import { publishUpdate } from './publish.ts'
import { release, ringAgentPhone } from './routing.ts'
import { done, refuse, refuseState, type CommandOf, type Reply, type Scene } from './scene.ts'
import { callStep, seatStep } from './steps.ts'

type Inspection = CommandOf<'supervise' | 'intercept' | 'forceState' | 'forceRelease'>
type ForcedAction = Extract<AgentEvent, { type: 'seat.forced' }>['action']

export function inspect(scene: Scene, command: Inspection): Reply {
  if (scene.desk.agent(scene.agentNumber)?.role !== 'inspector') return refuse('INSPECTOR_ONLY')
  if (command.kind === 'forceState') return forceState(scene, command)
  const call = scene.desk.calls.get(command.callId)
  if (!call || call.purpose === 'supervision') return refuse('CALL_NOT_FOUND', { callId: command.callId })
  if (command.kind === 'forceRelease') return forceRelease(scene, call)
  if (!isConnected(call) || agentsOf(call).includes(scene.agentNumber)) return refuseState(call, command.kind)
  return command.kind === 'supervise' ? supervise(scene, call, command.mode) : intercept(scene, call)
}

const ownSupervision = ({ desk, agentNumber }: Scene, call: Call): Call | undefined =>
  supervisionsOf(desk, call).find((supervision) => servingAgent(supervision) === agentNumber)

type Mode = CommandOf<'supervise'>['mode']

function supervise(scene: Scene, call: Call, mode: Mode): Reply {
  const { desk, agentNumber, now } = scene
  const known = ownSupervision(scene, call)
  const joined = known ? done : join(scene, call)
  if (!joined.ok) return joined
  const supervision = known ?? desk.calls.get(scene.newCallId)
  if (!supervision) return refuseState(call, 'supervise')
  callStep(desk, supervision, { type: 'supervise', agentNumber, mode }, now)
  if (!known) {
    expectAudio(desk, supervision, 'agent', now)
    publishUpdate(desk, supervision, now)
    ringAgentPhone(desk, supervision, agentNumber)
  }
  desk.addTimeline(call, now, { kind: 'supervisionStarted', data: { agentNumber, mode } })
  publishUpdate(desk, call, now)
  return { ok: true, callId: supervision.callId }
}

/** A call of the inspector's own, in the supervised call's room. */
function join({ desk, seat, agentNumber, newCallId, now }: Scene, call: Call): Reply {
  if (seat.state.kind !== 'idle' && seat.state.kind !== 'busy' && seat.state.kind !== 'wrapUp')
    return refuse('SEAT_STATE', { state: seat.state.kind, action: 'supervise' })
  const supervision = newCall({
    callId: newCallId,
    purpose: 'supervision',
    parentCallId: call.callId,
    roomId: call.roomId,
    direction: 'internal',
    callerNumber: agentNumber,
    calledNumber: servingAgent(call) ?? '',
    startedAt: now,
    revision: desk.config.revision,
  })
  desk.callChanged(supervision)
  seatStep(desk, seat, { type: 'dialled', callId: supervision.callId }, now)
  return done
}

/** Takes the agent's place (拦截). A consultation of the agent's ends. */
function intercept(scene: Scene, call: Call): Reply {
  const { desk, agentNumber, now } = scene
  if (call.purpose !== 'customer') return refuseState(call, 'intercept')
  if (!ownSupervision(scene, call)) {
    const reply = supervise(scene, call, 'listen')
    if (!reply.ok) return reply
  }
  const supervision = ownSupervision(scene, call)
  const consult = consultOf(desk, call)
  if (consult) release(desk, consult, 'forcedRelease', now)
  const from = servingAgent(call)
  if (!supervision || from === null) return refuseState(call, 'intercept')
  desk.addTimeline(call, now, { kind: 'intercepted', data: { agentNumber } })
  const audio = supervision.audio.agent
  callStep(desk, call, { type: 'handOver', agentNumber }, now)
  call.audio.agent = audio
  publishUpdate(desk, call, now)
  release(desk, supervision, 'transferred', now)
  tellForced(scene, from, 'intercept')
  return { ok: true, callId: call.callId }
}

function forceRelease(scene: Scene, call: Call): Reply {
  const agents = agentsOf(call)
  if (!release(scene.desk, call, 'forcedRelease', scene.now)) return refuseState(call, 'forceRelease')
  for (const agentNumber of agents) tellForced(scene, agentNumber, 'release')
  return done
}

function forcedEvent(desk: Desk, state: CommandOf<'forceState'>['state']): SeatEvent {
  switch (state) {
    case 'idle':
      return { type: 'setIdle' }
    case 'busy':
      return { type: 'setBusy', reason: busyReasonCodes.forced }
    case 'rest':
      return { type: 'setRest', minutes: desk.config.parameters.restMinutes }
    case 'signedOut':
      return { type: 'signOut' }
  }
}

function forceState(scene: Scene, { agentNumber, state }: CommandOf<'forceState'>): Reply {
  const { desk, now } = scene
  const seat = desk.seats.get(agentNumber)
  if (!desk.agent(agentNumber) || !seat) return refuse('AGENT_UNKNOWN', { agentNumber })
  if (!seatStep(desk, seat, forcedEvent(desk, state), now)) return refuse('SEAT_STATE', { state: seat.state.kind, action: 'forceState' })
  tellForced(scene, agentNumber, state)
  return done
}

function tellForced({ desk, agentNumber: by, now }: Scene, agentNumber: string, action: ForcedAction): void {
  desk.publish(agentNumber, now, { type: 'seat.forced', by, byName: desk.agent(by)?.name ?? '', action })
}
