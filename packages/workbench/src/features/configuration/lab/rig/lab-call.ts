// A contact of the lab as the workbench would know it as a call: for pages that ask for connection events.
import type { CallView, LabSession } from '@openseat/contracts'
import { eventDataOf } from './lab-settings.ts'

export function labCall(session: LabSession, state: 'ringing' | 'talking' | 'ended'): CallView {
  const { callData } = session
  const isOutbound = callData.callType === '1'
  const customer = isOutbound ? callData.calledNum : callData.callerNum
  const at = new Date().toISOString()
  return {
    callId: callData.callid,
    purpose: 'customer',
    parentCallId: null,
    roomId: callData.callid,
    other: { kind: 'customer', number: customer, name: '' },
    isCaller: isOutbound,
    direction: isOutbound ? 'outbound' : 'inbound',
    mediaType: session.medium === 'video' ? 'video' : 'audio',
    state,
    customerNumber: customer,
    callerNumber: callData.callerNum,
    calledNumber: callData.calledNum,
    queueId: null,
    queueName: callData.callskill,
    muted: false,
    startedAt: at,
    offeredAt: at,
    ringUntil: null,
    answeredAt: state === 'ringing' ? null : at,
    heldSince: null,
    heldByOther: false,
    conference: false,
    supervision: null,
    recording: 'off',
    recordingAllowed: false,
    numberLabel: callData.numberLabel,
    video: 'off',
    videoPossible: false,
    videoSession: 0,
    endedAt: state === 'ended' ? at : null,
    waitSeconds: 0,
    mediaWanted: false,
    customerLost: false,
    otherQuiet: false,
    ownQuiet: false,
    releaseCause: state === 'ended' ? 'agentHangUp' : null,
    attachedData: {},
    page: { offer: callData.callid, popIds: [], data: eventDataOf(session, '') },
  }
}
