// Whether a call is recorded: by its queue's policy, and as its agent switches it where the policy lets him.
import { recordingIdOf } from '../call/audio-plan.ts'
import { isConnected, type Call } from '../call/call.ts'
import type { Desk } from './desk.ts'
import { publishUpdate } from './publish.ts'
import { recordingPolicy } from './recording-policy.ts'

/** At each answer: another queue may have another policy. */
export function startPolicyRecording(desk: Desk, call: Call, now: number): void {
  const policy = recordingPolicy(desk, call)
  if (policy === 'always' && call.recording === 'off') begin(desk, call, now)
  if (policy === 'never' && call.recording !== 'off') stop(desk, call, now)
}

export type RecordAction = 'start' | 'pause' | 'resume' | 'stop'

/** False when the recording's state does not take it. */
export function switchRecording(desk: Desk, call: Call, action: RecordAction, now: number): boolean {
  if (!isConnected(call)) return false
  if (action === 'start' && call.recording === 'off') begin(desk, call, now)
  else if (action === 'pause' && call.recording === 'on') turn(desk, call, { to: 'paused', kind: 'recordingPaused' }, now)
  else if (action === 'resume' && call.recording === 'paused') turn(desk, call, { to: 'on', kind: 'recordingResumed' }, now)
  else if (action === 'stop' && call.recording !== 'off' && recordingPolicy(desk, call) !== 'always') stop(desk, call, now)
  else return false
  return true
}

interface Turn {
  readonly to: Call['recording']
  readonly kind: 'recordingStarted' | 'recordingPaused' | 'recordingResumed' | 'recordingStopped' | 'recordingFailed'
}

function turn(desk: Desk, call: Call, { to, kind }: Turn, now: number): void {
  call.recording = to
  desk.addTimeline(call, now, { kind, data: {} })
  publishUpdate(desk, call, now)
}

function begin(desk: Desk, call: Call, now: number): void {
  call.recordings += 1
  turn(desk, call, { to: 'on', kind: 'recordingStarted' }, now)
  const queue = call.queueId === null ? undefined : desk.configOf(call).queues.get(call.queueId)
  if (queue?.recordingNotice) desk.changes.actions.push({ type: 'playNotice', room: call.roomId })
}

const stop = (desk: Desk, call: Call, now: number): void => turn(desk, call, { to: 'off', kind: 'recordingStopped' }, now)

export interface LostRecording {
  readonly room: string
  readonly recordingId: string
  /** Another one may begin: not where the disk is at fault. */
  readonly canGoOn: boolean
}

/** What was written until then is kept; the rest of the call is a recording of its own, or there is none. */
export function recordingLost(desk: Desk, { room, recordingId, canGoOn }: LostRecording, now: number): void {
  const call = desk.calls.get(room)
  if (!call || call.recording === 'off' || recordingIdOf(call) !== recordingId) return
  if (!canGoOn) return turn(desk, call, { to: 'off', kind: 'recordingFailed' }, now)
  call.recordings += 1
  publishUpdate(desk, call, now)
}
