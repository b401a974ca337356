// What an agent does to one of the own calls.
import { isConnected, type Call } from '../call/call.ts'
import { agentLeg, customerLeg, endOf, otherLeg } from '../call/ends.ts'
import type { Desk } from './desk.ts'
import { expectAudio } from './inputs.ts'
import { consultOf } from './linked-calls.ts'
import { publishUpdate } from './publish.ts'
import { recordingPolicy } from './recording-policy.ts'
import { switchRecording } from './recording.ts'
import { release } from './routing.ts'
import { done, refuse, refuseState, type CommandOf, type Reply, type Scene } from './scene.ts'
import { callStep, seatStep } from './steps.ts'
import { completeTransfer } from './transfer.ts'
import { switchVideo } from './video.ts'

type CallCommand = CommandOf<'answer' | 'hangUp' | 'hold' | 'retrieve' | 'mute' | 'sendDigits' | 'record' | 'video'>

export function callCommand(scene: Scene, call: Call, command: CallCommand): Reply {
  if (command.kind === 'answer' && scene.seat.device === 'phone') return refuse('ANSWER_ON_PHONE')
  if (command.kind === 'record' && recordingPolicy(scene.desk, call) === 'never') return refuse('RECORDING_REFUSED')
  if (command.kind === 'video' && !call.videoPossible) return refuse('VIDEO_IMPOSSIBLE')
  return carryOut(scene, call, command) ? done : refuseState(call, command.kind)
}

function carryOut(scene: Scene, call: Call, command: CallCommand): boolean {
  const { desk, agentNumber, now } = scene
  const by = endOf(call, agentNumber) ?? 'agent'
  switch (command.kind) {
    case 'answer':
      return answerCall(desk, call, agentNumber, now)
    case 'hangUp':
      return leaveCall(desk, call, agentNumber, now)
    case 'hold':
      return !(call.state.kind === 'talking' && call.state.conference) && callStep(desk, call, { type: 'hold', by }, now)
    case 'retrieve':
      return (
        call.state.kind === 'held' && call.state.by === by && !isElsewhere(scene, call) && callStep(desk, call, { type: 'retrieve' }, now)
      )
    case 'mute':
      return mute(scene, call, command.on)
    case 'sendDigits':
      return sendDigits(scene, call, command.digits)
    case 'video':
      return switchVideo(desk, call, { by: 'agent', action: command.action }, now)
    case 'record':
      return switchRecording(desk, call, command.action, now)
  }
}

/** The agent talks with someone else meanwhile: swapping is for that. */
const isElsewhere = ({ desk }: Scene, call: Call): boolean => {
  const consult = consultOf(desk, call)
  return consult !== undefined && consult.state.kind !== 'held'
}

function mute({ desk, agentNumber, now }: Scene, call: Call, on: boolean): boolean {
  if (!isConnected(call)) return false
  call.muted = [...call.muted.filter((number) => number !== agentNumber), ...(on ? [agentNumber] : [])]
  publishUpdate(desk, call, now)
  return true
}

/** Keys go to the far end: the one of the two that is not the agent's own. */
function sendDigits({ desk, agentNumber, now }: Scene, call: Call, digits: string): boolean {
  const leg = otherLeg(call) === agentLeg(agentNumber) ? customerLeg(call) : otherLeg(call)
  if (call.state.kind !== 'talking' || leg === null) return false
  desk.changes.actions.push({ type: 'sendDigits', room: call.roomId, leg, digits })
  desk.addTimeline(call, now, { kind: 'digits', data: { party: 'agent', count: digits.length } })
  publishUpdate(desk, call, now)
  return true
}

export function answerCall(desk: Desk, call: Call, agentNumber: string, now: number): boolean {
  if (call.state.kind !== 'offered' && call.state.kind !== 'directed') return false
  if (call.state.agentNumber !== agentNumber) return false
  expectAudio(desk, call, 'agent', now)
  if (call.callerAgent !== null) expectAudio(desk, call, 'customer', now)
  seatStep(desk, desk.seat(agentNumber, now), { type: 'answered' }, now)
  return callStep(desk, call, { type: 'answer' }, now)
}

/** The agent hangs up: of a three-party call the others go on, an offer is refused, everything else ends. */
export function leaveCall(desk: Desk, call: Call, agentNumber: string, now: number): boolean {
  const { state } = call
  const serves = endOf(call, agentNumber) === 'agent'
  if (serves && (state.kind === 'offered' || state.kind === 'directed'))
    return callStep(desk, call, { type: 'withdraw', outcome: 'rejected' }, now)
  const consult = consultOf(desk, call)
  if (serves && consult && state.kind === 'talking' && state.conference) {
    completeTransfer(desk, { call, consult }, now)
    return true
  }
  return release(desk, call, 'agentHangUp', now)
}
