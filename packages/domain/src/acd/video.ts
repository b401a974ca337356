// Video beside a call: asked for at one end, agreed to at the other, ended by either. A video call begins with it.
import type { VideoAction } from '@openseat/contracts'
import type { Call, CallVideo, Party } from '../call/call.ts'
import type { Desk } from './desk.ts'
import { publishUpdate } from './publish.ts'

interface Wish {
  readonly by: Party
  readonly action: VideoAction
}

/** False when the call's state does not take it. */
export function switchVideo(desk: Desk, call: Call, wish: Wish, now: number): boolean {
  if (call.state.kind !== 'talking' || !call.videoPossible || call.purpose !== 'customer') return false
  const { by } = wish
  switch (outcomeOf(call.video, wish)) {
    case 'request':
      return turn(desk, call, { to: { kind: 'requested', by }, kind: 'videoRequested', by }, now)
    case 'start':
      return start(desk, call, now)
    case 'decline':
      return turn(desk, call, { to: { kind: 'off' }, kind: 'videoDeclined', by }, now)
    case 'stop':
      return turn(desk, call, { to: { kind: 'off' }, kind: 'videoStopped', by }, now)
    case null:
      return false
  }
}

/** Both ends asking is both ends agreeing. */
function outcomeOf(video: CallVideo, { by, action }: Wish): 'request' | 'start' | 'decline' | 'stop' | null {
  const isAsked = video.kind === 'requested' && video.by !== by
  if (isAsked) return action === 'accept' || action === 'request' ? 'start' : 'decline'
  if (action === 'request') return video.kind === 'off' ? 'request' : null
  return action === 'stop' && video.kind !== 'off' ? 'stop' : null
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
  const wants = call.mediaType === 'video' && call.videoPossible && call.purpose === 'customer'
  // A customer who is called has not agreed to be seen: they are asked, once.
  if (wants && call.direction === 'outbound' && call.videoSession === 0)
    turn(desk, call, { to: { kind: 'requested', by: 'agent' }, kind: 'videoRequested', by: 'agent' }, now)
  else if (wants) start(desk, call, now)
  else if (call.video.kind !== 'off') turn(desk, call, { to: { kind: 'off' }, kind: 'videoStopped', by: 'agent' }, now)
}
