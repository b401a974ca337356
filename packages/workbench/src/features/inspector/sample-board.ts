// Board rows for tests.
import type { BoardAgent, BoardCall, BoardDelta, BoardQueue } from '@openseat/contracts'

export const at = (seconds: number): string => new Date(Date.UTC(2026, 10, 22, 8, 0, seconds)).toISOString()

export const boardAgent = (agentNumber: string, change: Partial<BoardAgent> = {}): BoardAgent => ({
  agentNumber,
  name: `agent ${agentNumber}`,
  state: 'idle',
  since: at(0),
  until: null,
  reason: null,
  callId: null,
  queueIds: [1],
  device: 'browser',
  present: true,
  ...change,
})

export const boardCall = (callId: string, change: Partial<BoardCall> = {}): BoardCall => ({
  callId,
  purpose: 'customer',
  parentCallId: null,
  direction: 'inbound',
  mediaType: 'audio',
  state: 'talking',
  since: at(0),
  startedAt: at(0),
  callerNumber: '138****5678',
  calledNumber: '4466',
  queueId: 1,
  queueName: 'loans',
  agentNumbers: ['101'],
  conference: false,
  recording: 'off',
  supervisors: [],
  ...change,
})

export const boardQueue = (queueId: number, change: Partial<BoardQueue> = {}): BoardQueue => ({
  queueId,
  name: `queue ${queueId}`,
  open: true,
  waiting: 0,
  longestSince: null,
  agentsSignedIn: 1,
  agentsIdle: 1,
  offered: 0,
  answered: 0,
  abandoned: 0,
  timedOut: 0,
  left: 0,
  serviceLevel: null,
  ...change,
})

export const boardDelta = (change: Partial<BoardDelta> = {}): BoardDelta => ({
  whole: false,
  serverTime: at(0),
  agents: [],
  calls: [],
  queues: [],
  gone: [],
  ...change,
})
