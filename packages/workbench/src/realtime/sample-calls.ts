// Calls, seats and pops for tests.
import type { CallView, ResolvedPop, SeatView } from '@openseat/contracts'

export const at = '2026-11-22T08:00:00.000Z'

export const sampleCall = (change: Partial<CallView> = {}): CallView => ({
  callId: '1-1',
  purpose: 'customer',
  parentCallId: null,
  roomId: '1-1',
  other: { kind: 'customer', number: '13800135678', name: '' },
  isCaller: false,
  direction: 'inbound',
  mediaType: 'audio',
  state: 'ringing',
  customerNumber: '13800135678',
  callerNumber: '13800135678',
  calledNumber: '4466',
  queueId: 1,
  queueName: 'loans',
  muted: false,
  startedAt: at,
  offeredAt: at,
  ringUntil: at,
  answeredAt: null,
  heldSince: null,
  heldByOther: false,
  conference: false,
  supervision: null,
  recording: 'off',
  recordingAllowed: false,
  video: 'off',
  videoPossible: false,
  videoSession: 0,
  endedAt: null,
  waitSeconds: 3,
  mediaWanted: true,
  customerLost: false,
  otherQuiet: false,
  ownQuiet: false,
  releaseCause: null,
  attachedData: {},
  page: null,
  ...change,
})

export const sampleSeat = (change: Partial<SeatView> = {}): SeatView => ({
  agentNumber: '101',
  state: 'idle',
  since: at,
  until: null,
  reason: null,
  callId: null,
  next: null,
  queueIds: [1],
  autoAnswer: false,
  device: 'browser',
  phoneTrouble: null,
  ...change,
})

/** A consultation with agent 102 about the sample call. */
export const sampleConsult = (change: Partial<CallView> = {}): CallView =>
  sampleCall({
    callId: '1-2',
    purpose: 'consult',
    parentCallId: '1-1',
    direction: 'internal',
    other: { kind: 'agent', number: '102', name: 'Li Na' },
    isCaller: true,
    state: 'talking',
    offeredAt: null,
    answeredAt: at,
    ...change,
  })

export const samplePop = (popId: number, change: Partial<ResolvedPop> = {}): ResolvedPop => ({
  popId,
  callId: '1-1',
  name: `page ${popId}`,
  customPageId: null,
  openMode: 'embedded',
  passMode: 'get',
  url: `https://crm.example/${popId}`,
  form: null,
  contextToken: false,
  dataInPath: false,
  framePath: `/pop/1-1/${popId}`,
  position: popId,
  trigger: 'answered',
  blocked: null,
  ...change,
})
