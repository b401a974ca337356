// Video beside a call: asked for at one end, agreed to at the other, ended by either. A video call begins with it.
import type { VideoAction } from '@openseat/contracts'
import type { Call, CallVideo, Party } from '../call/call.ts'
import type { Desk } from './desk.ts'
import { publishUpdate } from './publish.ts'

/** False when the call's state does not take it. */
export function switchVideo(desk: Desk, call: Call, { by, action }: { by: Party; action: VideoAction }, now: number): boolean {
  if (call.state.kind !== 'talking' || !call.videoPossible || call.purpose !== 'customer') return false
  const { video } = call
  const isAsked = video.kind === 'requested' && video.by !== by
  if (action === 'request' && isAsked) return start(desk, call, now)
  if (action === 'request' && video.kind === 'off')
    return turn(desk, call, { to: { kind: 'requested', by }, kind: 'videoRequested', by }, now)
  if (action === 'accept' && isAsked) return start(desk, call, now)
  if (action === 'decline' && isAsked) return turn(desk, call, { to: { kind: 'off' }, kind: 'videoDeclined', by }, now)
  if (action === 'stop' && video.kind !== 'off') return turn(desk, call, { to: { kind: 'off' }, kind: 'videoStopped', by }, now)
  return false
}

interface Turn {
  readonly to: CallVideo
  readonly kind: 'videoRequested' | 'videoDeclined' | 'videoStarted' | 'videoStopped'
  readonly by: Party
}

function turn(desk: Desk, call: Call, { to, kind, by }: Turn, now: number): true {
  call.video = to
  desk.addTimeline(call, now, { kind, data: { party: by } })
  publishUpdate(desk, call, now)
  return true
}

function start(desk: Desk, call: Call, now: number): true {
  call.videoSession += 1
  return turn(desk, call, { to: { kind: 'on' }, kind: 'videoStarted', by: 'agent' }, now)
}

/** At each answer by an agent: two other browsers see each other from now on, or none. */
export function pairVideo(desk: Desk, call: Call, now: number): void {
  if (call.mediaType === 'video' && call.videoPossible && call.purpose === 'customer') start(desk, call, now)
  else if (call.video.kind !== 'off') turn(desk, call, { to: { kind: 'off' }, kind: 'videoStopped', by: 'agent' }, now)
}
