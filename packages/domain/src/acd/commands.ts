// What an agent asks for. Each is carried out or refused with a code; nothing is queued.
import { isSignedIn } from '../agent/seat.ts'
import type { SeatEvent } from '../agent/seat-machine.ts'
import { agentsOf } from '../call/ends.ts'
import { callCommand } from './call-commands.ts'
import { callInside, dial } from './calling.ts'
import type { Desk } from './desk.ts'
import { publishSeat } from './publish.ts'
import { done, refuse, type CommandFrom, type CommandOf, type DeskCommand, type Reply, type Scene } from './scene.ts'
import { seatStep } from './steps.ts'
import { inspect } from './supervision.ts'
import { transferCommand } from './transfer.ts'

const withoutSignIn = new Set<DeskCommand['kind']>(['signIn', 'takeOver', 'popReport', 'forceState', 'forceRelease'])

export function runCommand(desk: Desk, from: CommandFrom, command: DeskCommand, now: number): Reply {
  const scene: Scene = { ...from, desk, seat: desk.seat(from.agentNumber, now), now }
  if (!withoutSignIn.has(command.kind) && !isSignedIn(scene.seat)) return refuse('SEAT_NOT_SIGNED_IN')
  switch (command.kind) {
    case 'signIn':
      return signIn(scene, command)
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
    case 'callInside':
      return callInside(scene, command)
    case 'popReport':
      return popReport(scene, command)
    case 'supervise':
    case 'intercept':
    case 'forceState':
    case 'forceRelease':
      return inspect(scene, command)
    case 'signOut':
    case 'setIdle':
    case 'setBusy':
    case 'setRest':
    case 'extendWrapUp':
    case 'finishWrapUp':
      return seatCommand(scene, command)
    default:
      return ownCallCommand(scene, command)
  }
}

function signIn(scene: Scene, { queueIds, device }: CommandOf<'signIn'>): Reply {
  const { desk, seat, now, browserId } = scene
  const agent = desk.agent(seat.agentNumber)
  if (!agent) return refuse('AGENT_NONE')
  // The page went away while its wish was on the way: nobody would be there to take calls.
  if (!seat.present) return refuse('SEAT_STATE', { state: seat.state.kind, action: 'signIn' })
  const missing = queueIds.find((id) => !agent.skills.has(id))
  if (missing !== undefined) return refuse('QUEUE_NOT_YOURS', { queue: desk.config.queues.get(missing)?.name ?? missing })
  if (device === 'phone' && agent.phone === '') return refuse('AGENT_NO_PHONE', { agentNumber: agent.agentNumber })
  if (isSignedIn(seat)) return refuse('SEAT_STATE', { state: seat.state.kind, action: 'signIn' })
  const leftOut = [...agent.skills.keys()].filter((id) => !queueIds.includes(id))
  Object.assign(seat, { queueIds: [...new Set(queueIds)], leftOut, signedOutFor: null, browserId, autoAnswer: agent.autoAnswer, device })
  seatStep(desk, seat, { type: 'signIn' }, now)
  return done
}

type SeatCommand = CommandOf<'signOut' | 'setIdle' | 'setBusy' | 'setRest' | 'extendWrapUp' | 'finishWrapUp'>

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

type OwnCallCommand = Parameters<typeof callCommand>[2] | Parameters<typeof transferCommand>[2]

function ownCallCommand(scene: Scene, command: OwnCallCommand): Reply {
  const call = scene.desk.calls.get(command.callId)
  if (!call || !agentsOf(call).includes(scene.agentNumber)) return refuse('CALL_NOT_FOUND', { callId: command.callId })
  switch (command.kind) {
    case 'blindTransfer':
    case 'consult':
    case 'completeTransfer':
    case 'takeBack':
    case 'swap':
    case 'conference':
      return transferCommand(scene, call, command)
    default:
      return callCommand(scene, call, command)
  }
}

function popReport({ desk, agentNumber, now }: Scene, report: CommandOf<'popReport'>): Reply {
  const call = desk.calls.get(report.callId)
  const pop = call?.pops[agentNumber]?.find(({ popId }) => popId === report.popId)
  if (!call || !pop) return refuse('CALL_NOT_FOUND', { callId: report.callId })
  const loaded = report.outcome === 'loaded'
  const data = { popName: pop.name, popId: pop.popId, milliseconds: report.milliseconds, ...(loaded ? {} : { outcome: report.outcome }) }
  desk.addTimeline(call, now, { kind: loaded ? 'frameLoaded' : 'frameFailed', data })
  return done
}
