// What an agent asks for. Each is carried out or refused with a code; nothing is queued.
import type { AgentCommand, ErrorCode, ErrorParams } from '@openseat/contracts'
import { isSignedIn, type Seat } from '../agent/seat.ts'
import type { SeatEvent } from '../agent/seat-machine.ts'
import type { Call } from '../call/call.ts'
import type { CallEvent } from '../call/call-machine.ts'
import type { Desk } from './desk.ts'
import { dialledNumber } from './dialled-number.ts'
import { release } from './routing.ts'
import { callStep, publishSeat, publishUpdate, seatStep } from './steps.ts'

export type Reply =
  | { readonly ok: true; readonly callId?: string }
  | { readonly ok: false; readonly code: ErrorCode; readonly params: ErrorParams }

/** Commands that the desk decides; the others concern a page's connection and stay with the socket. */
export type DeskCommand = Exclude<AgentCommand, { kind: 'takeLead' | 'mediaOffer' }>

export interface CommandFrom {
  readonly agentNumber: string
  readonly browserId: string
  /** For a call that the command may begin. */
  readonly newCallId: string
}

interface Scene extends CommandFrom {
  readonly desk: Desk
  readonly seat: Seat
  readonly now: number
}

/** How long an outbound call may ring. */
const dialTimeoutMs = 60_000

const done: Reply = { ok: true }
const refuse = (code: ErrorCode, params: ErrorParams = {}): Reply => ({ ok: false, code, params })

export function runCommand(desk: Desk, from: CommandFrom, command: DeskCommand, now: number): Reply {
  const scene: Scene = { ...from, desk, seat: desk.seat(from.agentNumber, now), now }
  if (command.kind !== 'signIn' && command.kind !== 'takeOver' && command.kind !== 'popReport' && !isSignedIn(scene.seat)) {
    return refuse('SEAT_NOT_SIGNED_IN')
  }
  switch (command.kind) {
    case 'signIn':
      return signIn(scene, command.queueIds)
    case 'takeOver':
      scene.seat.browserId = from.browserId
      publishSeat(desk, scene.seat, now)
      return done
    case 'setAutoAnswer':
      scene.seat.autoAnswer = command.on
      publishSeat(desk, scene.seat, now)
      return done
    case 'dial':
      return dial(scene, command)
    case 'popReport':
      return popReport(scene, command)
    case 'answer':
    case 'hangUp':
    case 'hold':
    case 'retrieve':
    case 'mute':
    case 'sendDigits':
      return callCommand(scene, command)
    default:
      return seatCommand(scene, command)
  }
}

function signIn(scene: Scene, queueIds: readonly number[]): Reply {
  const { desk, seat, now, browserId } = scene
  const agent = desk.agent(seat.agentNumber)
  if (!agent) return refuse('AGENT_NONE')
  // The page went away while its wish was on the way: nobody would be there to take calls.
  if (!seat.present) return refuse('SEAT_STATE', { state: seat.state.kind, action: 'signIn' })
  const missing = queueIds.find((id) => !agent.skills.has(id))
  if (missing !== undefined) return refuse('QUEUE_NOT_YOURS', { queue: desk.config.queues.get(missing)?.name ?? missing })
  if (isSignedIn(seat)) return refuse('SEAT_STATE', { state: seat.state.kind, action: 'signIn' })
  Object.assign(seat, { queueIds: [...new Set(queueIds)], browserId, autoAnswer: agent.autoAnswer })
  seatStep(desk, seat, { type: 'signIn' }, now)
  return done
}

type SeatCommand = Extract<DeskCommand, { kind: 'signOut' | 'setIdle' | 'setBusy' | 'setRest' | 'extendWrapUp' | 'finishWrapUp' }>

function seatEvent(desk: Desk, command: SeatCommand): SeatEvent {
  const { restMinutes, wrapUpExtendSeconds } = desk.config.parameters
  switch (command.kind) {
    case 'setBusy':
      return { type: 'setBusy', reason: command.reason }
    case 'setRest':
      return { type: 'setRest', minutes: command.minutes ?? restMinutes }
    case 'extendWrapUp':
      return { type: 'extendWrapUp', seconds: wrapUpExtendSeconds }
    case 'signOut':
    case 'setIdle':
    case 'finishWrapUp':
      return { type: command.kind }
  }
}

function seatCommand({ desk, seat, now }: Scene, command: SeatCommand): Reply {
  const taken = seatStep(desk, seat, seatEvent(desk, command), now)
  return taken ? done : refuse('SEAT_STATE', { state: seat.state.kind, action: command.kind })
}

type CallCommand = Extract<DeskCommand, { kind: 'answer' | 'hangUp' | 'hold' | 'retrieve' | 'mute' | 'sendDigits' }>

function callCommand(scene: Scene, command: CallCommand): Reply {
  const { desk, seat, now } = scene
  const call = desk.calls.get(command.callId)
  if (!call || !('agentNumber' in call.state) || call.state.agentNumber !== seat.agentNumber) {
    return refuse('CALL_NOT_FOUND', { callId: command.callId })
  }
  const taken = carryOut(scene, call, command)
  if (!taken) return refuse('CALL_STATE', { state: call.state.kind === 'offered' ? 'ringing' : call.state.kind, action: command.kind })
  if (command.kind === 'mute' || command.kind === 'sendDigits') publishUpdate(desk, call, now)
  return done
}

