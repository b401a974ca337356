// What the call's queue says about recording it.
import type { RecordingPolicy } from '@openseat/contracts'
import type { Call } from '../call/call.ts'
import type { Desk } from './desk.ts'

export function recordingPolicy(desk: Desk, call: Call): RecordingPolicy {
  const queue = call.queueId === null ? undefined : desk.configOf(call).queues.get(call.queueId)
  return call.purpose === 'customer' ? (queue?.recording ?? 'never') : 'never'
}
