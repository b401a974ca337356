// The controls of the present calls, and the command that each sends. Pure. The server has the last word; this only keeps
// what would be refused out of the way.
import type { AgentCommandInput, AgentDevice, CallView, SeatView } from '@openseat/contracts'

export type CallControl =
  | 'hold'
  | 'retrieve'
  | 'mute'
  | 'keyPad'
  | 'transfer'
  | 'completeTransfer'
  | 'conference'
  | 'swap'
  | 'takeBack'
  | 'videoRequest'
  | 'videoStop'
  | 'recordStart'
  | 'recordPause'
  | 'recordResume'
  | 'recordStop'
  | 'reject'
  | 'answer'
  | 'hangUp'

/** The agent's live calls: the main one, and the consultation beside it. */
export interface CallContext {
  readonly main: CallView | null
  readonly consult: CallView | null
  readonly device: AgentDevice
}

/** Whom the agent talks with: the one consulted while the customer is held, else the main call's other end. */
export const activeCall = ({ main, consult }: CallContext): CallView | null => (consult && main?.state === 'held' ? consult : main)

const recordControls = { off: ['recordStart'], on: ['recordPause', 'recordStop'], paused: ['recordResume', 'recordStop'] } as const

function recording(call: CallView): readonly CallControl[] {
  return call.recordingAllowed && call.purpose === 'customer' ? recordControls[call.recording] : []
}

/** Whether the customer's end can show video, the server knows, and says it in words. */
function video(call: CallView): readonly CallControl[] {
  if (call.purpose !== 'customer' || call.heldByOther) return []
  if (call.video === 'off') return ['videoRequest']
  return call.video === 'wanted' ? [] : ['videoStop']
}

/** A three-party call can only be left, or brought back to two. */
function talkingAlone(call: CallView): readonly CallControl[] {
  if (call.conference) return ['mute', 'keyPad', ...recording(call), 'hangUp']
  const hold: CallControl[] = call.heldByOther ? [] : ['hold']
  const transfer: CallControl[] = call.purpose === 'customer' && !call.heldByOther ? ['transfer'] : []
  return [...hold, 'mute', 'keyPad', ...transfer, ...video(call), ...recording(call), 'hangUp']
}

function alone(call: CallView, device: AgentDevice): readonly CallControl[] {
  switch (call.state) {
    case 'ringing':
      return device === 'phone' ? ['reject'] : ['reject', 'answer']
    case 'dialling':
    case 'alerting':
      return ['hangUp']
    case 'talking':
      return talkingAlone(call)
    case 'held':
      return call.purpose === 'customer' ? ['retrieve', 'mute', 'transfer', ...recording(call), 'hangUp'] : ['retrieve', 'mute', 'hangUp']
    case 'ended':
      return []
  }
}

const isConnected = (call: CallView): boolean => call.state === 'talking' || call.state === 'held'

function consulting(main: CallView, consult: CallView): readonly CallControl[] {
  if (!isConnected(consult)) return ['takeBack', ...recording(main)]
  if (main.conference) return ['takeBack', 'mute', 'keyPad', ...recording(main), 'hangUp']
  return ['completeTransfer', 'conference', 'swap', 'takeBack', 'mute', 'keyPad', ...recording(main), 'hangUp']
}

function supervising(call: CallView): readonly CallControl[] {
  return call.supervision === 'listen' ? ['hangUp'] : ['mute', 'hangUp']
}

export function callControls(context: CallContext): readonly CallControl[] {
  const { main, consult, device } = context
  if (!main) return []
  if (main.purpose === 'supervision') return supervising(main)
  return consult ? consulting(main, consult) : alone(main, device)
}

const recordActions = { recordStart: 'start', recordPause: 'pause', recordResume: 'resume', recordStop: 'stop' } as const

/** What the control sends; null for one that opens something first. */
export function commandOf(control: CallControl, context: CallContext): AgentCommandInput | null {
  const active = activeCall(context)
  if (!context.main || !active) return null
  const { callId } = context.main
  switch (control) {
    case 'keyPad':
    case 'transfer':
      return null
    case 'reject':
    case 'hangUp':
      return { kind: 'hangUp', callId: active.callId }
    case 'mute':
      return { kind: 'mute', callId: active.callId, on: !active.muted }
    case 'videoRequest':
      return { kind: 'video', callId, action: 'request' }
    case 'videoStop':
      return { kind: 'video', callId, action: 'stop' }
    case 'recordStart':
    case 'recordPause':
    case 'recordResume':
    case 'recordStop':
      return { kind: 'record', callId, action: recordActions[control] }
    default:
      return { kind: control, callId }
  }
}

export const mayDialOut = (seat: SeatView | null): boolean => seat !== null && ['idle', 'busy', 'wrapUp'].includes(seat.state)