function carryOut(scene: Scene, call: Call, command: CallCommand): boolean {
  const { desk, now } = scene
  switch (command.kind) {
    case 'answer':
      return answer(scene, call)
    case 'hangUp':
      return hangUp(scene, call)
    case 'hold':
    case 'retrieve':
      return callStep(desk, call, { type: command.kind }, now)
    case 'mute':
      if (call.state.kind !== 'talking' && call.state.kind !== 'held') return false
      call.muted = command.on
      return true
    case 'sendDigits':
      if (call.state.kind !== 'talking') return false
      desk.changes.actions.push({ type: 'sendDigits', callId: call.callId, digits: command.digits })
      desk.addTimeline(call, now, { kind: 'digits', data: { party: 'agent', count: command.digits.length } })
      return true
  }
}

function answer({ desk, seat, now }: Scene, call: Call): boolean {
  if (call.state.kind !== 'offered') return false
  expectAgentAudio(desk, call, now)
  seatStep(desk, seat, { type: 'answered' }, now)
  return callStep(desk, call, { type: 'answer' }, now)
}

/** From now on the agent's audio must be there within the grace. */
export function expectAgentAudio(desk: Desk, call: Call, now: number): void {
  if (call.audio.agent.kind === 'connected') return
  const until = now + desk.config.parameters.reconnectGraceSeconds * 1000
  call.audio.agent = { ...call.audio.agent, until }
}

function hangUp({ desk, now }: Scene, call: Call): boolean {
  const event: CallEvent =
    call.state.kind === 'offered' ? { type: 'withdraw', outcome: 'rejected' } : { type: 'release', cause: 'agentHangUp' }
  return event.type === 'withdraw' ? callStep(desk, call, event, now) : release(desk, call, 'agentHangUp', now)
}

function popReport({ desk, now }: Scene, report: Extract<DeskCommand, { kind: 'popReport' }>): Reply {
  const call = desk.calls.get(report.callId)
  const pop = call?.pops.find(({ popId }) => popId === report.popId)
  if (!call || !pop) return refuse('CALL_NOT_FOUND', { callId: report.callId })
  const loaded = report.outcome === 'loaded'
  const data = { popName: pop.name, popId: pop.popId, milliseconds: report.milliseconds, ...(loaded ? {} : { outcome: report.outcome }) }
  desk.addTimeline(call, now, { kind: loaded ? 'frameLoaded' : 'frameFailed', data })
  return done
}

function outboundQueue({ desk, seat }: Scene, queueId: number | null): number | null {
  if (queueId !== null) return queueId
  return seat.queueIds.find((id) => desk.config.queues.get(id)?.type === 'voice') ?? null
}

type Dial = Extract<DeskCommand, { kind: 'dial' }>

function dialProblem({ desk, seat }: Scene, command: Dial): Reply | null {
  if (!['idle', 'busy', 'wrapUp'].includes(seat.state.kind)) return refuse('SEAT_STATE', { state: seat.state.kind, action: 'dial' })
  if (dialledNumber(command.number) === null) return refuse('CALL_NUMBER', { number: command.number })
  if (command.queueId !== null && !desk.agent(seat.agentNumber)?.skills.has(command.queueId))
    return refuse('QUEUE_NOT_YOURS', { queue: command.queueId })
  if (desk.config.accessCodes.length === 0) return refuse('CALL_NO_CALLER_NUMBER')
  return null
}

function outboundCall(scene: Scene, command: Dial, number: string): Call {
  const { desk, now, newCallId } = scene
  const queueId = outboundQueue(scene, command.queueId)
  return {
    callId: newCallId,
    direction: 'outbound',
    mediaType: 'audio',
    callerNumber: desk.config.accessCodes[0] ?? '',
    calledNumber: number,
    attachedData: {},
    startedAt: now,
    revision: desk.config.revision,
    customerRef: '',
    state: { kind: 'arrived' },
    audio: { customer: { kind: 'absent', until: null, lost: false }, agent: { kind: 'absent', until: null, lost: false } },
    muted: false,
    queueId,
    queueName: queueId === null ? null : (desk.config.queues.get(queueId)?.name ?? null),
    agentNumber: null,
    offeredAt: null,
    answeredAt: null,
    queueTransfers: 0,
    legs: [{ party: 'customer', number, startedAt: now, answeredAt: null, endedAt: null }],
    pops: [],
    timelineLength: 0,
  }
}

function dial(scene: Scene, command: Dial): Reply {
  const problem = dialProblem(scene, command)
  if (problem) return problem
  const { desk, seat, now } = scene
  const call = outboundCall(scene, command, dialledNumber(command.number) ?? '')
  seatStep(desk, seat, { type: 'dialled', callId: call.callId }, now)
  callStep(desk, call, { type: 'dial', agentNumber: seat.agentNumber, until: now + dialTimeoutMs }, now)
  desk.changes.actions.push({ type: 'dialCustomer', callId: call.callId, number: call.calledNumber })
  return { ok: true, callId: call.callId }
}
