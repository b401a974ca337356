// What a step of one call means for the calls that are linked to it.
import { unansweredCause, type CallEvent } from '../call/call-machine.ts'
import { isConnected, isLive, type Call, type CallState } from '../call/call.ts'
import { servingAgent } from '../call/ends.ts'
import type { Desk } from './desk.ts'
import { consultOf, supervisionsOf } from './linked-calls.ts'
import { publishUpdate, tellTransferFailed } from './publish.ts'

interface Step {
  readonly before: CallState
  readonly event: CallEvent
  /** Takes an event to a call's machine, with all that follows. */
  readonly step: (desk: Desk, call: Call, event: CallEvent, now: number) => boolean
}

export function afterStep(desk: Desk, call: Call, made: Step, now: number): void {
  const joined = made.event.type === 'join' || made.event.type === 'part'
  const consult = joined ? consultOf(desk, call) : undefined
  if (consult) publishUpdate(desk, consult, now)
  if (made.before.kind === 'directed' && made.event.type === 'withdraw' && call.purpose === 'customer')
    tellTransferFailed(desk, call, unansweredCause(made.event), now)
  if (isLive(call)) agentMayHaveLeft(desk, call, made, now)
  else if (call.purpose === 'consult') consultEnded(desk, call, made, now)
  else if (call.purpose === 'supervision') supervisionEnded(desk, call, now)
  else wholeCallEnded(desk, call, made, now)
}

/** Without an agent there is nobody to supervise; with another one the inspector stays. */
function agentMayHaveLeft(desk: Desk, call: Call, { before, step }: Step, now: number): void {
  if (!('agentNumber' in before) || servingAgent(call) !== null) return
  endSupervisions(desk, call, step, now)
}

function endSupervisions(desk: Desk, call: Call, step: Step['step'], now: number): void {
  for (const supervision of supervisionsOf(desk, call)) step(desk, supervision, { type: 'release', cause: 'nothingLeft' }, now)
}

function consultEnded(desk: Desk, consult: Call, { event, step }: Step, now: number): void {
  endSupervisions(desk, consult, step, now)
  const parent = desk.calls.get(consult.parentCallId ?? '')
  if (!parent) return
  const cause = event.type === 'release' ? event.cause : event.type === 'withdraw' ? unansweredCause(event) : 'noAnswer'
  if (cause !== 'transferred') desk.addTimeline(parent, now, { kind: 'consultEnded', data: { cause } })
  if (parent.state.kind === 'talking' && parent.state.conference) step(desk, parent, { type: 'part' }, now)
  else publishUpdate(desk, parent, now)
}

/** Also where the call ended first, and the inspector with it. */
function supervisionEnded(desk: Desk, supervision: Call, now: number): void {
  const parentCallId = supervision.parentCallId ?? ''
  const parent = desk.calls.get(parentCallId) ?? desk.endedCalls.get(parentCallId)
  if (!parent) return
  desk.addTimeline(parent, now, { kind: 'supervisionEnded', data: { agentNumber: supervision.callerNumber } })
  publishUpdate(desk, parent, now)
}

/** The customer is gone: whoever still talks goes on talking, everything else of it ends. */
function wholeCallEnded(desk: Desk, call: Call, { step }: Step, now: number): void {
  endSupervisions(desk, call, step, now)
  const consult = consultOf(desk, call)
  if (!consult) return
  if (!isConnected(consult)) step(desk, consult, { type: 'release', cause: 'nothingLeft' }, now)
  else if (consult.state.kind === 'held') step(desk, consult, { type: 'retrieve' }, now)
  else publishUpdate(desk, consult, now)
}
